"""Errors of the store and of links that people decided about."""

from __future__ import annotations

from keikaku.ground.errors.base import KeikakuError


class StoreError(KeikakuError):
    """A store that cannot be opened or written."""


class NotAStoreError(StoreError):
    """A folder that holds something else."""

    en = "{path}: this folder is not a keikaku store ({why}); nothing in it was touched."
    ja = "{path}: このフォルダは keikaku のストアではありません({why_ja})。何も変更していません。"


class UnreadableStoreError(StoreError):
    """A store that the system does not let keikaku read."""

    en = "{path}: the store cannot be read ({why})."
    ja = "{path}: ストアを読めません({why})。"


class EmptyStoreError(StoreError):
    """A store without any document, or none at all."""

    en = "{path}: the store holds no document yet; `keikaku build PATH` puts some in."
    ja = "{path}: ストアにまだ文書がありません。`keikaku build パス` で追加してください。"


class ProposedStoreError(EmptyStoreError):
    """A store of documents that were all read with drafts which nobody accepted, asked for others."""

    en = "{path}: all that the store holds is proposed: read with drafts that nobody has accepted. --proposed shows it; a plan.yml beside a document takes its draft's place (`keikaku draft`)."
    ja = "{path}: ストアにあるのは、まだ誰も承認していない下書きで読み取った提案だけです。--proposed を付けると見られます。文書の隣に plan.yml を置くと下書きと入れ替わります(`keikaku draft`)。"


class NewerStoreError(StoreError):
    """A store that a newer version wrote."""

    en = "{path}: the store has format {found}, this version reads up to {known}; upgrade keikaku. Nothing was touched."
    ja = "{path}: ストアの形式は {found} ですが、この版が読めるのは {known} までです。keikaku を更新してください。何も変更していません。"


class OlderStoreError(StoreError):
    """A store that an older version wrote."""

    en = (
        "{path}: the store's data have version {found}, this version of keikaku reads {known}. `keikaku migrate {path}` "
        "shows what changes, and --write changes it; or build the documents anew into another store. Nothing was touched."
    )
    ja = (
        "{path}: ストアのデータの版は {found} ですが、この keikaku が読めるのは {known} です。`keikaku migrate {path}` で変更内容を"
        "確認し、--write で変更できます。文書を別のストアに build し直すこともできます。何も変更していません。"
    )


class LockedStoreError(StoreError):
    """A store that another process holds."""

    en = "{path}: the store is in use by {holder}; waited {seconds:g} s. Try again when it has finished."
    ja = "{path}: ストアは {holder_ja} が使用中です({seconds:g} 秒待ちました)。終わってから再度実行してください。"


class DamagedStoreError(StoreError):
    """A store whose files do not agree with its manifest."""

    en = "{path}: {file} {what}; {way_out}."
    ja = "{path}: {file} {what_ja}。{way_out_ja}。"


class UnwritableStoreError(StoreError):
    """A store that cannot be written: rights, space."""

    en = "{path}: cannot write the store ({why}); it is as it was before."
    ja = "{path}: ストアに書き込めません({why})。ストアは元のままです。"


class StaleIndexError(StoreError):
    """An index that is not there, or not of what the store holds."""

    en = "{path}: the index is not there or not of what the store holds now; `keikaku index` makes it."
    ja = "{path}: 索引がないか、ストアの現在の内容と一致しません。keikaku index で作成してください。"


class MappingsError(KeikakuError):
    """A table of links that cannot be taken back."""


class MappingTableError(MappingsError):
    """A file that is no SSSOM table."""

    en = "{path}: line {line}: this is no SSSOM table ({detail})."
    ja = "{path}: {line} 行目: SSSOM の表として読めません({detail_ja})。"


class RefusedMappingsError(MappingsError):
    """A table with rows that are not right."""

    en = "{path}: cells that are not right: {count}; nothing of the file was taken.\n{rows}"
    ja = "{path}: 正しくないセルが {count} 件あります。ファイルの内容は一切取り込んでいません。\n{rows_ja}"


class NoReviewerError(MappingsError):
    """A confirmation that does not say by whom, or says it with a name."""

    en = (
        "A confirmation needs who decides, by --by ID --role ROLE; {what} will not do. The id (Latin letters, digits, "
        "hyphens: k-yamada) and the role (such as 企画課) are published; --name keeps a name in a local file."
    )
    ja = (
        "確認には確認者の ID と役割が必要です({what_ja}): --by ID --role 役割。ID(半角英数字とハイフン。例: k-yamada)と"
        "役割(例: 企画課)は公開されます。氏名は --name で手元のファイルにだけ残せます。"
    )


class NoDecisionError(MappingsError):
    """A table in which nobody decided anything."""

    en = (
        "{path}: none of its {count} rows has a decision, so nothing was taken. Write {yes} or {no} in the column {column} "
        "of the rows that you have checked and leave the others empty; --all confirms every row that is not rejected."
    )
    ja = (
        "{path}: {count} 行のどれにも判断が書かれていないため、何も取り込んでいません。確かめた行の {column} 列に {yes_ja} か {no_ja} "
        "と書き、ほかは空のままにしてください。すべてを確認とする場合は --all を付けてください。"
    )


class LostDecisionsError(MappingsError):
    """A graph that would take the place of people's decisions."""

    en = (
        "{path}: {count} decisions about links ({key}) stand only in this store, and the server's graph would take their place; "
        "nothing was taken. Pull into another store (--store) or a file (--output), or only the decisions (--decisions)."
    )
    ja = (
        "{path}: このストアにしかない対応の判断が {count} 件あり({key})、サーバーのグラフを取り込むと失われます。何も取り込んでいません。"
        "別のストア(--store)かファイル(--output)に取り込むか、判断だけを取り込んでください(--decisions)。"
    )


class DecidedThereError(MappingsError):
    """Decisions on a server that a push would take the place of."""

    en = (
        "{url}: {count} decisions about links stand on the server and not in {path}, and would be lost; nothing was sent. "
        "`keikaku pull {url} --decisions --store {path}` adds them to the store; --replace-decisions sends without them."
    )
    ja = (
        "{url}: サーバーにあって {path} にない対応の判断が {count} 件あり、送信すると失われます。何も送信していません。"
        "`keikaku pull {url} --decisions --store {path}` でストアに加えられます。失われてよければ --replace-decisions を付けてください。"
    )
