"""What cannot be written: a disk that is full, a folder that is closed. Nothing half-written is left."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from keikaku.building.pipeline import Options, build
from keikaku.ground.errors import StoreError
from keikaku.ground.files import in_part, refuse_unwritable, write_whole
from keikaku.store.folder import Store
from tests.conftest import Keikaku, Town

FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
from keikaku.cli import app
app()
"""


def files(folder: Path) -> dict[str, int]:
    return {str(file): file.stat().st_size for file in folder.rglob("*") if file.is_file()}


@pytest.mark.skipif(sys.platform != "linux", reason="limits the size of files as Linux does")
def test_a_full_disk_leaves_nothing(keikaku: Keikaku, town: Town, tmp_path: Path) -> None:
    assert keikaku("build", town.folder, "--store", town.store).exit_code == 0
    before = files(tmp_path)

    def full(most: int, *command: object) -> str:
        done = subprocess.run(
            [sys.executable, "-c", FULL, str(most), *map(str, command), "--lang", "en"],
            capture_output=True,
            text=True,
        )
        assert done.returncode == 2, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr

    assert "index.duckdb: cannot write" in full(50_000, "index", "--store", town.store)
    assert "answer.csv" in full(
        100, "query", "measures-without-sdg", "--store", town.store, "--output", tmp_path / "answer.csv"
    )
    assert "whole.ttl" in full(
        10_000, "export", "--store", town.store, "--output", tmp_path / "whole.ttl", "--format", "turtle"
    )
    assert files(tmp_path) == before
    assert keikaku("index", "--store", town.store).exit_code == 0
    before = files(tmp_path)
    tables = tmp_path / "tables"
    assert ".parquet: cannot write" in full(600, "index", "--store", town.store, "--parquet", tables)
    assert [file for file in files(tmp_path) if ".part" in file] == []
    assert before.items() <= files(tmp_path).items()


def test_what_a_library_writes_beside_a_part_goes_with_it(tmp_path: Path) -> None:
    place = tmp_path / "index[1].duckdb"
    (tmp_path / "index[1].duckdb.part.wal").touch()  # of a run that was killed

    def write() -> None:
        with in_part(place) as part:
            assert list(tmp_path.iterdir()) == []
            part.touch()
            part.with_name(f"{part.name}.wal").touch()
            raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full") as error:
        write()
    assert error.value.filename == str(place)
    assert list(tmp_path.iterdir()) == []
    write_whole(place, [b"whole"])
    refuse_unwritable(place)
    assert [file.name for file in tmp_path.iterdir()] == [place.name]


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder that this process may read and not write, also where it runs as root."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o555)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield folder
    os.seteuid(user)
    shutil.rmtree(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="users and rights as Unix has them")
@pytest.mark.parametrize("jobs", [0, 2])
def test_a_folder_that_may_not_be_written_is_named(closed: Path, jobs: int) -> None:
    store = Store(closed / "deep" / "plans.store")
    with pytest.raises(StoreError) as error:
        build([closed], store, Options(jobs=jobs))
    assert error.value.id == "store.unwritable"
    assert error.value.values["path"] == closed
