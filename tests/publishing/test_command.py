"""``keikaku publish`` as a person meets it: what it says, what it refuses, what is there when it is interrupted."""

from __future__ import annotations

import os
import resource
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from keikaku.ground.processes.pool import Pool
from keikaku.store.folder import Store
from keikaku.web.site import folder as folders
from keikaku.web.site import publishing
from keikaku.web.site.folder import MARK, Writer, mark_of, replacing
from keikaku.web.site.publication import Publication
from keikaku.web.site.publishing import publish
from tests.conftest import Keikaku
from tests.publishing.conftest import BASE, settings
from tests.support import children, raises, runs
from tests.waiting import PATIENCE, wait_until

pytestmark = [pytest.mark.xdist_group("publish"), pytest.mark.usefixtures("few_pages")]
LITTLE = 300_000  # bytes of the largest file; some of a site's are larger


def everything(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def beside(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.parent.iterdir() if one != folder and ".store" not in one.name)


# ---------------------------------------------------------------- what is said


def test_the_summary_says_what_was_written_and_where_to_start(keikaku: Keikaku, small: Store) -> None:
    result = keikaku("publish", "site", "--base", BASE, "--store", small.path)
    assert result.exit_code == 0
    said = result.stdout
    pages = len(list(Path("site").rglob("*.html")))
    assert f"\n{pages} pages, " in said
    assert "Start by opening site/index.html" in said
    assert "site/hosting/README.md" in said


def test_the_summary_is_in_japanese_too(keikaku: Keikaku, small: Store) -> None:
    result = keikaku(
        "publish", "site", "--base", BASE, "--store", small.path, "--lang", "ja", "--sources", small.path
    )
    assert "まず site/index.html をブラウザで開いてください。" in result.stdout
    assert "なし(ハッシュが一致するファイルなし)" in result.stdout


def test_the_help_is_in_both_languages(keikaku: Keikaku) -> None:
    said = keikaku("publish", "--help").stdout
    assert "any host can carry" in said
    assert "リンクトオープンデータのサイト" in said


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    "base",
    [
        "data.example.jp/plans/",
        "/plans/",
        "",
        "https://",
        "https:///plans/",
        "ftp://data.example.jp/",
        "file:///srv/",
        "https://data.example.jp/plans",
        "https://data.example.jp/plans/#",
        "https://data.example.jp/plans/?x=/",
        "https://name:secret@data.example.jp/",
        "https://data.example.jp/a b/",
        "https://data.example.jp/<b>/",
        "https://data.example.jp/a//b/",
        "https://data.example.jp/../",
        "https://[/",
        "https://data.example.jp:port/",
    ],
)
def test_a_base_under_which_nothing_can_lie_is_refused(keikaku: Keikaku, small: Store, base: str) -> None:
    result = keikaku("publish", "site", "--base", base, "--store", small.path)
    assert result.exit_code == 2
    assert "no base for a site" in result.stderr
    assert "https://data.example.jp/plans/" in result.stderr
    assert not Path("site").exists()


@pytest.mark.parametrize(
    "base", ["https://data.example.jp/", "http://localhost:8000/a/b/", "https://例え.jp/計画/"]
)
def test_a_base_of_any_host_and_path_will_do(base: str) -> None:
    assert Publication(base=base).base == base


def test_a_licence_is_an_address(keikaku: Keikaku, small: Store) -> None:
    result = keikaku("publish", "site", "--base", BASE, "--store", small.path, "--licence", "CC BY")
    assert result.exit_code == 2
    assert "https://creativecommons.org" in result.stderr
    with raises("publishing.licence"):
        Publication(base=BASE, licence="javascript:alert(1)")


def test_a_store_without_documents_is_refused(keikaku: Keikaku, tmp_path: Path) -> None:
    result = keikaku("publish", "site", "--base", BASE, "--store", "nothing")
    assert result.exit_code == 2
    assert "keikaku build" in result.stderr
    with raises("store.empty"):
        publish(tmp_path / "nothing", tmp_path / "site", settings())


def test_a_folder_of_sources_that_is_not_there_is_refused(keikaku: Keikaku, small: Store) -> None:
    result = keikaku("publish", "site", "--base", BASE, "--store", small.path, "--sources", "none")
    assert result.exit_code == 2
    assert "none" in result.stderr
    with raises("documents.missing-path"):
        settings(sources=(Path("none"),))


def test_a_folder_with_other_things_is_refused_and_left_alone(keikaku: Keikaku, small: Store) -> None:
    folder = Path("site").absolute()
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work")
    result = keikaku("publish", "site", "--base", BASE, "--store", small.path)
    assert result.exit_code == 2
    assert "the folder holds other things" in result.stderr
    assert everything(folder) == {"thesis.txt": b"years of work"}
    assert beside(folder) == []


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"keikaku-site": "1"}', "\x00\xff"])
def test_a_mark_that_is_none_does_not_open_a_folder(tmp_path: Path, text: str) -> None:
    (tmp_path / MARK).write_text(text, encoding="latin-1")
    assert mark_of(tmp_path) is None
    with raises("publishing.not-a-site"), replacing(tmp_path):
        pytest.fail("the folder was opened")


def test_a_file_in_the_way_is_refused(keikaku: Keikaku, small: Store) -> None:
    Path("site").write_text("a file")
    result = keikaku("publish", "site", "--base", BASE, "--store", small.path)
    assert result.exit_code == 2
    assert "a file is there" in result.stderr
    assert Path("site").read_text() == "a file"


def test_the_store_is_no_place_for_a_site(small: Store) -> None:
    with raises("publishing.not-a-site"):
        publish(small, small.path, settings())
    assert Store(small.path).documents


def test_an_empty_folder_and_a_new_one_will_do(small: Store, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "a" / "b" / "new"):
        publish(small, folder, settings())
        assert mark_of(folder)
        assert beside(folder) == [name for name in beside(folder) if name in ("a", "empty")]


def test_a_link_to_a_folder_is_followed(small: Store, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    publish(small, tmp_path / "link", settings())
    assert (tmp_path / "link").is_symlink()
    assert mark_of(tmp_path / "real")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_folder_is_refused(small: Store, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    with raises("publishing.unwritable"):
        publish(small, tmp_path / "closed" / "site", settings())


def test_without_the_template_library_its_package_is_named(
    small: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    monkeypatch.delitem(
        sys.modules, "keikaku.web.pages.rendering", raising=False
    )  # which another test needed
    with raises("ground.missing-extra", match=r"keikaku\[site\]"):
        publish(small, tmp_path / "site", settings())
    assert list(tmp_path.iterdir()) == []


def gone(_site: object) -> Callable[[object], Iterator[object]]:
    """Return what a process does that ends with its first task."""
    return lambda _chunk: os._exit(9)


def test_a_process_that_goes_is_told(small: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "_FEW", 0)
    monkeypatch.setattr(publishing, "Pool", lambda jobs, _job, *given: Pool(jobs, f"{__name__}:gone", *given))
    with raises("publishing.lost-writer", match="--jobs 1"):
        publish(small, tmp_path / "site", settings(), jobs=2)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_below_a_file_is_refused(keikaku: Keikaku, small: Store) -> None:
    Path("file").write_text("")
    result = keikaku("publish", "file/site", "--base", BASE, "--store", small.path)
    assert result.exit_code == 2
    assert "cannot write the site" in result.stderr


# ---------------------------------------------------------------- all or nothing


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (LITTLE, LITTLE))


def command(store: Store, folder: Path, *more: str) -> list[str]:
    parts = [sys.executable, "-m", "keikaku", "publish", folder, "--base", BASE, "--store", store.path]
    return [*map(str, parts), "--lang", "en", *more]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_full_disk_leaves_the_old_site(small: Store, plans: Store, tmp_path: Path, jobs: str) -> None:
    folder = tmp_path / "site"
    publish(small, folder, settings())
    before = everything(folder)
    ended = subprocess.run(
        command(plans, folder, "--jobs", jobs), preexec_fn=limited, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert ended.returncode == 2
    assert "cannot write the site (File too large)" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert everything(folder) == before
    assert beside(folder) == []


@pytest.mark.parametrize("seconds", [0.8, 2.0])
def test_a_process_that_is_killed_leaves_the_old_site_or_the_new_one(
    small: Store, tmp_path: Path, seconds: float
) -> None:
    folder = tmp_path / "site"
    publish(small, folder, settings(publisher="old"))
    process = subprocess.Popen(command(small, folder, "--publisher", "new"), stdout=subprocess.DEVNULL)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    about = mark_of(folder)
    assert about is not None
    assert about["files"] == len(everything(folder))
    publish(small, folder, settings(publisher="newest"))
    assert beside(folder) == []


def test_an_interruption_leaves_nothing_behind(small: Store, tmp_path: Path) -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(small, tmp_path / "site", settings(), interrupt)
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_is_said_in_a_word_whatever_the_number_of_processes(plans: Store, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    arguments = command(plans, folder, "--jobs", "2")
    process = subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True, start_new_session=True)
    wait_until(lambda: list(tmp_path.glob("site.part-*/new/doc")))  # pages are being written
    os.killpg(process.pid, signal.SIGINT)
    _out, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert said.strip() == "Interrupted."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are counted in /proc")
def test_no_process_outlives_one_that_is_killed(plans: Store, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    arguments = command(plans, folder, "--jobs", "2")
    process = subprocess.Popen(arguments, stderr=subprocess.DEVNULL, start_new_session=True)
    wait_until(lambda: list(tmp_path.glob("site.part-*/new/doc")))  # pages are being written
    writers = children(process.pid)
    assert len(writers) == 2
    process.kill()
    process.wait()
    wait_until(lambda: not any(map(runs, writers)))
    assert not folder.exists()


def exchange(new: Path, place: Path) -> bool:
    return False


@pytest.mark.parametrize("exchanged", [folders._exchanged, exchange])
def test_a_site_takes_the_place_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchanged: Callable[[Path, Path], bool]
) -> None:
    """In one step where the system can, in two elsewhere."""
    monkeypatch.setattr(folders, "_exchanged", exchanged)
    folder = tmp_path / "site"
    for text in ("one", "two"):
        with replacing(folder) as new:
            Writer(new).write(f"{text}.txt", text.encode())
            Writer(new).write(MARK, b'{"keikaku-site": 1}')
            assert new.parent.name.startswith("site.part-")
    assert sorted(everything(folder)) == [MARK, "two.txt"]
    assert beside(folder) == []
    assert stat.S_IMODE(folder.stat().st_mode) & 0o055 or os.umask(os.umask(0)) & 0o055


def test_where_the_second_step_fails_the_old_site_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "_exchanged", exchange)
    folder, moved = tmp_path / "site", Path.replace
    with replacing(folder) as new:
        Writer(new).write(MARK, b'{"keikaku-site": 1}')

    def fail(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError(28, "No space left on device")
        return moved(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with raises("publishing.unwritable", match="No space left"), replacing(folder) as new:
        Writer(new).write("two.txt", b"two")
    assert sorted(everything(folder)) == [MARK]


def test_two_that_publish_at_once_leave_one_whole_site(small: Store, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    runs = [
        subprocess.Popen(command(small, folder, "--publisher", name), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for name in ("one", "two")
    ]  # fmt: skip
    assert 0 in [run.wait() for run in runs]
    assert (mark_of(folder) or {})["files"] == len(everything(folder))


def test_what_another_process_is_writing_is_left_alone(tmp_path: Path) -> None:
    with replacing(tmp_path / "site") as one:
        Writer(one).write(MARK, b'{"keikaku-site": 1}')
        with replacing(tmp_path / "site") as two:
            assert one.is_dir()
            Writer(two).write(MARK, b'{"keikaku-site": 1}')
    assert mark_of(tmp_path / "site")


def test_a_file_is_written_once(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    writer.write("a/b.txt", b"1")
    with pytest.raises(FileExistsError):
        writer.write("a/b.txt", b"2")
    assert (writer.files, writer.size) == (1, 1)
