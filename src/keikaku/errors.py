"""Every error that keikaku raises on purpose.

    KeikakuError
    ├── InputError            a document that cannot be read
    │   ├── MissingPathError
    │   ├── NotAFileError
    │   ├── UnreadableError
    │   ├── NoDocumentError
    │   ├── EmptyDocumentError
    │   ├── BinaryDocumentError
    │   ├── UndecodableError
    │   ├── UnsafeTextError
    │   └── TooLargeError
    ├── RecognitionError      no loader, or more than one, for a document
    │   ├── UnrecognisedError
    │   ├── AmbiguousError
    │   └── UnknownLoaderError
    ├── SeriesError           a plan.yml or load.py that does not say what it must
    ├── ReadingError          a document that a loader could not read well enough
    │   ├── UnknownTermError
    │   ├── BelowYieldError
    │   ├── UnreadLinesError
    │   ├── DoesNotConformError
    │   └── TwoDocumentsError
    ├── StoreError            a store that cannot be opened or written
    │   ├── NotAStoreError
    │   ├── UnreadableStoreError
    │   ├── EmptyStoreError
    │   ├── NewerStoreError
    │   ├── LockedStoreError
    │   ├── DamagedStoreError
    │   └── UnwritableStoreError
    ├── MappingsError         a table of links that cannot be taken back
    │   ├── MappingTableError
    │   ├── RefusedMappingsError
    │   └── NoAuthorError
    ├── OutputError           a file that cannot be written
    ├── ServerError           a server that does not do what it is asked for
    │   ├── AddressError
    │   ├── UnreachableServerError
    │   ├── SlowServerError
    │   ├── UntrustedServerError
    │   ├── RedirectedError
    │   ├── LoginError
    │   ├── NetrcError
    │   ├── RefusedError
    │   ├── BusyServerError
    │   ├── WrongAnswerError
    │   ├── BrokenAnswerError
    │   ├── TooLongAnswerError
    │   ├── CutAnswerError
    │   ├── DifferentGraphError
    │   ├── NothingToPullError
    │   ├── StoppedPushError
    │   └── NoServerAnsweredError
    ├── AuditError            an audit of something that is not there
    │   ├── UnknownPlanError
    │   ├── UnknownMunicipalityError
    │   ├── AuditDateError
    │   └── OutsidePeriodError
    ├── MissingExtraError     a part of keikaku that needs further packages
    └── QuestionError         a question that has no single answer
        ├── NoMatchError
        ├── SeveralMatchesError
        ├── UnknownQueryError
        ├── UnknownParameterError
        ├── MissingParameterError
        ├── ParameterValueError
        ├── QueryHeaderError
        ├── QuerySyntaxError
        ├── NotAQueryError
        ├── ReachesOutsideError
        ├── WrongFormatError
        └── AnswerTakenError

A leaf is a name and a sentence in English and in Japanese; the values that the sentence names are given
when it is raised. Only the command line turns an error into text and an exit code.
"""

from __future__ import annotations

from typing import ClassVar, Literal

Language = Literal["en", "ja"]


class KeikakuError(Exception):
    """Base of every error that keikaku raises on purpose.

    Attributes:
        en: The sentence in English, a format string over the values.
        ja: The sentence in Japanese, a format string over the values.
        values: What the sentence names: paths, lines, counts.
    """

    en: ClassVar[str] = "{detail}"
    ja: ClassVar[str] = "{detail}"

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.message("en"))

    def message(self, language: Language = "en") -> str:
        """Return the sentence in one language."""
        return (self.ja if language == "ja" else self.en).format_map(self.values)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.values))


def _rebuild(kind: type[KeikakuError], values: dict[str, object]) -> KeikakuError:
    """Make an error again on the other side of a process boundary."""
    return kind(**values)


class InputError(KeikakuError):
    """A document that cannot be read."""


class MissingPathError(InputError):
    """A path that does not exist."""

    en = "{path}: there is no such file or folder."
    ja = "{path}: そのようなファイルやフォルダはありません。"


class NotAFileError(InputError):
    """A path to something that is no file: a folder, a device, a pipe."""

    en = "{path}: this is {what}, not a file with a document."
    ja = "{path}: 文書のファイルではなく、{what_ja}です。"


class UnreadableError(InputError):
    """A file or folder that the system does not let keikaku open."""

    en = "{path}: cannot be opened ({why})."
    ja = "{path}: 開けません({why})。"


class NoDocumentError(InputError):
    """A folder that holds no document."""

    en = "{path}: the folder holds no document (looked for {suffixes})."
    ja = "{path}: フォルダに文書がありません({suffixes} を探しました)。"


class EmptyDocumentError(InputError):
    """A file without any character to read."""

    en = "{path}: the file is {state}; there is nothing to read."
    ja = "{path}: ファイルに読み取る文字がありません({state_ja})。"


class BinaryDocumentError(InputError):
    """A file that is not text, whatever its name says."""

    en = "{path}: this looks like {looks_like}, not text. keikaku reads plain text; {way_out}."
    ja = "{path}: テキストではなく{looks_like_ja}のようです。keikaku が読むのはプレーンテキストです。{way_out_ja}。"


class UndecodableError(InputError):
    """Bytes that none of the known encodings explains."""

    en = "{path}: line {line}, byte offset {offset}: the bytes {bytes} fit none of the encodings tried ({encodings})."
    ja = "{path}: {line} 行目、{offset} バイト目の {bytes} は、試したどの文字コード({encodings})でも読めません。"


class UnsafeTextError(InputError):
    """Characters that no printed plan holds and that can mislead a reader."""

    en = "{path}: line {line}, column {column}: {character} does not belong in a plan; remove it from the text."
    ja = "{path}: {line} 行 {column} 文字目の {character} は計画の文書にあるはずのない文字です。取り除いてください。"


class TooLargeError(InputError):
    """A file or a line above a limit."""

    en = "{path}: {what} is {size}, above the limit of {limit}; {way_out}."
    ja = "{path}: {what_ja}が {size} で、上限 {limit} を超えています。{way_out_ja}。"


class RecognitionError(KeikakuError):
    """No single loader for a document."""


class UnrecognisedError(RecognitionError):
    """A document that no loader recognises."""

    en = "{path}: no loader recognises this document. Nearest: {nearest}. How to write a loader: docs/loaders.md."
    ja = "{path}: この文書を認識するローダーがありません。近いもの: {nearest_ja}。書き方: docs/loaders.md。"


class AmbiguousError(RecognitionError):
    """A document that two or more loaders recognise."""

    en = "{path}: {loaders} all recognise this document; name one with --loader."
    ja = "{path}: 複数のローダー({loaders})がこの文書を認識します。--loader で一つ指定してください。"


class UnknownLoaderError(RecognitionError):
    """A loader name that does not exist."""

    en = "There is no loader {name!r}. Nearest names: {nearest}."
    ja = "ローダー {name!r} はありません。近い名前: {nearest}。"


class SeriesError(KeikakuError):
    """A plan.yml or load.py that does not say what it must."""

    en = "{path}:{line}: {key}: {detail}"
    ja = "{path}:{line}: {key}: {detail_ja}"


class ReadingError(KeikakuError):
    """A document that a loader could not read well enough to store."""


class UnknownTermError(ReadingError):
    """A word that should be in a code list and is not."""

    en = "{path}: lines {lines}: {value!r} is not in the code list {list}; `keikaku vocab` shows it."
    ja = "{path}: {lines} 行: {value!r} はコードリスト {list} にありません。`keikaku vocab` で確認できます。"


class BelowYieldError(ReadingError):
    """Fewer elements than plan.yml expects."""

    en = "{path}: less was read than expected: {missing}."
    ja = "{path}: 読み取れた数が見込みを下回りました: {missing_ja}。"


class UnreadLinesError(ReadingError):
    """Lines that were left over although plan.yml allows none."""

    en = "{path}: lines left unread: {count}, allowed: {allowed}. They are {lines}."
    ja = "{path}: {count} 行が読み取れませんでした(許容 {allowed} 行): {lines}。"


class DoesNotConformError(ReadingError):
    """A graph that violates the shapes."""

    en = "{path}: violations of the shapes: {count}. The first: {first}"
    ja = "{path}: シェイプ違反が {count} 件あります。最初の違反: {first_ja}"


class TwoDocumentsError(ReadingError):
    """Two documents of one build that stand for the same graph."""

    en = "{path}: {other} already stands for {key} in this build; build one of the two, or tell their editions apart."
    ja = "{path}: この build では {other} が既に {key} として読まれています。どちらか一方にするか、版を区別してください。"


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


class NewerStoreError(StoreError):
    """A store that a newer version wrote."""

    en = "{path}: the store has format {found}, this version reads up to {known}; upgrade keikaku. Nothing was touched."
    ja = "{path}: ストアの形式は {found} ですが、この版が読めるのは {known} までです。keikaku を更新してください。何も変更していません。"


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


class NoAuthorError(MappingsError):
    """A confirmation without a name."""

    en = "A confirmation needs the name of who confirms: --by NAME."
    ja = "確認には確認者の名前が必要です: --by 名前。"


class OutputError(KeikakuError):
    """A file that cannot be written."""

    en = "{path}: cannot write the file ({why})."
    ja = "{path}: ファイルに書き込めません({why})。"


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


class MissingExtraError(KeikakuError):
    """A part of keikaku that needs packages which are not installed."""

    en = "{what} needs the package {package}: pip install 'keikaku[{extra}]'."
    ja = "{what} には {package} が必要です: pip install 'keikaku[{extra}]'。"


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


class AnswerTakenError(QuestionError):
    """An answer whose rows are asked for a second time."""

    en = "The rows of this answer were taken before; ask the question again, or keep what the first taking gave."
    ja = "この回答の行はすでに取り出されています。もう一度質問するか、最初に取り出した結果を使ってください。"
