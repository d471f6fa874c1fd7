"""Errors of a site that is to be published."""

from __future__ import annotations

from keikaku.ground.errors.base import KeikakuError


class PublishingError(KeikakuError):
    """A site that cannot be published; what was there before is there still."""


class BaseIriError(PublishingError):
    """An IRI under which nothing can be published."""

    en = "{base}: no base for a site ({why}); give one like https://data.example.jp/plans/."
    ja = "{base}: サイトの基底 IRI として使えません({why_ja})。https://data.example.jp/plans/ のように指定してください。"


class SiteLicenceError(PublishingError):
    """A licence that is not named by its address."""

    en = "{licence}: a licence is named by its address, such as https://creativecommons.org/licenses/by/4.0/."
    ja = "{licence}: ライセンスは https://creativecommons.org/licenses/by/4.0/ のようなアドレスで指定してください。"


class SiteEndpointError(PublishingError):
    """A SPARQL endpoint that is not named by its address."""

    en = "{sparql}: an endpoint is named by its address, such as https://data.example.jp/sparql."
    ja = "{sparql}: エンドポイントは https://data.example.jp/sparql のようなアドレスで指定してください。"


class NoSourcesError(PublishingError):
    """A print that is to be shown, and no folder to look for it in."""

    en = "--evidence shows pages of the documents; name the folder that holds them with --sources FOLDER."
    ja = "--evidence は文書のページを載せます。文書のあるフォルダを --sources で指定してください。"


class NotASiteError(PublishingError):
    """A folder, or a file, that is in the way."""

    en = "{path}: {why}, so nothing was written. Give an empty folder, a new one, or a site that keikaku published."
    ja = "{path}: {why_ja}。何も書き込んでいません。空のフォルダ、新しいフォルダ、または keikaku が公開したサイトを指定してください。"


class UnwritableSiteError(PublishingError):
    """A site that the system does not let keikaku write: rights, space."""

    en = "{path}: cannot write the site ({why}); what was there before is there still."
    ja = "{path}: サイトを書き込めません({why})。以前の内容はそのまま残っています。"


class LostWriterError(PublishingError):
    """A process that wrote pages and has gone."""

    en = "{path}: a process that wrote pages was killed or ran out of memory; what was there before is there still. --jobs 1 needs the least."
    ja = "{path}: ページを書き出すプロセスが停止しました(強制終了またはメモリ不足)。以前の内容はそのまま残っています。--jobs 1 が最も少ないメモリで動きます。"
