"""The grammar of a series: what it prints and what that means, as plan.yml and its family say.

Every part has a name, so that a plan.yml can depart from one part of its family without repeating the rest.
Patterns are RE2 and see folded text (half-width letters, digits and brackets).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from keikaku.ground.messages import say
from keikaku.ground.text.folding import fold
from keikaku.reading.line_settings import Joined, Outside, Split
from keikaku.reading.model import RATED, TEXT_FACTS, Fact, Kind, RatingName, Role
from keikaku.reading.settings import Expression, NotAllowedError, Plain, Settings
from keikaku.reading.tables.kinds import RoleName, TableKind
from keikaku.reading.values.patterns import Pattern

SKIP: Literal["skip"] = "skip"
PLAN = "plan"
"""What is no level's name: the plan itself."""
EVALUATION = "evaluation"
"""What is no level's name: the evaluation of the element that is open."""
RATINGS: dict[str, RatingName] = {property_: name for name, property_ in RATED.items()}
"""What a field may say that is a rating, and which of a plan's scales it is given by."""

_ROLES = tuple(role.value.lower() for role in Role)
INDICATOR: Literal["Indicator"] = "Indicator"
FACT_GROUPS = tuple(fact.value for fact in Fact if fact is not Fact.STAKEHOLDER_ROLE)
_FIGURES = ("unit", *_ROLES, *(f"{role}_year" for role in _ROLES))
INDICATOR_GROUPS = ("indicator", "year", *_FIGURES)


def _as_said(value: object) -> object:
    named: dict[str, Fact | Kind | str] = {each.value: each for each in (*Kind, *Fact)}
    named |= {INDICATOR: INDICATOR, SKIP: SKIP}
    if isinstance(value, str) and value in named:
        return named[value]
    raise NotAllowedError(
        say("planfile.not-one-of", value=value, named=", ".join(named)),
    )


Said = Annotated[Fact | Kind | Literal["Indicator", "skip"], BeforeValidator(_as_said)]
"""What a print is: a fact of the element it stands under, an element, an indicator, or nothing of its own."""


def _as_said_or_rated(value: object) -> object:
    return value if isinstance(value, str) and value in {*RATINGS} - {Fact.RATING} else _as_said(value)


FieldSaid = Annotated[
    Fact | Kind | Literal["skip", "progressRating", "reviewRating"], BeforeValidator(_as_said_or_rated)
]
"""What the value of a field is: what any print may be, or a rating."""


def _names(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[list[str], BeforeValidator(_names)]
"""One name or several."""


def _grouped(needs: str, *may: str) -> AfterValidator:
    """Return a check of an expression's groups: one of those needed (parted by "|"), and none that nothing reads."""
    needed = [name for name in needs.split("|") if name]

    def check(pattern: Pattern) -> Pattern:
        unknown = sorted(pattern.groups.difference(needed, may))
        if not unknown and (not needed or pattern.groups & set(needed)):
            return pattern
        allowed = ", ".join(f"(?P<{name}>…)" for name in (*needed, *may))
        wrong = ", ".join(unknown or needed)
        fault = say("planfile.groups-unread" if unknown else "planfile.groups-missing")
        raise NotAllowedError(
            say("planfile.pattern-groups", source=pattern.source, fault=fault, wrong=wrong, allowed=allowed),
        )

    return AfterValidator(check)


Item = Annotated[Expression, _grouped("label", "number", "mark", *FACT_GROUPS, *_FIGURES)]
"""The form of one element's or indicator's print: its label, and what is said beside it."""


class Level(Settings):
    """A level of headings.

    Attributes:
        is_: Class of its elements.
        opens: Ids or kinds of the plans that the heading opens, the first for what stands below, in place of ``is``.
        head: Form of the heading: groups ``number``, ``label`` and facts; ``place``, the numbers of the levels above it,
            parted by spaces, where they stand in one line with it. Without ``label`` the label is the next line;
            a plan that ``opens`` may print its period there, and a field may open the level with its value; then it
            needs no form of its own.
        listed: Form of a line below the level above it that announces one of its elements: groups ``number``, ``label``.
        over: Names of the kinds of tables above which its label stands by itself, its text between; with ``anywhere``
            only a label that was read before.
        under: Names of the levels whose open element it hangs under, or `plan`; any declared above it unless given.
        plan: Id or kind of the plan its elements are in; that of what they hang under unless given.
        inside: Id or kind of the plan that must be open for the form to hold.
        text: What the running text below it says.
        anywhere: Whether a heading of this label that was read anywhere is the same element, printed again.
        wraps: Whether a label may go on in the next line of the same print.
        slogan: Whether its label is a wording that keeps its spaces, in the lines below that are no sentences.
        beside: Whether several headings may stand beside each other in one line.
        marks: Characters with which an item of the text below it begins.
        of: Name of the level whose open element that text is said of; its own element unless given.
        within: Name of the level below it in whose print its heading may stand: the first one's, which goes on behind it.
        foot: Name of the level below it whose heading and text its own heading stands under.
        scattered: Labels of the fields below the heading that the extraction ran together with their values: they
            stand behind them, within them or alone, up to the first table. A space is where a label may be cut in two.
    """

    is_: Annotated[Kind | None, Field(alias="is")] = None
    opens: Names = []
    head: Annotated[Expression, _grouped("", "label", "number", "place", "period", *FACT_GROUPS)] | None = (
        None
    )
    listed: Annotated[Expression, _grouped("label", "number")] | None = None
    over: Names = []
    under: Names = []
    plan: str = ""
    inside: str = ""
    text: Fact | None = None
    anywhere: bool = False
    wraps: bool = False
    slogan: bool = False
    beside: bool = False
    marks: str = ""
    of: str = ""
    within: str = ""
    foot: str = ""
    scattered: list[str] = []

    @model_validator(mode="after")
    def _is_one(self) -> Level:
        if (self.is_ is None) == (not self.opens):
            raise NotAllowedError(
                say("planfile.level-says-either-what"),
            )
        return self


def _of_an_evaluation(of: str, said: object) -> None:
    if of == EVALUATION and said not in TEXT_FACTS:
        raise NotAllowedError(
            say("planfile.evaluation-texts-said-description"),
        )


class Nested(Settings):
    """The items of a list's second step.

    Attributes:
        is_: Class of each, or what it says of the item above it.
        marks: Characters with which one begins, behind those of the first step or without them.
    """

    is_: Annotated[Kind | Fact, Field(alias="is")]
    marks: Annotated[str, Field(min_length=1)]


class Group(Settings):
    """The small headings of a list.

    Attributes:
        is_: Class of each.
        item: Form of one; it may have slipped to the end of the item before it.
    """

    is_: Annotated[Kind, Field(alias="is")]
    item: Annotated[Expression, _grouped("label")]


class Block(Settings):
    """What stands below a head that is no heading: texts, lists of elements, or nothing of its own.

    Attributes:
        is_: What each item says or is.
        head: Form of the head; group ``count`` where it says how many items there are, ``who`` whose roles they are, groups
            of facts for what it says of the element itself.
        says: What the items with marks say of the element whose name stands beside or above them, without a mark.
        who: Of stakeholderRole, the names that begin the rows.
        marks: Characters with which an item begins, ア for all of ア, イ, ウ …; without them a text ends where its sentence
            does, and an element with its line.
        item: Form of an item that is an element or an indicator; its label unless given.
        text: What an item says that has not the form of an element.
        titled: Whether short lines between its texts are titles that say nothing of their own.
        nested: The items of the second step.
        group: The small headings between the items.
        again: What marks an item as printed elsewhere already, which makes no second element.
        of: Name of the level whose open element it is said of, or `evaluation`; the nearest element unless given.
        plan: Id or kind of the plan its elements are in.
        inside: Id or kind of the plan that must be open for the head to hold.
    """

    is_: Annotated[Said, Field(alias="is")]
    head: Annotated[Expression, _grouped("", "count", "who", *FACT_GROUPS)]
    marks: str = ""
    says: Fact | None = None
    who: list[str] = []
    item: Item | None = None
    text: Fact | None = None
    titled: bool = False
    nested: Nested | None = None
    group: Group | None = None
    again: Plain | None = None
    of: str = ""
    plan: str = ""
    inside: str = ""

    @property
    def named(self) -> bool:
        """Whether it is a table in running text: names, and what is said of each."""
        return bool(self.says or self.who)

    @model_validator(mode="after")
    def _of_elements(self) -> Block:
        if isinstance(self.is_, Kind) or not (
            self.text or self.nested or self.group or self.again or self.item
        ):
            return self
        if self.is_ != INDICATOR or self.text or self.nested or self.group or self.again:
            raise NotAllowedError(
                say("planfile.only-items-elements-project"),
            )
        _of_an_evaluation(self.of, self.is_)
        return self


class FieldSettings(Settings):
    """A printed label, and what its value is.

    Attributes:
        is_: What the value says or is.
        opens: Name of the level whose heading the value is, in place of ``is``: its number and label, or the label alone.
        item: Form of an element's print.
        of: Name of the level it is said of, or `evaluation`.
        others: Of a list of departments, what those are that are not underlined or, where none is, not the first.
    """

    is_: Annotated[FieldSaid | None, Field(alias="is")] = None
    opens: str = ""
    item: Item | None = None
    of: str = ""
    others: Fact | None = None

    @model_validator(mode="after")
    def _is_one(self) -> FieldSettings:
        if (self.is_ is None) == (not self.opens):
            raise NotAllowedError(
                say("planfile.field-says-either-what"),
            )
        _of_an_evaluation(self.of, self.is_)
        return self


class Sentence(Settings):
    """A line, or a cell of a table that no kind fits, that states something by itself.

    Attributes:
        form: Its form: groups of facts, or of an indicator and its figures; ``year`` is that of the figures, or the one
            that is told of.
        within: Where it stands: in a line, in a row whose cells are taken together, in a cell, or in line or cell (any).
        of: Name of the level it is said of, or `plan`; the nearest unless given.
        kind: Kind of the indicator that it names.
        text: What the running text below it says.
        ahead: Whether it stands directly above a heading or a head; with ``of`` it is said of the heading of that level.
    """

    form: Annotated[Expression, _grouped("|".join((*FACT_GROUPS, *INDICATOR_GROUPS)))]
    within: Literal["line", "row", "cell", "any"] = "line"
    of: str = ""
    kind: str = ""
    text: Fact | None = None
    ahead: bool = False


class TableSettings(TableKind):
    """A kind of tables, and what its rows become.

    Attributes:
        of: Name of the level whose open element its rows hang under; the nearest unless given.
        plan: Id or kind of the plan its elements are in.
        item: Form of the name of what its rows name; the cell's text unless given.
        anywhere: Whether a name that was read anywhere is the same element, printed again.
        facts: What a column says of it, by role, where the role does not say it.
        period: Whether the years of its actuals, those to come among them, are those of the plan.
        doubt: Why what its rows say is doubtful: the extraction has lost the column that tells whose they are.
        says: What is said of each of its rows without being printed there: the status of 主な継続事業.
        kind: Kind of the indicators that it holds.
    """

    of: str = ""
    plan: str = ""
    item: Item | None = None
    anywhere: bool = False
    period: bool = False
    doubt: str = ""
    facts: dict[RoleName, Fact] = {}
    says: dict[Fact, str] = {}
    kind: str = ""


class IconSettings(Settings):
    """The icons of the SDGs that no label announces.

    Attributes:
        is_: The goals that they declare, or `skip`.
        of: Name of the level whose open element they are of, or `plan`; that whose heading stands above them on their
            page unless given.
    """

    is_: Annotated[Literal["sdg", "skip"], Field(alias="is")] = "sdg"
    of: str = ""


def _said(value: object) -> object:
    return {"is": value} if isinstance(value, str) else value


class Grammar(Settings):
    """What a series prints.

    Attributes:
        periods: Forms of the lines that print a plan's fiscal years, by the plan's id or kind: group ``period``, or
            ``year`` for a plan of one year.
        titles: Forms of the lines that print a plan's title, by the plan's id or kind: group ``title``.
        levels: The levels of headings, from the top down.
        blocks: What stands below heads that are no headings.
        fields: Printed labels (several of one meaning parted by strokes), and what stands beside or below them says.
        sentences: Lines and cells that state something by themselves.
        tables: The kinds of its tables.
        legends: Forms of the legends of ratings, by what is rated (`progress`, `review`, `general`): group ``legend``,
            or a step in each of the lines below.
        notes: Forms of footnotes: groups ``mark`` and ``text``, and ``term`` for the word that it explains.
        icons: The icons of the SDGs that no label announces; `skip` where they declare nothing.
        outside: What is no part of the plan.
        joined: Lines that were broken, and which nothing in the document proves to be one.
        split: Lines in which two things have run together.
        continues: First rows of tables that go on with the head of the table above, whatever stands between; the cells
            parted by spaces.
    """

    periods: dict[str, Annotated[Expression, _grouped("period|year")]] = {}
    titles: dict[str, Annotated[Expression, _grouped("title")]] = {}
    levels: dict[str, Level] = {}
    blocks: dict[str, Block] = {}
    fields: dict[str, Annotated[FieldSettings, BeforeValidator(_said)]] = {}
    sentences: dict[str, Sentence] = {}
    tables: dict[str, TableSettings] = {}
    legends: dict[RatingName, Annotated[Expression, _grouped("", "legend")]] = {}
    notes: dict[str, Annotated[Expression, _grouped("text", "mark", "term")]] = {}
    icons: Annotated[IconSettings, BeforeValidator(_said)] = IconSettings()
    outside: dict[str, Outside] = {}
    joined: list[Joined] = []
    split: list[Split] = []
    continues: list[Plain] = []

    def field(self, label: str) -> FieldSettings | None:
        """Return the field of a label, with whatever spaces it is printed."""
        return self._by_label.get("".join(fold(label).split()))

    @cached_property
    def _by_label(self) -> dict[str, FieldSettings]:
        return {
            "".join(fold(label).split()): settings
            for labels, settings in self.fields.items()
            for label in labels.split("|")
        }

    @model_validator(mode="after")
    def _scattered_are_fields(self) -> Grammar:
        for name, level in self.levels.items():
            if strange := [label for label in level.scattered if self.field(label) is None]:
                known = ", ".join(label for labels in self.fields for label in labels.split("|"))
                raise NotAllowedError(
                    say("planfile.no-field-label-labels", strange=strange[0], value=known or "-"),
                    *("levels", name, "scattered"),
                )
        return self

    @model_validator(mode="after")
    def _levels_are_there(self) -> Grammar:
        opened = {field.opens for field in self.fields.values()}
        for name, level in self.levels.items():
            if level.head is None and not level.over and name not in opened:
                raise NotAllowedError(say("planfile.level-form-heading-head", name=name), "levels", name)
            if strange := [kind for kind in level.over if kind not in self.tables]:
                raise NotAllowedError(
                    say(
                        "planfile.there-no-kind-tables",
                        strange=strange[0],
                        value=", ".join(self.tables) or "-",
                    ),
                    *("levels", name, "over"),
                )
        for at, name in self._named():
            if name and name not in self.levels and name != PLAN and (name, at[-1]) != (EVALUATION, "of"):
                known = ", ".join(self.levels) or "-"
                raise NotAllowedError(
                    say("planfile.there-no-level-levels", name=name, known=known),
                    *at,
                )
        return self

    def _named(self) -> Iterator[tuple[tuple[Any, ...], str]]:
        """Yield the names of levels that its parts use, with the keys that lead there."""
        for name, level in self.levels.items():
            yield from ((("levels", name, "under"), each) for each in level.under)
            yield from ((("levels", name, key), getattr(level, key)) for key in ("of", "within", "foot"))
        for part in ("blocks", "fields", "sentences", "tables"):
            yield from (((part, name, "of"), each.of) for name, each in getattr(self, part).items())
        yield from ((("fields", name, "opens"), each.opens) for name, each in self.fields.items())
        yield ("icons", "of"), self.icons.of
