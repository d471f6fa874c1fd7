"""Drafts without a person, scored against references: with all families, and without those learnt from the document.

    python benchmarks/draft.py [NAME … | all | unseen | scans | reviewed]

`reviewed` drafts a sheet of a series alone, and with the plan.yml that a person wrote for the series by the docs
(`tests/drafting/unseen/plans`) among the loaders: the mean F1 of all sheets read with each draft, lines left over, questions.
Last the made-up documents of `tests/drafting/unseen`, in layouts that nobody tuned for, as they are published (Chromium prints the
PDFs); those of several sheets also as a series: drafted from the first sheet alone, and from all of them. `scans` prints
some of them, scans the pages (200 dpi, askew, noisy) and drafts from what is recognised in the pictures.

A line for each document, plan and table at hand (`../shared`, or the folder that KEIKAKU_SHARED names): the mean F1 over categories,
figures missing and wrong, lines left over, CPU seconds; twice, the second time without the families that were written with this
document at hand, so that it is one of a kind never seen. Where no reference was written by hand, the reading with the reviewed
plan.yml in `loaders/` is it. Last the means, and how many of the drafted figures were right. Aim: mean F1 0.80, precision of figures 0.97.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from keikaku.building.pipeline import Options, load
from keikaku.documents.as_lines import read_numbered
from keikaku.reading.drafting.draft import Draft, draft
from keikaku.reading.drafting.writing import as_yaml

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("KEIKAKU_SHARED", ROOT.parent / "shared"))
SCANNED = ("portrait", "merged", "main-projects", "codes")
"""Made-up documents of one or two pages that are scanned: recognition takes some seconds a page."""


class Known(NamedTuple):
    """A document of which it is known what it says.

    Attributes:
        path: The file, below the folder of what is at hand.
        own: The families that were written with it at hand.
        municipality: What a person must say, since it is not printed or invented.
        loader: The reviewed plan.yml whose reading is the reference, where none was written by hand.
    """

    path: str
    own: tuple[str, ...]
    municipality: Mapping[str, Any] = {}
    loader: str = ""


KNOWN = {
    "sogo-senryaku": Known(
        "documents/sogo-senryaku.pdf",
        ("sogo-senryaku",),
        {"code": "99901", "name": "潮見町", "invented": True},
    ),
    "mihiraki": Known(
        "documents/mihiraki.pdf", ("measure-spreads",), {"code": "99902", "name": "星野市", "invented": True}
    ),
    "sdgs-mirai": Known(
        "documents/sdgs-mirai.pdf", ("sdgs-mirai",), {"code": "99905", "name": "浜辺市", "invented": True}
    ),
    "hino-jisshi": Known("documents/hino-jisshi.pdf", ("jisshi-keikaku",), {"code": "25383"}),
    "otoineppu": Known("documents/otoineppu-strategy.pdf", ("sogo-senryaku",)),
    "nankoku-continuing": Known(
        "documents/nankoku-continuing-projects-r4.pdf", ("shuyo-jigyo",), {"code": "39204"}
    ),
    "kanegasaki": Known("plans/kanegasaki-11th-plan-digest.txt", ("sogo-keikaku-tables", "sogo-keikaku")),
    "shirakawa": Known("plans/shirakawa-implementation-plan-goal7.txt", ("jisshi-keikaku",)),
    "suzaka": Known("plans/suzaka-basic-plan-measures-35-39.txt", ("sogo-keikaku-sheets", "sogo-keikaku")),
    "ami": Known("plans/ami-evaluation-sheets-r6.txt", ("shisaku-hyoka",), {}, "ami-evaluation-sheets-r6"),
    "ninohe": Known(
        "plans/ninohe-late-basic-plan-outline.txt",
        ("sogo-keikaku-outline", "sogo-keikaku"),
        {},
        "ninohe-late-basic-plan-outline",
    ),
} | {
    town: Known(
        f"tables/{town}-project-evaluation.csv",
        ("jimu-jigyo-hyoka",),
        {"code": code},
        f"{town}-project-evaluation-r6",
    )
    for town, code in (("shimotsuma", "08210"), ("ichinomiya", "23203"), ("shinagawa", "13109"))
}
FIGURES = ("values", "budgets")


class Drafted(NamedTuple):
    """What came of a draft: what is told of it, its mean F1, and how many figures it gave and how many of them were wrong."""

    said: str
    mean: float
    figures: int
    wrong: int


def measure(name: str, without: tuple[str, ...]) -> Drafted:
    """Draft a document and read it with that alone."""
    from tests.support import facts, scorer

    known = KNOWN[name]
    path = SHARED / known.path
    document = read_numbered(path)
    before = time.process_time()
    typed = " ".join(known.municipality[key] for key in ("code", "name") if key in known.municipality)
    found = draft(document, municipality=typed, without=without)
    spent = time.process_time() - before
    town = known.municipality or yaml.safe_load(as_yaml(found, "en"))["municipality"]
    got = facts(_lines([path], found, town), town["code"])
    if known.loader:
        options = Options(loaders=(ROOT / "loaders",), loader=known.loader)
        wanted = facts(load(path, options).lines, town["code"])
    else:
        reference = json.loads((SHARED / "gold" / f"{name}.json").read_text(encoding="utf-8"))
        wanted = scorer().facts_of_reference(reference)
        for category, *fact in reference.get("optional", []):  # on which careful readers differ
            for counted in (each[category] for each in (wanted, got) if category in each):
                counted.pop(tuple(fact), None)
    right = {key: (wanted[key] & got[key]).total() for key in wanted if wanted[key]}
    f1 = [2 * right[key] / (wanted[key].total() + got[key].total()) for key in right]
    given = sum(got[key].total() for key in FIGURES)
    wrong = given - sum(right.get(key, 0) for key in FIGURES)
    missing = ", ".join(
        f"{key} missing {wanted[key].total() - right[key]}" for key in FIGURES if key in right
    )
    mean = sum(f1) / len(f1)
    said = f"{mean:.3f}  {missing}, wrong {wrong}; {found.unread} of {found.printed} lines left over; {spent:.1f} s"
    return Drafted(said, mean, given, wrong)


def leave_one_out(names: Sequence[str]) -> None:
    """Print two lines for each document, and the means."""
    every: dict[str, list[Drafted]] = {"all families": [], "none of its own": []}
    for name in names:
        for words, without in zip(every, ((), KNOWN[name].own), strict=True):
            every[words].append(found := measure(name, without))
            print(f"{name:20} {words:15} {found.said}", flush=True)
    for words, drafts in every.items():
        mean = sum(one.mean for one in drafts) / len(drafts)
        figures, wrong = sum(one.figures for one in drafts), sum(one.wrong for one in drafts)
        print(
            f"{'mean':20} {words:15} {mean:.3f}  precision of {figures} figures {1 - wrong / max(figures, 1):.4f}"
        )


def unseen(score: Any) -> None:
    """Print a line for each made-up document, and for each series of sheets."""
    from tests.drafting.unseen.documents import DOCUMENTS as UNSEEN
    from tests.drafting.unseen.documents import sheets, write

    means = []
    with tempfile.TemporaryDirectory() as folder:
        for name in UNSEEN:
            path, truth = write(name, Path(folder))
            drafted = draft(read_numbered(path))
            if not truth.plans:
                print(f"unseen {name:16} no plan: {'found out' if not drafted.is_plan else 'not found out'}")
                continue
            found = _read([path], drafted, truth)
            means.append(_mean(score(found, truth.reference())))
            print(f"unseen {name:16} {means[-1]:.3f}")
        print(f"unseen, mean            {sum(means) / len(means):.3f}")
        for name in ("evaluation", "project-sheets", "spread", "website"):
            paths, truth = sheets(name, Path(folder))
            documents = [read_numbered(path) for path in paths]
            lone, all_ = (
                _mean(score(_read(paths, found, truth), truth.reference()))
                for found in (draft(documents[0]), draft(*documents))
            )
            print(f"series {name:16} {lone:.3f} drafted from one sheet, {all_:.3f} from all {len(paths)}")


def reviewed(score: Any) -> None:
    """Print what the plan.yml that a person wrote for a series brings to the draft of one of its sheets."""
    from tests.drafting.unseen.documents import sheets

    from keikaku.reading.loaders import Loaders
    from keikaku.reading.series import Series

    plans = ROOT / "tests" / "drafting" / "unseen" / "plans"
    for name in ("spread",):
        with tempfile.TemporaryDirectory() as folder:
            paths, truth = sheets(name, Path(folder))
            own = Path(folder) / "loaders" / name
            own.mkdir(parents=True)
            (own / "plan.yml").write_text(
                (plans / f"{name}.yml").read_text(encoding="utf-8"), encoding="utf-8"
            )
            sheet, town = read_numbered(paths[-1]), f"{truth.code} {truth.name}"
            brought = {"alone": list[Series](), "with it": [*Loaders.of([own.parent]).known.values()]}
            for words, loaders in brought.items():
                found = draft(sheet, municipality=town, loaders=loaders)
                mean = _mean(score(_read(paths, found, truth), truth.reference()))
                print(
                    f"reviewed {name:15} {words:8} {mean:.3f}  {found.unread} of {found.printed} lines left over, "
                    f"{len(found.questions)} questions"
                )


def scans(score: Any) -> None:
    """Print a line for each of some made-up documents that were printed and scanned."""
    import numpy as np
    import pypdfium2
    from ocr import DPI, scanned
    from tests.drafting.unseen.documents import write

    means = []
    for name in SCANNED:
        with tempfile.TemporaryDirectory() as folder:
            path, truth = write(name, Path(folder), ".pdf")
            pages = [
                scanned(page, at, np.random.default_rng(7))
                for at, page in enumerate(pypdfium2.PdfDocument(path))
            ]
            scan = path.with_name("scan.pdf")
            pages[0].save(scan, save_all=True, append_images=pages[1:], resolution=DPI)
            found = score(_read([scan], draft(read_numbered(scan)), truth), truth.reference())
            wrong = sum(len(found[one][2]) for one in ("values", "budgets") if one in found)
            right = sum(len(truth.facts.get(one, [])) for one in ("indicators", "budgets"))
            means.append(_mean(found))
            print(
                f"scanned {name:15} {means[-1]:.3f}  {len(pages)} pages, {wrong} wrong figures ({right} rows)"
            )
    print(f"scanned, mean           {sum(means) / len(means):.3f}")


def _mean(found: dict[str, tuple[float, list[str], list[str]]]) -> float:
    return sum(f1 for f1, _missing, _extra in found.values()) / max(len(found), 1)


def _read(paths: list[Path], found: Draft, truth: Any) -> list[str]:
    """Return the quads of made-up documents that are read with one draft."""
    return _lines(paths, found, {"code": truth.code, "name": truth.name, "invented": True})


def _lines(paths: list[Path], found: Draft, municipality: Mapping[str, Any]) -> list[str]:
    """Return the quads of documents that are read with one draft."""
    said = yaml.safe_load(as_yaml(found, "en")) | {"municipality": dict(municipality)}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "drafted").mkdir()
        text = yaml.safe_dump(
            said, allow_unicode=True, sort_keys=False
        )  # the order of levels is what they hang under
        (Path(folder) / "drafted" / "plan.yml").write_text(text, encoding="utf-8")
        options = Options(loaders=(Path(folder),), loader="drafted")
        return sorted({line for path in paths for line in load(path, options).lines})


def main() -> None:
    """Measure and print."""
    sys.path.insert(0, str(ROOT))
    from tests.support import score

    if not sys.argv[1:] or "unseen" in sys.argv[1:]:
        unseen(score)
    if not sys.argv[1:] or "scans" in sys.argv[1:]:
        scans(score)
    if not sys.argv[1:] or "reviewed" in sys.argv[1:]:
        reviewed(score)
    named = [one for one in sys.argv[1:] if one in KNOWN]
    if named or not sys.argv[1:] or "all" in sys.argv[1:]:
        leave_one_out(named or [*KNOWN])


if __name__ == "__main__":
    main()
