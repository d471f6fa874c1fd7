"""Text recognition on a Dask cluster, page by page: each worker recognises in a process of its own, with its limits."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from keikaku.building.cluster.run import connected
from keikaku.documents.ocr.engines import is_installed, recognition
from keikaku.documents.ocr.model import Settings
from keikaku.documents.ocr.processes import Answer, Unrecognised, recognise_pages
from keikaku.documents.ocr.recognising import Recogniser
from keikaku.ground.errors import ClusterError


def on_cluster(scheduler: str) -> Recogniser:
    """Return what recognises pages on an existing Dask cluster.

    Its workers must have the engines of this machine, with the same models: else the same page would not give the
    same text.

    Args:
        scheduler: Its address, ``tcp://host:8786``.
    """

    def recognise(path: Path, form: str, numbers: list[int], settings: Settings) -> Iterator[Answer]:
        with connected(scheduler) as client:
            _refuse_others(client, scheduler, settings)
            yield from _answers(client, scheduler, (path, form, numbers), settings)

    return recognise


def _refuse_others(client: Any, scheduler: str, settings: Settings) -> None:
    """Refuse a cluster without workers, or with one that would read otherwise."""
    if not client.nthreads():
        raise ClusterError("building.no-cluster-workers", address=scheduler)
    ours = engines(settings)
    for worker, theirs in client.run(engines, settings).items():
        if theirs != ours:
            raise ClusterError("building.different-software", worker=worker, theirs=theirs, ours=ours)


def engines(settings: Settings) -> str:
    """Return the engines of this machine in one line; "none" where the extra ``ocr`` is not installed."""
    if not is_installed():
        return "none"
    how = recognition(settings)
    models = (
        f"{engine.name} {engine.version} " + " ".join(hash_[:8] for _, hash_ in engine.models)
        for engine in how.engines
    )
    return f"{how.program}, {', '.join(models)}"


def _answers(
    client: Any, scheduler: str, task: tuple[Path, str, list[int]], settings: Settings
) -> Iterator[Answer]:
    """Yield the answers for the pages of a document, in their order."""
    from distributed import CancelledError, KilledWorker

    path, form, numbers = task
    data = client.scatter(path.read_bytes(), hash=False)
    asked = [
        client.submit(recognise_at, data, path.suffix, form, number, settings, pure=False, retries=1)
        for number in numbers
    ]
    for at, (number, future) in enumerate(zip(numbers, asked, strict=True)):
        try:
            yield future.result()
        except KilledWorker:
            yield Unrecognised(number, "ocr-ended")
        except (CancelledError, OSError, TimeoutError) as error:
            raise ClusterError(
                "building.lost-scheduler", address=scheduler, done=at, total=len(numbers)
            ) from error


def recognise_at(data: bytes, suffix: str, form: str, number: int, settings: Settings) -> Answer:
    """Return what is recognised on one page of a document, on the worker that is asked.

    Args:
        data: The document's bytes.
        suffix: The ending of its name.
        form: Its form.
        number: The page, from 1.
        settings: How.
    """
    with tempfile.TemporaryDirectory(prefix="keikaku-") as folder:
        path = Path(folder) / f"document{suffix}"
        path.write_bytes(data)
        (answer,) = recognise_pages(path, form, [number], settings)
    return answer
