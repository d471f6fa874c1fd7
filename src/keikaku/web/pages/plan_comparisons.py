"""Whole plans side by side: a page for each kind of plan of which several towns have one, behind the gate.

Plans of two kinds stand on no page together: a 基本計画 and an 評価 count other things. Of one kind those share a table that hold as
much of their plan; another period is a note. Nothing is ranked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from keikaku.asking.comparable import PlanScope, Reason, Verdict, judge_plans, subjects
from keikaku.graph.nquads import KEI
from keikaku.ground.messages import Language, say
from keikaku.web.pages.comparisons import MOST_PAIRS, REASONS, VERDICTS, path_of, plans_path
from keikaku.web.pages.heads import Statistics
from keikaku.web.pages.overview import Counted, PlanSummary
from keikaku.web.pages.things import Ref, values
from keikaku.web.pages.words import Text

COUNTED = ("Measure", "Project", "Indicator")
"""What is counted of a plan."""


@dataclass(frozen=True, slots=True)
class Row:
    """A plan on the page.

    Attributes:
        key: What the address calls it: code of the town and the end of its IRI.
        plan: The plan.
        town: Its municipality.
        scope: What the gate asks of it.
        yearly: Yen a fiscal year, of the years that print any; None where none does.
        per_head: That, by the population nearest to the last of the years, with what it was divided by; None where none was taken.
        below: What it was divided by.
    """

    key: str
    plan: PlanSummary
    town: Ref
    scope: PlanScope
    yearly: int | None
    per_head: int | None
    below: Text | None


class PlanComparisons(Counted):
    """The pages of plans side by side, a page for each kind."""

    def paths(self) -> Iterable[str]:
        """Return the paths of the pages."""
        return self._kinds

    def html(self, path: str, language: Language) -> bytes:
        """Return a page.

        Raises:
            KeyError: There is no such page.
        """
        rows = self._kinds[path]
        kind = rows[0].plan.kind
        return self._layout.render(
            "plan-comparison.html.j2",
            path,
            language,
            title=say("pages.plans-side-by-side", kind=kind[language] if kind else "").text(language),
            rows=rows,
            groups=[(group, _notes(group)) for group in _groups(rows)],
            pairs=self._pairs(rows),
            verdicts=VERDICTS,
            counted=COUNTED,
            indicators=self._shared(rows),
        )

    @cached_property
    def _kinds(self) -> dict[str, list[Row]]:
        """The plans by the path of their kind, where several towns have one, in the order of the towns' codes."""
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for body in self._overview.bodies:
            for plan in body.plans:
                kind = self._overview.kind_name(plan)
                about = self._things.about(plan.ref.iri)
                extent = max(
                    values(about, f"{KEI}extent"), default=""
                )  # WholePlan, Excerpt, Digest: as the overview
                scope = PlanScope(kind, plan.start, plan.end, extent)
                if kind:
                    key = f"{body.code}/{plan.ref.iri.rpartition('/')[2]}"
                    found[kind].append(Row(key, plan, body.ref, scope, *self._money(plan)))
        return {
            plans_path(kind): rows
            for kind, rows in sorted(found.items())
            if len({row.town.iri for row in rows}) > 1
        }

    def _money(self, plan: PlanSummary) -> tuple[int | None, int | None, Text | None]:
        years = [one for one in plan.sums.years if one[0].isdecimal()]
        if not years:
            return None, None, None
        yearly = round(sum(one[1] for one in years) / len(years))
        statistics = Statistics(self._things)
        last = statistics.per_head(plan.municipality, plan.sums)
        base = last[-1].population if last else None
        if base is None or not base.value:
            return yearly, None, None
        return yearly, round(yearly / base.value), statistics.below(base)

    def _pairs(self, rows: Sequence[Row]) -> list[tuple[Row, Row, Verdict, list[Text]]]:
        pairs = [(one, other) for one, other in combinations(rows, 2) if one.town.iri != other.town.iri]
        if len(pairs) > MOST_PAIRS:
            return []
        return [
            (one, other, verdict, [REASONS[reason] for reason in reasons])
            for one, other in pairs
            for verdict, reasons in [judge_plans(one.scope, other.scope)]
        ]

    def _shared(self, rows: Sequence[Row]) -> list[tuple[str, str, list[str]]]:
        """Return the indicators that plans of two towns print: page, name, keys of the plans."""
        plans = {row.plan.ref.iri: row.key for row in rows}
        found = []
        for name, towns in self._subjects.items():
            iris = [iri for ones in towns.values() for iri in ones]
            keys = sorted(
                {plans[plan] for iri in iris if (plan := self._overview.plan_of.get(iri, "")) in plans}
            )
            if len({key.partition("/")[0] for key in keys}) > 1:
                found.append((path_of(name), self._things.ref(min(iris)).label, keys))
        return found

    @cached_property
    def _subjects(self) -> dict[str, dict[str, list[str]]]:
        return subjects(self._things.dataset.memory)


def _groups(rows: Iterable[Row]) -> list[list[Row]]:
    """Part plans into groups in which each may stand beside each."""
    found: list[list[Row]] = []
    for row in rows:
        group = next(
            (
                one
                for one in found
                if all(judge_plans(row.scope, other.scope)[0] is not Verdict.NOT for other in one)
            ),
            None,
        )
        if group is None:
            found.append([row])
        else:
            group.append(row)
    return found


def _notes(group: Sequence[Row]) -> list[Text]:
    reasons: dict[Reason, None] = {}
    for one, other in combinations(group, 2):
        reasons |= dict.fromkeys(judge_plans(one.scope, other.scope)[1])
    return [REASONS[reason] for reason in reasons]
