"""Errors of the guarded SPARQL endpoint; each knows the HTTP status that it answers with."""

from __future__ import annotations

from typing import ClassVar

from keikaku.ground.errors.base import KeikakuError


class EndpointError(KeikakuError):
    """A request that the endpoint does not answer.

    Attributes:
        status: The HTTP status.
        limit: The limit that was hit, as ``name=value``, for the header ``Keikaku-Limit``; empty for none.
        retry_after: Seconds after which another try makes sense; 0 for never.
    """

    status: ClassVar[int] = 400

    @property
    def limit(self) -> str:
        """The limit that was hit."""
        return str(self.values.get("limit", ""))

    @property
    def retry_after(self) -> int:
        """Seconds after which another try makes sense."""
        return int(str(self.values.get("retry_after", 0)))


class BadRequestError(EndpointError):
    """A request that says nothing, or two things at once."""

    en = "{why}"
    ja = "{why_ja}"


class BadQueryError(EndpointError):
    """A query that is no SPARQL 1.1."""

    en = "Line {line}, column {column} is no SPARQL 1.1: {detail}\n  {text}"
    ja = "{line} 行 {column} 文字目が SPARQL 1.1 として読めません: {detail}\n  {text}"


class UnknownGraphError(EndpointError):
    """A graph that is not in the store."""

    en = "This endpoint holds no graph <{graph}> and fetches none; the service description at its bare address lists those it holds."
    ja = "グラフ <{graph}> はこのエンドポイントにありません。外部から取得することもしません。保持しているグラフの一覧は、クエリを付けずにこのアドレスを開くと得られます。"


class UpdateRefusedError(EndpointError):
    """An update."""

    en = "This endpoint is read-only: it answers SELECT, ASK, CONSTRUCT and DESCRIBE, and runs no updates (INSERT, DELETE, LOAD, CLEAR …)."
    ja = "このエンドポイントは読み取り専用です。SELECT・ASK・CONSTRUCT・DESCRIBE に答え、更新(INSERT・DELETE・LOAD・CLEAR など)は実行しません。"


class ServiceRefusedError(EndpointError):
    """A query that would make the server ask another one."""

    en = "SERVICE {service} is refused: this endpoint sends no request to other servers on behalf of a query. Ask that server yourself, or load its data next to the dump of this one."
    ja = "SERVICE {service} は使えません。このエンドポイントはクエリのために他のサーバーへ接続しません。そのサーバーに直接問い合わせるか、ダンプと合わせて手元で検索してください。"


class HiddenWordError(EndpointError):
    """A query in which a parser could find a SERVICE or FROM that a reader does not see."""

    en = "{word!r} could hide a SERVICE or FROM; write escapes out, put spaces around keywords, and give prefixes other names."
    ja = "{word!r} は SERVICE や FROM を隠している可能性があるため受け付けません。エスケープを使わず、キーワードの前後に空白を入れ、接頭辞には別の名前を付けてください。"


class MethodRefusedError(EndpointError):
    """A method that is neither GET nor POST."""

    status = 405
    en = "{method} is no method of this endpoint; it takes GET and POST."
    ja = "このエンドポイントで使えるメソッドは GET と POST です({method} は使えません)。"


class NoFormatError(EndpointError):
    """A request for a format that the answer cannot have."""

    status = 406
    en = "The answer can be had as {offered}, not as {accept}."
    ja = "回答の形式は {offered} から選べます({accept} には対応していません)。"


class QueryTooLongError(EndpointError):
    """A request above the limit."""

    status = 413
    en = "The request is longer than {most} bytes, the limit of this endpoint."
    ja = "リクエストがこのエンドポイントの上限 {most} バイトを超えています。"


class MediaTypeRefusedError(EndpointError):
    """A body that is neither a form nor a query."""

    status = 415
    en = "A POST carries application/sparql-query or application/x-www-form-urlencoded, in UTF-8; this one says {found}."
    ja = "POST の本文は application/sparql-query か application/x-www-form-urlencoded(UTF-8)にしてください(指定された形式: {found})。"


class AnswerTooLongError(EndpointError):
    """An answer above a limit, in a format that has no place to say that it was cut."""

    status = 422
    en = "The answer has more than {most} {what}, the limit of this endpoint, and {format} has no place to say that it was cut. Ask for a part with LIMIT and OFFSET, ask for JSON or XML, or take the dump."
    ja = "回答がこのエンドポイントの上限({most} {what_ja})を超えています。{format} には打ち切りを示す場所がないため返しません。LIMIT と OFFSET で分けるか、JSON・XML で受け取るか、ダンプを使ってください。"


class EvaluationError(EndpointError):
    """A query that the engine gives up."""

    status = 422
    en = "The query could not be evaluated: {why}"
    ja = "クエリを評価できませんでした: {why}"


class TooDeepError(EndpointError):
    """A query that is nested too deeply for the engine."""

    status = 422
    en = "The query is nested too deeply, or too long a chain, to be evaluated."
    ja = "クエリの入れ子が深すぎるか、連なりが長すぎるため評価できません。"


class ManyQueriesError(EndpointError):
    """A client that asks for too much at once."""

    status = 429
    en = "{most} queries of yours are running or waiting, the limit of this endpoint; ask again in {retry_after} s."
    ja = "あなたのクエリが上限の {most} 件実行中または待機中です。{retry_after} 秒後に再度お試しください。"


class BusyEndpointError(EndpointError):
    """A server that has no room for a query."""

    status = 503
    en = "The endpoint is busy; ask again in {retry_after} s."
    ja = "エンドポイントが混み合っています。{retry_after} 秒後に再度お試しください。"


class TimeLimitError(EndpointError):
    """A query that took too long."""

    status = 503
    en = "The query was ended after {seconds:g} s, the time limit of this endpoint. Ask for less, give the starting point as an IRI, or take the dump."
    ja = "クエリは制限時間の {seconds:g} 秒を超えたため中止しました。条件を絞るか、起点を IRI で指定するか、ダンプを使ってください。"


class GaveWayError(EndpointError):
    """A long query that was ended because others waited."""

    status = 503
    en = "The query was ended after {seconds:.1f} s because too many long ones were running while others waited; ask again in {retry_after} s."
    ja = "長いクエリが集中したため、実行 {seconds:.1f} 秒で中止しました。{retry_after} 秒後に再度お試しください。"


class MemoryLimitError(EndpointError):
    """A query that took too much memory."""

    status = 503
    en = "The query needs more than {mib} MiB of memory, the limit of this endpoint. Ask for less, or sort and group fewer rows."
    ja = "クエリに必要なメモリがこのエンドポイントの上限 {mib} MiB を超えました。条件を絞るか、並べ替えや集計の対象を減らしてください。"


class LostQueryError(EndpointError):
    """A query whose worker ended without an answer."""

    status = 503
    en = "The query was lost with the process that ran it; ask again in {retry_after} s."
    ja = "クエリを実行していたプロセスが終了しました。{retry_after} 秒後に再度お試しください。"


class GuardStartError(KeikakuError):
    """A guard whose processes do not start."""

    en = "The processes that answer queries do not start ({why})."
    ja = "クエリに答えるプロセスを起動できません({why_ja})。"
