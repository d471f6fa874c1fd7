"""Errors of the machinery that builds documents: what a document or its loader did to the process that read it."""

from __future__ import annotations

from keikaku.ground.errors.base import KeikakuError


class BuildingError(KeikakuError):
    """A document whose reading did not come to an end."""


class SlowDocumentError(BuildingError):
    """A document that took longer than is allowed; the process that read it was ended."""

    en = "{path}: not read within {seconds:g} s (--document-timeout); the process that read it was ended."
    ja = "{path}: {seconds:g} 秒以内に読み終わりませんでした(--document-timeout)。読み取りのプロセスを終了しました。"


class MemoryDocumentError(BuildingError):
    """A document that takes more memory than there is for one."""

    en = "{path}: reading it takes more memory than {limit}; split it by chapters, or give it more (--document-memory)."
    ja = "{path}: 読み取りに必要なメモリーが{limit_ja}を超えます。章ごとに分けるか、上限を上げてください(--document-memory)。"


class LostWorkerError(BuildingError):
    """A document on which the process that read it died, twice."""

    en = "{path}: the process that read it ended twice: {how}."
    ja = "{path}: 読み取りのプロセスが二度異常終了しました: {how_ja}。"


class BrokenLoaderError(BuildingError):
    """A document on which code failed: a load.py, or keikaku itself by a fault of its own."""

    en = "{path}: {near}the loader failed at {file}:{line}: {error}"
    ja = "{path}: {near_ja}ローダーが {file}:{line} で失敗しました: {error}"


class NoWorkerError(BuildingError):
    """A process for reading that cannot be started at all."""

    en = "No process for reading documents can be started ({why}); `--jobs 0` reads them in this one."
    ja = "文書を読み取るプロセスを起動できません({why_ja})。`--jobs 0` を付けると、このプロセスで読み取ります。"
