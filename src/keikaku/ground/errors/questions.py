"""Errors of questions and audits."""

from __future__ import annotations

from keikaku.ground.errors.base import KeikakuError


class AuditError(KeikakuError):
    """An audit of something that is not there."""


class UnknownPlanError(AuditError):
    """A plan that the store does not hold."""

    en = "The store holds no plan {name!r} to audit. Nearest titles: {nearest}."
    ja = "監査できる計画 {name!r} はストアにありません。近い名称: {nearest}。"


class UnknownMunicipalityError(AuditError):
    """A municipality of which the store holds nothing."""

    en = "The store holds no municipality {name!r}. Nearest names: {nearest}."
    ja = "自治体 {name!r} はストアにありません。近い名前: {nearest}。"


class AuditDateError(AuditError):
    """A date that is none."""

    en = "{value!r} is not a date; write it as 2026-04-01."
    ja = "{value!r} は日付ではありません。2026-04-01 の形で指定してください。"


class OutsidePeriodError(AuditError):
    """A date outside the period of every plan."""

    en = "{date} (fiscal year {year}) lies outside the period of every plan: {periods}."
    ja = "{date}({year}年度)は、どの計画の期間にも含まれません: {periods}。"


class QuestionError(KeikakuError):
    """A question that has no single answer."""


class NoMatchError(QuestionError):
    """A name that matches nothing."""

    en = "Nothing in the store is called {name!r}. Nearest names: {nearest}."
    ja = "{name!r} という名前のものはありません。近い名前: {nearest}。"


class SeveralMatchesError(QuestionError):
    """A name that matches several things."""

    en = "{count} things are called {name!r}; name one by its IRI:\n{choice}"
    ja = "{name!r} に当たるものが {count} 件あります。IRI で指定してください:\n{choice}"


class UnknownQueryError(QuestionError):
    """A name that is neither a query of the library nor a file."""

    en = (
        "No query and no file is called {name!r}. Nearest names: {nearest}. `keikaku queries` lists them all."
    )
    ja = "{name!r} というクエリもファイルもありません。近い名前: {nearest}。一覧は `keikaku queries` で見られます。"


class UnknownParameterError(QuestionError):
    """A parameter that the query does not have."""

    en = "The query {query} has no parameter {name!r}. Nearest: {nearest}."
    ja = "クエリ {query} にパラメーター {name!r} はありません。近いもの: {nearest}。"


class MissingParameterError(QuestionError):
    """A parameter that must be given and is not."""

    en = "The query {query} needs --param {name}=… ({about}), for example {name}={example}."
    ja = "クエリ {query} には --param {name}=…({about_ja})が必要です。例: {name}={example}"


class ParameterValueError(QuestionError):
    """A value that is not of its parameter's type."""

    en = "The parameter {name} takes {type}, not {value!r}."
    ja = "パラメーター {name} に指定できるのは{type_ja}です({value!r} は使えません)。"


class QueryHeaderError(QuestionError):
    """A query file whose header cannot be understood."""

    en = "{path}: line {line}: {detail}. How to write a header: docs/queries.md."
    ja = "{path}: {line} 行目: {detail_ja}。見出しの書き方: docs/queries.md。"


class QuerySyntaxError(QuestionError):
    """A query that is no SPARQL 1.1."""

    en = "{path}: line {line}, column {column}: {detail}\n  {text}"
    ja = "{path}: {line} 行 {column} 文字目に構文エラーがあります: {detail}\n  {text}"


class NotAQueryError(QuestionError):
    """A file that holds an update, or nothing that SPARQL knows, where a query is expected."""

    en = "{path}: this is no SPARQL query (SELECT, ASK, CONSTRUCT or DESCRIBE); keikaku runs no updates."
    ja = "{path}: SPARQL の問い合わせ(SELECT, ASK, CONSTRUCT, DESCRIBE)ではありません。更新は実行しません。"


class ReachesOutsideError(QuestionError):
    """A query that asks the engine to fetch something."""

    en = "{path}: the query reaches outside the store ({words}); it is not run here."
    ja = "{path}: クエリがストアの外を参照しています({words})。ここでは実行しません。"


class WrongFormatError(QuestionError):
    """A format that the answer of a query cannot be written in."""

    en = "The answer of {query} is {what}, which cannot be written as {format}; use one of {formats}."
    ja = "{query} の結果は {what} なので {format} では書き出せません。使える形式: {formats}。"


class UncombinedError(QuestionError):
    """A query that sums or counts, asked of several sources without saying how their answers combine."""

    en = (
        "The query {query} computes {words} on each server by itself, and does not say how the answers of several "
        "combine. Begin it with a line such as `# combine: sum yen; max latest`, or `# combine: union` to see a row "
        "for each server, or ask one server (docs/servers.md)."
    )
    ja = (
        "クエリ {query} は {words} をサーバーごとに計算しますが、複数のサーバーの結果をどう合わせるかが書かれていません。"
        "先頭に `# combine: sum yen; max latest` のような行、またはサーバーごとの行を並べる `# combine: union` を書くか、"
        "サーバーを一つだけ指定してください(docs/servers.md)。"
    )


class AnswerTakenError(QuestionError):
    """An answer whose rows are asked for a second time."""

    en = "The rows of this answer were taken before; ask the question again, or keep what the first taking gave."
    ja = "この回答の行はすでに取り出されています。もう一度質問するか、最初に取り出した結果を使ってください。"
