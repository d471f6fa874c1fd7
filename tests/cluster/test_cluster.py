"""Building on a Dask cluster of hosts with addresses of their own, files in a folder that they share or in S3."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from keikaku.building.pipeline import Options, build
from keikaku.building.review import Review, Wanted
from keikaku.reading.decisions.decision import Act
from keikaku.reading.decisions.open_items import Kind
from keikaku.reading.decisions.reviewers import Reviewer
from keikaku.store.folder import Store
from keikaku.store.manifest import MAPPINGS
from keikaku.web.desk.links import Links
from tests.building.test_scans import HOW
from tests.cluster.net import BIN, Net, network
from tests.evidence.made import as_folder
from tests.support import ROOT, shared
from tests.waiting import PATIENCE, wait_until

pytestmark = [pytest.mark.xdist_group("cluster"), pytest.mark.slow]
SLOW = """import time

from keikaku.reading import reader


def read(reading, settings):
    time.sleep({seconds})
    reader.read(reading, settings)
"""


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Net]:
    with network(tmp_path_factory.mktemp("net")) as made:
        made.scheduler()
        made.worker("one")
        made.worker("two")
        yield made


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the store that a build on one machine makes of the real plans and the examples."""
    folder = tmp_path_factory.mktemp("local") / "store"
    build([shared("plans"), ROOT / "examples"], Store(folder), Options())
    return folder


def content(store: Path) -> dict[str, str]:
    """Return the hashes of what a store holds."""
    files = [store / "manifest.json", *(store / "graphs").iterdir()]
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_the_store_is_that_of_one_machine(net: Net, local: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    done = net.build(str(shared("plans")), f"file://{ROOT / 'examples'}", "--store", str(store))
    assert done.returncode == 0, done.stderr
    assert content(store) == content(local)
    assert "10 documents: stored 10" in done.stdout
    again = net.build(str(shared("plans")), f"file://{ROOT / 'examples'}", "--store", str(store))
    assert "unchanged 10" in again.stdout
    assert content(store) == content(local)
    assert len(list((store / "journal").iterdir())) == 1
    assert len(Store(store).documents) == 10


def test_files_may_lie_in_s3(net: Net, local: Path, tmp_path: Path) -> None:
    net.start("files", str(BIN / "moto_server"), "--host", net.address("files"), "--port", "5000")
    net.wait_for("files", 5000)
    s3 = {
        "FSSPEC_S3_ENDPOINT_URL": f"http://{net.address('files')}:5000",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    put = (
        "import sys, fsspec\n"
        "s3 = fsspec.filesystem('s3'); s3.mkdir('plans'); s3.mkdir('data')\n"
        "for folder in sys.argv[1:]: s3.put(folder, 'plans/', recursive=True)\n"
    )
    filled = net.run(
        "caller", str(BIN / "python"), "-c", put, str(shared("plans")), str(ROOT / "examples"), **s3
    )
    assert filled.returncode == 0, filled.stderr
    for worker in (net.worker("one", "--name", "s3-one", **s3), net.worker("two", "--name", "s3-two", **s3)):
        assert worker.poll() is None
    for process in [one for one in net.running if "worker" in one.args and "--name" not in one.args]:  # type: ignore[operator]
        net.stop(process)  # they know nothing of S3's address
    wait_for_workers(net, 2)
    done = net.build("s3://plans", "--store", "s3://data/store", **s3)
    assert done.returncode == 0, done.stderr + done.stdout
    assert "s3://plans/" in done.stdout
    get = "import fsspec, sys; fsspec.filesystem('s3').get('data/store', sys.argv[1], recursive=True)"
    fetched = net.run("caller", str(BIN / "python"), "-c", get, str(tmp_path / "store"), **s3)
    assert fetched.returncode == 0, fetched.stderr
    assert content(tmp_path / "store") == content(local)
    again = net.build("s3://plans", "--store", "s3://data/store", **s3)
    assert "unchanged 10" in again.stdout


def wait_for_workers(net: Net, count: int) -> None:
    code = f"import distributed; c = distributed.Client('{net.tcp}'); c.wait_for_workers({count}, timeout={PATIENCE})"
    waited = net.run("caller", str(BIN / "python"), "-c", code)
    assert waited.returncode == 0, waited.stderr


def slow_documents(folder: Path, count: int, seconds: float) -> tuple[Path, Path]:
    """Make documents whose loader takes its time: a series each, in a folder of loaders."""
    documents, loaders = folder / "documents", folder / "loaders"
    documents.mkdir(parents=True)
    example = ROOT / "examples" / "measure-tables"
    text = (example / "plan.txt").read_text(encoding="utf-8")
    for number in range(count):
        series = loaders / f"slow-{number}"
        series.mkdir(parents=True)
        settings = (example / "plan.yml").read_text(encoding="utf-8")
        assert "recognise:" in settings
        mark = f"写し{number}号"
        settings = settings.replace("recognise:", f"recognise:\n    - {mark}", 1)
        (series / "plan.yml").write_text(settings, encoding="utf-8")
        (series / "load.py").write_text(SLOW.format(seconds=seconds), encoding="utf-8")
        (documents / f"{number}.txt").write_text(f"{text}\n{mark}\n", encoding="utf-8")
    return documents, loaders


def started(net: Net, *arguments: str) -> subprocess.Popen[bytes]:
    return net.start(
        "caller",
        str(BIN / "keikaku"),
        "build",
        *arguments,
        "--scheduler",
        net.tcp,
        "--lang",
        "en",
        "--accept",
    )


def test_a_worker_that_is_killed_costs_a_retry_and_nothing_else(net: Net, tmp_path: Path) -> None:
    documents, loaders = slow_documents(tmp_path, 8, 1.0)
    expected = tmp_path / "expected"
    build([documents], Store(expected), Options(loaders=(loaders,), accept=True, jobs=2))
    store = tmp_path / "store"
    victim = net.worker("one", "--name", "victim")
    wait_for_workers(net, 3)
    running = started(net, str(documents), "--store", str(store), "--loaders", str(loaders))
    wait_until(lambda: (store / "graphs").is_dir() and len(list((store / "graphs").iterdir())) >= 2)
    net.stop(victim)
    assert running.wait(timeout=PATIENCE) in (0, 1)
    net.running.remove(running)
    assert content(store) == content(expected)
    assert len(Store(store).documents) == 8


def test_a_scheduler_that_goes_is_said_and_the_next_run_goes_on(net: Net, tmp_path: Path) -> None:
    documents, loaders = slow_documents(tmp_path, 8, 1.0)
    store = tmp_path / "store"
    log = net.folder / f"caller-{len(net.running)}.log"
    running = started(net, str(documents), "--store", str(store), "--loaders", str(loaders))
    wait_until(lambda: (store / "graphs").is_dir() and len(list((store / "graphs").iterdir())) >= 3)
    scheduler = next(one for one in net.running if "scheduler" in one.args)  # type: ignore[operator]
    net.stop(scheduler)
    assert running.wait(timeout=PATIENCE) == 2
    net.running.remove(running)
    said = log.read_text(encoding="utf-8")
    assert "the scheduler went away" in said
    assert "Traceback" not in said
    assert not (store / "manifest.json").exists()
    noted = sum(len(file.read_bytes().splitlines()) for file in (store / "journal").glob("*.jsonl"))
    assert noted >= 1
    assert f"{noted} of 8 documents are finished" in said
    for process in [one for one in net.running if "worker" in one.args]:  # type: ignore[operator]
        net.stop(process)
    net.scheduler()
    net.worker("one")
    net.worker("two")
    wait_for_workers(net, 2)
    done = net.build(str(documents), "--store", str(store), "--loaders", str(loaders), "--accept")
    assert done.returncode in (0, 1), done.stderr
    assert len(json.loads((store / "manifest.json").read_text())["documents"]) == 8
    assert len(list((store / "graphs").iterdir())) == 8


def test_a_record_that_was_lost_is_read_again(net: Net, local: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    net.build(str(shared("plans")), "--store", str(store))
    before = content(store)
    next((store / "graphs").iterdir()).unlink()
    done = net.build(str(shared("plans")), "--store", str(store))
    assert done.returncode == 0, done.stderr
    assert content(store) == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nowhere",), "no document there"),
        (("warp://plans",), "warp"),
        (("PLANS", "--store", "OTHER"), "manifest.json is none of keikaku's"),
        (("PLANS", "--store", "/dev/null/store"), "cannot be read or written"),
    ],
)
def test_what_cannot_be_done_is_said(
    net: Net, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "manifest.json").write_text("{}")
    places = {"PLANS": str(shared("plans")), "OTHER": str(other), "nowhere": str(tmp_path / "nowhere")}
    chosen = [places.get(one, one) for one in arguments]
    done = net.build(*chosen, *([] if "--store" in chosen else ["--store", str(tmp_path / "store")]))
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert (other / "manifest.json").read_text() == "{}"


def test_a_scheduler_that_is_not_there_is_said(net: Net, tmp_path: Path) -> None:
    done = net.run(
        "caller", str(BIN / "keikaku"), "build", str(shared("plans")), "--store", str(tmp_path / "store"),
        "--scheduler", f"tcp://{net.address('two')}:1", "--lang", "en",
    )  # fmt: skip
    assert done.returncode == 2
    assert "no Dask scheduler answers there" in done.stderr
    assert not (tmp_path / "store" / "manifest.json").exists()


def test_workers_with_other_software_are_refused(net: Net, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(ROOT / "src" / "keikaku", other / "keikaku")
    for name in ("ontology", "shapes", "queries", "loaders"):
        shutil.copytree(ROOT / name, other / "keikaku" / "content" / name)
    with (other / "keikaku" / "graph" / "mint.py").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    stranger = net.worker("two", "--name", "stranger", PYTHONPATH=str(other))
    try:
        wait_for_workers(net, 3)
        done = net.build(str(shared("plans")), "--store", str(tmp_path / "store"))
    finally:
        net.stop(stranger)
    assert done.returncode == 2
    assert "runs other software" in done.stderr
    assert not (tmp_path / "store" / "manifest.json").exists()


def test_a_folder_that_is_one_document_is_spread_like_others(net: Net, tmp_path: Path) -> None:
    """Among documents of one file, with the recognised pages of its files and the decisions beside them."""
    plans = tmp_path / "plans"
    as_folder(plans / "whole", HOW)
    for name in ("measure-tables", "project-tables"):
        shutil.copytree(ROOT / "examples" / name, plans / name)
    (plans / "measure-tables" / "decisions.tsv").write_text("", encoding="utf-8")
    store = tmp_path / "store"
    done = net.build(str(plans), "--store", str(store))
    build([plans], Store(tmp_path / "local"), Options())

    assert done.returncode == 0, done.stderr
    assert "3 documents: stored 3" in done.stdout
    assert content(store) == content(tmp_path / "local")
    assert "unchanged 3" in net.build(str(plans), "--store", str(store)).stdout


def test_links_that_were_decided_in_front_of_a_document_are_where_those_of_tables_are(
    net: Net, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(ROOT / "examples" / "measure-sheets", tmp_path / "town"))
    review = Review(folder / "plan.txt", links=Links(Options().base))
    link = next(item for item in review.open([Kind.LINK]))
    review.decide(Reviewer("t-mita", "企画課"), [Wanted(Act.ACCEPT, link.key)])
    here = tmp_path / "here"
    build(folder / "plan.txt", Store(here), Options(jobs=0))
    assert any(entry.kind == MAPPINGS for entry in Store(here).documents.values())
    done = net.build(str(folder / "plan.txt"), "--store", str(tmp_path / "store"))
    assert done.returncode == 0, done.stderr
    assert content(tmp_path / "store") == content(here)
