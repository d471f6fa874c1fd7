"""Errors of building on a cluster."""

from __future__ import annotations

from keikaku.ground.errors.base import KeikakuError


class ClusterError(KeikakuError):
    """A cluster, or a place that it reads or writes, that does not do what it must."""


class UnreachableSchedulerError(ClusterError):
    """A scheduler that does not answer."""

    en = "{address}: no Dask scheduler answers there ({why}); `dask scheduler` starts one."
    ja = "{address}: Dask のスケジューラーが応答しません({why})。dask scheduler で起動してください。"


class NoClusterWorkersError(ClusterError):
    """A scheduler without workers."""

    en = "{address}: the scheduler has no workers; `dask worker {address}` starts one."
    ja = "{address}: スケジューラーにワーカーがありません。dask worker {address} で起動してください。"


class LostSchedulerError(ClusterError):
    """A scheduler that went away during a build."""

    en = (
        "{address}: the scheduler went away; {done} of {total} documents are finished and kept. "
        "The store is as it was; the same command goes on where this one stopped."
    )
    ja = (
        "{address}: スケジューラーとの接続が切れました。{total} 文書のうち {done} 件は完了し、保存されています。"
        "ストアは元のままです。同じコマンドで続きから再開します。"
    )


class DifferentSoftwareError(ClusterError):
    """Workers whose software is not the caller's."""

    en = "{worker}: this worker runs other software than this command ({theirs}, not {ours}); install the same everywhere."
    ja = "{worker}: このワーカーのソフトウェアが異なります({theirs}、こちらは {ours})。同じものを導入してください。"


class PlaceError(ClusterError):
    """An address that cannot be read or written."""

    en = "{place}: cannot be read or written: {why}"
    ja = "{place}: 読み書きできません: {why}"


class ChangedPlaceError(ClusterError):
    """A store that another run changed during this one."""

    en = "{place}: another run changed this store meanwhile; nothing was changed here. The same command goes on from what is finished."
    ja = "{place}: 別の実行がストアを変更しました。こちらでは何も変更していません。同じコマンドで続きから再開します。"
