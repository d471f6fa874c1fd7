"""Drafts without a person, scored against references: with all families, and without those learnt from the document.

    python benchmarks/draft.py [NAME … | unseen | scans | reviewed]

`reviewed` drafts a sheet of a series alone, and with the plan.yml that a person wrote for the series by the docs
(`tests/drafting/unseen/plans`) among the loaders: the mean F1 of all sheets read with each draft, lines left over, questions.
Last the made-up documents of `tests/drafting/unseen`, in layouts that nobody tuned for, as they are published (Chromium prints the
PDFs); those of several sheets also as a series: drafted from the first sheet alone, and from all of them. `scans` prints
some of them, scans the pages (200 dpi, askew, noisy) and drafts from what is recognised in the pictures.

A line for each document at hand (`../shared`, or the folder that KEIKAKU_SHARED names): the mean F1 over categories, precision and
recall of figures, lines left over, CPU seconds; twice, the second time without the families that were written with this document
at hand, so that it is one of a kind never seen. Aim: mean F1 0.80, precision of figures 0.97.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

from keikaku.building.pipeline import Options, load
from keikaku.documents.as_lines import read_numbered
from keikaku.reading.drafting.draft import Draft, draft
from keikaku.reading.drafting.writing import as_yaml

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("KEIKAKU_SHARED", ROOT.parent / "shared"))
SCANNED = ("portrait", "merged", "main-projects", "codes")
"""Made-up documents of one or two pages that are scanned: recognition takes some seconds a page."""
DOCUMENTS: dict[str, tuple[str, tuple[str, ...], dict[str, Any]]] = {
    "sogo-senryaku": (
        "sogo-senryaku",
        ("sogo-senryaku",),
        {"code": "99901", "name": "潮見町", "invented": True},
    ),
    "mihiraki": ("mihiraki", ("measure-spreads",), {"code": "99902", "name": "星野市", "invented": True}),
    "sdgs-mirai": ("sdgs-mirai", ("sdgs-mirai",), {"code": "99905", "name": "浜辺市", "invented": True}),
    "hino-jisshi": ("hino-jisshi", ("jisshi-keikaku",), {}),
    "otoineppu": ("otoineppu-strategy", ("sogo-senryaku",), {}),
    "nankoku-continuing": ("nankoku-continuing-projects-r4", ("shuyo-jigyo",), {"code": "39204"}),
}


def measure(name: str, without: tuple[str, ...], score: Any) -> str:
    """Return the line of a document."""
    file, _own, municipality = DOCUMENTS[name]
    path = SHARED / "documents" / f"{file}.pdf"
    document = read_numbered(path)
    before = time.process_time()
    found = draft(document, without=without)
    spent = time.process_time() - before
    said = yaml.safe_load(as_yaml(found, "en"))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "drafted").mkdir()
        (Path(folder) / "drafted" / "plan.yml").write_text(
            yaml.safe_dump(
                said | ({"municipality": municipality} if municipality else {}),
                allow_unicode=True,
                sort_keys=False,  # the order of levels is what they hang under
            ),
            encoding="utf-8",
        )
        lines = load(path, Options(loaders=(Path(folder),), loader="drafted")).lines
    scores = score(lines, name)
    right = dict(scores)
    mean = sum(value[0] for value in right.values()) / len(right)
    figures = {category: right[category] for category in ("values", "budgets") if category in right}
    shown = ", ".join(f"{key} missing {len(one[1])} wrong {len(one[2])}" for key, one in figures.items())
    return f"{mean:.3f}  {shown}; {found.unread} of {found.printed} lines left over; {spent:.1f} s"


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
    """Return the quads of documents that are read with one draft."""
    said = yaml.safe_load(as_yaml(found, "en"))
    said["municipality"] = {"code": truth.code, "name": truth.name, "invented": True}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "drafted").mkdir()
        text = yaml.safe_dump(said, allow_unicode=True, sort_keys=False)
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
    for name in [one for one in sys.argv[1:] if one not in {"unseen", "scans", "reviewed"}] or (
        DOCUMENTS if not sys.argv[1:] else ()
    ):
        print(f"{name:20} all families    {measure(name, (), score)}")
        print(f"{'':20} none of its own {measure(name, DOCUMENTS[name][1], score)}")


if __name__ == "__main__":
    main()
