"""No quad of a real plan changes unseen, and every change since the first stage has its reason."""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator

from tests.support import ROOT, load_plan, quads, shared

APPROVED = ROOT / "tests" / "approved"
HEAD = "plan\tpredicate\ttriples\tsha256"
OF_THE_BUILD = {"loaderVersion", "softwareVersion"}  # they say who read, not what


def rows(plan: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield for each predicate of a plan's N-Quads how many triples it has and a hash over them, sorted.

    Which graph a triple stands in does not count. The texts are the municipalities' and stay where they are.
    """
    held: defaultdict[str, list[str]] = defaultdict(list)
    for line in lines:
        triple = line.rpartition(" <")[0]
        held[triple.split(" ", 2)[1].strip("<>")].append(triple)
    for predicate, triples in sorted(held.items()):
        if predicate.rpartition("#")[2] not in OF_THE_BUILD:
            digest = hashlib.sha256("\n".join(sorted(triples)).encode()).hexdigest()[:12]
            yield f"{plan}\t{predicate}\t{len(triples)}\t{digest}"


def approved(name: str) -> list[str]:
    """Return the rows of an approved table, its head left out."""
    return (APPROVED / name).read_text(encoding="utf-8").splitlines()[1:]


def test_the_plans_give_the_quads_that_were_approved() -> None:
    """``KEIKAKU_APPROVE=1`` keeps what they give, for a person to read (git diff), to commit, and to say why below."""
    plans = sorted(
        path.stem for path in shared("plans").glob("*.txt") if (ROOT / "loaders" / path.stem).is_dir()
    )
    found = [row for plan in plans for row in rows(plan, quads(load_plan(plan), plan))]
    if os.environ.get("KEIKAKU_APPROVE"):
        (APPROVED / "quads.tsv").write_text("\n".join([HEAD, *found]) + "\n", encoding="utf-8")

    assert len(plans) == 5
    assert found == approved("quads.tsv")


def test_every_change_since_the_first_stage_has_its_reason() -> None:
    changed = {
        row.split("\t")[1] for row in set(approved("quads.tsv")) ^ set(approved("quads-first-stage.tsv"))
    }
    reasons = dict(row.split("\t") for row in approved("quad-changes.tsv"))

    assert sorted(reasons) == sorted(changed)
    assert all(reasons.values())
