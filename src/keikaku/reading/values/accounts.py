"""款, 項 and 目: which line of a budget a print names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from keikaku.ground.text.folding import tidy
from keikaku.ground.vocab.budget_titles import national_title
from keikaku.reading.values.patterns import Match, Pattern
from keikaku.reading.words import words

LEVELS = ("kan", "kou", "moku")
"""款, 項, 目: the roles of columns that print one each."""
FUND = "fund"
"""The role of a column that prints the account (会計) they are of."""
WHOLE = "account"
"""The role of a column that prints all of them in one cell."""
PARTS = {WHOLE, FUND, *LEVELS}
"""The roles that print a line of a budget, or a part of one."""
_FUND_ENDS, _PARTS = ":", "/"


class Step(NamedTuple):
    """A 款, 項 or 目 as it is printed.

    Attributes:
        number: Its number, "" where none is printed.
        name: Its name, likewise; one of both is there.
    """

    number: str
    name: str

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()


class Account(NamedTuple):
    """A line of a budget.

    Attributes:
        fund: The account (会計) as printed, "" for the general one and where none is printed.
        steps: 款, then 項, then 目, as many as are printed.
    """

    fund: str
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return f"{self.fund}{_FUND_ENDS * bool(self.fund)}{_PARTS.join(map(str, self.steps))}"

    @property
    def above(self) -> Account | None:
        """The 項 of a 目, the 款 of a 項, None for a 款."""
        return Account(self.fund, self.steps[:-1]) if len(self.steps) > 1 else None

    @property
    def notation(self) -> str:
        """The numbers, ``"3-1-2"``; "" where a number is missing."""
        numbers = [step.number for step in self.steps]
        return "-".join(numbers) if all(numbers) else ""

    @property
    def label(self) -> str:
        """The name of its last step; without one the numbers in words, ``"3款1項2目"``."""
        signs = zip(self.steps, words()["accounts"]["signs"], strict=False)
        return self.steps[-1].name or "".join(f"{step.number or step.name}{sign}" for step, sign in signs)


def account(print_: str) -> str | None:
    """Return the line of a budget that one print names, in one way of writing, None where it names none for sure.

    A name that stands alone must be one of the nation's 款: 科目 also heads 節 such as 委託料.

    >>> account("３款１項２目"), account("03-01-02"), account("3 民生費 1 社会福祉費"), account("需用費")
    ('3/1/2', '3/1/2', '3 民生費/1 社会福祉費', None)
    """
    for pattern in _whole():
        match = pattern.fullmatch(print_)
        found = _account(match) if match else None
        if found:
            return str(found)
    return None


def account_of(printed: Iterable[tuple[str, str]]) -> str | None:
    """Return the line of a budget that cells for 会計, 款, 項 and 目 name together, None where they name none for sure.

    Args:
        printed: Role (of :data:`PARTS`) and print of each cell; number and name may have a cell each.

    >>> account_of([("kan", "03"), ("kan", "民生費"), ("kou", "1")]), account_of([("kou", "1")])
    ('3 民生費/1', None)
    >>> account_of([("fund", "介護保険特別会計"), ("account", "1-2-3")])
    '介護保険特別会計:1/2/3'
    """
    said: dict[str, list[str]] = {}
    for role, text in printed:
        said.setdefault(role, []).append(text)
    fund = " ".join(said.get(FUND, ()))
    if WHOLE in said:
        found = account(" ".join(said[WHOLE]))
        if found is None or not said.keys().isdisjoint(LEVELS):
            return None
        one = parsed(found)
        return found if one.fund or not fund else _whole_account(fund, one.steps)
    steps = []
    for level in LEVELS:
        match = _part().fullmatch(" ".join(said[level])) if level in said else None
        step = _step(match["number"], match["name"]) if match else None
        if (step is None) != (level not in said) or (step and not step.number and not _is_title(step.name)):
            return None
        steps.append(step)
    return _whole_account(fund, steps)


def parsed(text: str) -> Account:
    """Return the line of a budget that :func:`account` wrote."""
    fund, _colon, rest = text.rpartition(_FUND_ENDS)
    return Account(fund, tuple(_written(one) for one in rest.split(_PARTS)))


def _written(text: str) -> Step:
    number, _space, name = text.partition(" ")
    return Step(number, name) if number.isdecimal() else Step("", text)


def _account(match: Match) -> str | None:
    steps = [_step(match.group(level), match.group(f"{level}_name")) for level in LEVELS]
    alone = all(step is None or not step.number for step in steps)
    if alone and not (steps[0] and national_title(steps[0].name)):
        return None
    return _whole_account(match.group("fund"), steps)


def _whole_account(fund: str, steps: Sequence[Step | None]) -> str | None:
    there = [step for step in steps if step]
    if not there or there != list(steps[: len(there)]):  # a 目 whose 項 is not printed
        return None
    printed = tidy(fund)
    return str(Account("" if _general().fullmatch(printed) else printed, tuple(there)))


def _step(number: str, name: str) -> Step | None:
    plain = str(int(number)) if number else ""
    name = tidy(name).replace(_PARTS, "／").replace(_FUND_ENDS, "：")
    return Step(plain, name) if (plain and plain != "0") or (name and not plain) else None


@cache
def _whole() -> tuple[Pattern, ...]:
    return tuple(map(Pattern, words()["accounts"]["whole"]))


@cache
def _part() -> Pattern:
    return Pattern(words()["accounts"]["part"])


def _is_title(name: str) -> bool:
    """Tell whether a name without a number ends as those of 款, 項 and 目 do: 未定 is none."""
    return name.endswith(tuple(words()["accounts"]["ends"]))


@cache
def _general() -> Pattern:
    return Pattern(words()["accounts"]["general"])
