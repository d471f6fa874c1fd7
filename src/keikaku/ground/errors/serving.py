"""Errors of the server: what keeps it from starting, and what it answers to a request that it cannot meet."""

from __future__ import annotations

from typing import ClassVar

from keikaku.ground.errors.base import KeikakuError


class ServingError(KeikakuError):
    """A server that cannot start."""


class PortInUseError(ServingError):
    """A port that something else listens on."""

    en = "{host}:{port}: the port is in use; stop what uses it, or choose another with --port."
    ja = "{host}:{port}: ポートは使用中です。使用中のプログラムを止めるか、--port で別のポートを指定してください。"


class CannotListenError(ServingError):
    """An address at which the system does not let keikaku listen."""

    en = "{host}:{port}: cannot listen there ({why})."
    ja = "{host}:{port}: このアドレスでは待ち受けできません({why})。"


class SiteBaseError(ServingError):
    """A site that was published under other IRIs than those that are to be served."""

    en = "{path}: the site was published for {found} ({style} IRIs), not for {base}; publish it again, or leave out --base and --iris."
    ja = "{path}: サイトは {found}({style} 方式の IRI)として公開されたもので、{base} とは異なります。公開し直すか、--base と --iris を指定せずに実行してください。"


class WithdrawnListError(ServingError):
    """A list of withdrawn things that cannot be read."""

    en = "{path}: the list of withdrawn things cannot be read (line {line}: {why})."
    ja = "{path}: 取り下げた資源の一覧を読めません({line} 行目: {why_ja})。"


class RequestError(KeikakuError):
    """A request that the server cannot meet.

    Attributes:
        status: Of the answer.
    """

    status: ClassVar[int] = 400


class MalformedAddressError(RequestError):
    """An address that is none: bytes that are no UTF-8, control characters."""

    en = "The address cannot be read: it must be percent-encoded UTF-8 without control characters."
    ja = "アドレスを解釈できません。UTF-8 のパーセント符号化で、制御文字を含まないものにしてください。"


class NothingHereError(RequestError):
    """An address at which there is nothing."""

    status = 404
    en = "There is nothing at {path}."
    ja = "{path} には何もありません。"


class WithdrawnError(RequestError):
    """A thing that was published once and is no longer."""

    status = 410
    en = "{path} was published here and has been withdrawn."
    ja = "{path} はここで公開されていましたが、取り下げられました。"


class NotAcceptableError(RequestError):
    """A form that a thing cannot be had in."""

    status = 406
    en = "{path} cannot be had as {wanted}; it can be had as {offers}."
    ja = "{path} は {wanted} では提供していません。提供している形式: {offers}。"


class MethodError(RequestError):
    """A method that an address does not know."""

    status = 405
    en = "{method} is not for this address; it knows {allowed}."
    ja = "このアドレスでは {method} を使えません。使えるのは {allowed} です。"


class SlowRequestError(RequestError):
    """A request whose body does not arrive."""

    status = 408
    en = "The request did not arrive within {seconds:g} s."
    ja = "リクエストが {seconds:g} 秒以内に届きませんでした。"


class LargeRequestError(RequestError):
    """A request that is too large."""

    status = 413
    en = "The request is larger than {limit} KiB."
    ja = "リクエストが {limit} KiB を超えています。"


class LongAddressError(RequestError):
    """An address that is too long."""

    status = 414
    en = "The address is longer than {limit} bytes; a long query can be sent by POST."
    ja = "アドレスが {limit} バイトを超えています。長いクエリは POST で送信してください。"


class RepeatedParameterError(RequestError):
    """A parameter that is given twice."""

    en = "The parameter {name} is given more than once."
    ja = "パラメーター {name} が 2 回以上指定されています。"


class NeedsParameterError(RequestError):
    """A parameter that must be given and is not."""

    en = "The parameter {name} is missing ({about}); for example {name}={example}."
    ja = "パラメーター {name}({about_ja})が指定されていません。例: {name}={example}。"


class FormatParameterError(RequestError):
    """A parameter that has one of a few values, with another."""

    en = "The parameter {name} is {value!r}; it is one of {known}."
    ja = "パラメーター {name} の値 {value!r} は使えません。使える値: {known}。"


class BusyError(RequestError):
    """Work for which there is no time now."""

    status = 503
    en = "The server has too much to do; try again in {seconds} s."
    ja = "サーバーが混み合っています。{seconds} 秒後にもう一度お試しください。"


class BrokenServerError(RequestError):
    """A mistake of the server."""

    status = 500
    en = "Something went wrong in the server; its operator can see what in the log."
    ja = "サーバー内部でエラーが発生しました。詳細は管理者がログで確認できます。"
