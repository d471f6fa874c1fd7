"""Errors of SPARQL servers elsewhere."""

from __future__ import annotations

from keikaku.ground.errors.base import KeikakuError


class ServerError(KeikakuError):
    """A server that does not do what it is asked for."""


class AddressError(ServerError):
    """An address that is none of a server, or that carries a password."""

    en = "{url}: {why}."
    ja = "{url}: {why_ja}。"


class UnreachableServerError(ServerError):
    """A server that cannot be reached, or hangs up."""

    en = "{url}: no connection ({why}). Is the server running, and the address right?"
    ja = "{url}: 接続できません({why})。サーバーが動いているか、アドレスが正しいかを確かめてください。"


class SlowServerError(ServerError):
    """A server that does not answer in time."""

    en = "{url}: no complete answer within {seconds:g} s; --timeout waits longer."
    ja = "{url}: {seconds:g} 秒以内に回答が終わりませんでした。--timeout で待ち時間を延ばせます。"


class UntrustedServerError(ServerError):
    """A server whose certificate is not to be trusted."""

    en = "{url}: the server's certificate cannot be trusted ({why}); nothing was sent. REQUESTS_CA_BUNDLE names a file of further authorities."
    ja = "{url}: サーバーの証明書を信頼できません({why})。何も送信していません。認証局のファイルは REQUESTS_CA_BUNDLE で追加できます。"


class RedirectedError(ServerError):
    """A server that sends its visitors elsewhere."""

    en = "{url}: the server redirects to {target}; give that address if it is the one you mean."
    ja = "{url}: {target} へ転送されました。そのアドレスでよければ、それを指定してください。"


class LoginError(ServerError):
    """A server that wants a name and a password, or other ones."""

    en = "{url}: the server refuses {who} ({status}); name and password are read from KEIKAKU_USER and KEIKAKU_PASSWORD, or from a netrc."
    ja = "{url}: サーバーが{who_ja}を拒否しました({status})。ユーザー名とパスワードは KEIKAKU_USER と KEIKAKU_PASSWORD、または netrc から読みます。"


class NetrcError(ServerError):
    """A netrc that cannot be read."""

    en = "{path}: the netrc cannot be read ({why})."
    ja = "{path}: netrc を読めません({why})。"


class RefusedError(ServerError):
    """A server that answers with an error."""

    en = "{url}: the server answers {status}: {sentence}"
    ja = "{url}: サーバーがエラー {status} を返しました: {sentence}"


class BusyServerError(ServerError):
    """A server that has no time, also after some waiting."""

    en = "{url}: the server is busy ({status}) and asks to come back in {seconds:g} s; tried {tries} times."
    ja = "{url}: サーバーが混み合っています({status})。{seconds:g} 秒後に再度実行してください(試行 {tries} 回)。"


class WrongAnswerError(ServerError):
    """A server that answers something else: a web page, a file."""

    en = "{url}: the answer is {found}, not {wanted}; is this the address of a SPARQL endpoint?"
    ja = "{url}: 回答が {wanted} ではなく {found} です。SPARQL エンドポイントのアドレスか確かめてください。"


class BrokenAnswerError(ServerError):
    """An answer that breaks off, or that cannot be understood."""

    en = "{url}: the answer breaks off or cannot be understood ({why}); nothing of it was kept."
    ja = "{url}: 回答が途中で切れているか、解釈できません({why})。何も保存していません。"


class TooLongAnswerError(ServerError):
    """An answer above the limit."""

    en = "{url}: the answer is longer than {limit} MiB; ask for less, or raise --max-mib."
    ja = "{url}: 回答が {limit} MiB を超えています。条件を絞るか、--max-mib で上限を上げてください。"


class CutAnswerError(ServerError):
    """An answer of which the server left out a part."""

    en = "{url}: the server cut the answer ({why}); raise its limit, or ask for less."
    ja = (
        "{url}: サーバーが回答を途中で打ち切りました({why})。サーバーの上限を上げるか、条件を絞ってください。"
    )


class DifferentGraphError(ServerError):
    """A graph that arrives otherwise than it was pushed."""

    en = "{url}: the graph {graph} is not as it was pushed ({why}); nothing was stored. --changed takes it as it is."
    ja = "{url}: グラフ {graph} が送信時と異なります({why})。何も保存していません。--changed を付けるとそのまま取り込みます。"


class NothingToPullError(ServerError):
    """A server without any graph of keikaku's."""

    en = "{url}: the server holds no graph that keikaku made; `keikaku push` puts some there."
    ja = "{url}: keikaku のグラフがありません。`keikaku push` で送信できます。"


class StoppedPushError(ServerError):
    """A push that ended before its end."""

    en = "{url}: stopped after {done} of {total} graphs: {why} The same command sends the rest."
    ja = "{url}: {total} 個中 {done} 個のグラフを送信して中断しました: {why_ja} 同じコマンドをもう一度実行すると残りを送信します。"


class NoServerAnsweredError(ServerError):
    """Several servers, none of which answered."""

    en = "None of the {count} servers answered:\n{each}"
    ja = "{count} 個のサーバーのどれからも回答がありませんでした:\n{each_ja}"
