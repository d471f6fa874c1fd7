"""The lines of a town's budget (款, 項, 目) as a scheme of concepts of that town.

A line is known by what is printed of it, numbers and names: a number that another year gives to another line is never taken
for it. What the nation calls a 款 is matched where its name is printed, or where plan.yml says that the town counts as the
nation does.
"""

from __future__ import annotations

from collections.abc import Iterator

from keikaku.graph.nquads import NOTATION, SKOS, TYPE, japanese, kei, literal, segment
from keikaku.graph.schemes import SchemeWriter
from keikaku.ground.vocab.budget_titles import national_title, title_numbered
from keikaku.reading.model import Budget, Fact, Statement
from keikaku.reading.values.accounts import Account, parsed
from keikaku.reading.words import words

Triples = Iterator[tuple[str, str, str]]


class AccountWriter(SchemeWriter):
    """Writes the lines of the town's budget that projects name."""

    def _account(self, statement: Statement) -> str:
        """Write a line of the budget with those above it, and return its node."""
        account = parsed(statement.value)
        as_the_nation = self._series.settings.municipality.national_titles
        for subject, predicate, value in described(self._root, account, as_the_nation=as_the_nation):
            self._add(subject, (predicate, value))
        above: Account | None = account
        while above:
            self._derived(account_iri(self._root, above), statement.lines)
            above = above.above
        return account_iri(self._root, account)

    def _account_of(self, budget: Budget) -> list[tuple[str, str]]:
        """Return the line that an amount stands in; of several lines of its project nothing tells in which how much."""
        named = [one.value for one in budget.of.statements if one.fact is Fact.BUDGET_ACCOUNT]
        return [(kei("budgetAccount"), account_iri(self._root, parsed(named[0])))] if len(named) == 1 else []


def account_iri(town: str, account: Account) -> str:
    """Return the node of a line of a town's budget.

    Args:
        town: IRI of the municipality.
        account: The line.
    """
    return f"<{town}/account/{segment('-'.join(filter(None, (account.fund, *map(str, account.steps)))))}>"


def described(town: str, account: Account, *, as_the_nation: bool) -> Triples:
    """Yield what is said of a line of a budget and of those above it, as triples of N-Triples.

    Args:
        town: IRI of the municipality.
        account: The line.
        as_the_nation: Whether the town numbers the 款 of its general account as the nation's regulation does.
    """
    scheme = f"<{town}/accounts{'-' * bool(account.fund)}{segment(account.fund)}>"
    yield scheme, TYPE, f"<{SKOS}ConceptScheme>"
    yield scheme, f"<{SKOS}prefLabel>", japanese(account.fund or words()["accounts"]["scheme"])
    above: Account | None = account
    while above:
        node = account_iri(town, above)
        yield node, TYPE, kei("BudgetAccount")
        yield node, TYPE, f"<{SKOS}Concept>"
        yield node, f"<{SKOS}prefLabel>", japanese(above.label)
        yield node, f"<{SKOS}inScheme>", scheme
        if above.notation:
            yield node, NOTATION, literal(above.notation)
        own, above = above, above.above
        if above:
            yield node, f"<{SKOS}broader>", account_iri(town, above)
        else:
            yield node, f"<{SKOS}topConceptOf>", scheme
            if match := _national(own, as_the_nation=as_the_nation):
                yield node, f"<{SKOS}exactMatch>", f"<{match}>"


def _national(title: Account, *, as_the_nation: bool) -> str | None:
    """Return the nation's 款 that one of the general account is."""
    [step] = title.steps
    if title.fund:
        return None
    if step.name:
        return national_title(step.name)
    return title_numbered(step.number) if as_the_nation else None
