"""Documents at addresses, as a build on a cluster finds and fetches them: those that a build on one machine finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.building.cluster.remote_files import find_addresses
from keikaku.building.cluster.task import build_at, pack
from keikaku.building.inputs import find_documents
from keikaku.building.model import Options
from tests.building.test_scans import HOW
from tests.evidence.made import as_folder

pytest.importorskip("fsspec")


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """Return a folder with a document alone, one that is a folder with a scan in it, and what is none."""
    folder = tmp_path / "plans"
    as_folder(folder / "whole", HOW)
    (folder / "alone").mkdir()
    (folder / "alone" / "plan.txt").write_text("本文\n", encoding="utf-8")
    (folder / "alone" / "decisions.tsv").write_text("", encoding="utf-8")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "plan.txt").write_text("本文\n", encoding="utf-8")
    return folder


def test_documents_at_an_address_are_those_of_a_folder_on_this_machine(plans: Path) -> None:
    found = find_addresses([str(plans)])

    assert list(found) == [f"file://{plans}/alone/plan.txt", f"file://{plans}/whole/"]
    assert find_documents(plans) == [Path(address.removeprefix("file://")) for address in found]
    assert list(find_addresses([f"file://{plans}/whole"])) == [f"file://{plans}/whole/"]


@pytest.mark.parametrize(
    ("document", "file", "counts"),
    [
        ("whole/", "whole/1.pdf", True),
        ("whole/", "whole/2.pdf.ocr.json", True),
        ("whole/", "whole/plan.yml", True),
        ("whole/", "whole.ocr.json", True),
        ("whole/", "whole/notes.log", False),
        ("alone/plan.txt", "alone/decisions.tsv", True),
        ("alone/plan.txt", "alone/plan.txt.ocr.json", True),
        ("alone/plan.txt", "alone/plan.yml", True),
        ("alone/plan.txt", "whole/1.pdf", False),
    ],
)
def test_a_document_is_read_again_where_what_it_depends_on_changed(
    plans: Path, document: str, file: str, counts: bool
) -> None:
    for address in (str(plans), f"{plans}/{document}"):
        before = find_addresses([address])[f"file://{plans}/{document}"]
        with (plans / file).open("ab") as opened:
            opened.write(b"\n")
        after = find_addresses([address])[f"file://{plans}/{document}"]
        assert (before != after) is counts


def test_a_worker_fetches_a_folder_with_all_that_lies_beside_its_files(plans: Path, tmp_path: Path) -> None:
    options = Options(jobs=1)
    (finished,) = build_at([f"file://{plans}/whole/"], f"file://{tmp_path}/store", options, pack(()))

    assert (finished.refused, finished.lasting) == (False, True)
    assert finished.entry is not None
    assert finished.entry["source"] == "whole"
    graph = (tmp_path / "store" / str(finished.entry["file"])).read_text(encoding="utf-8")
    assert f'{HOW.program}"' in graph
