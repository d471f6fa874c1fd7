"""Errors of documents: reading, recognising and loading them."""

from __future__ import annotations

from keikaku.ground.errors.base import KeikakuError


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
    """A file of a form that is not read, whatever its name says."""

    en = "{path}: this looks like {looks_like}, which keikaku does not read; {way_out}."
    ja = "{path}: {looks_like_ja}のようですが、この形式は読めません。{way_out_ja}。"


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


class LockedDocumentError(InputError):
    """A document that asks for a password."""

    en = "{path}: this {form} file asks for a password. Save a copy without one and give that."
    ja = "{path}: この {form} ファイルはパスワードで保護されています。パスワードを外した写しを指定してください。"


class DamagedDocumentError(InputError):
    """A document whose file does not hold together."""

    en = "{path}: this {form} file is damaged ({where}). Download it again, or save it anew from the program that made it."
    ja = "{path}: この {form} ファイルは壊れています({where})。もう一度ダウンロードするか、作成したソフトで保存し直してください。"


class BombError(InputError):
    """A document that unpacks to more than any plan holds."""

    en = "{path}: this {form} file holds more than any plan does ({where}); it is not opened. Split it."
    ja = "{path}: この {form} ファイルの中身は計画の文書としては大きすぎるため開きません({where})。分割してください。"


class RecognisedTextError(InputError):
    """A file of recognised pages beside a document that cannot be used."""

    en = "{path}: this is no file of recognised pages ({why}). Remove it, or write it anew: keikaku text {document} --recognised {path}."
    ja = "{path}: 文字認識の結果のファイルとして読めません({why})。削除するか、作り直してください: keikaku text {document} --recognised {path}。"


class OverrunError(InputError):
    """A document whose reading was ended: it took too long, or too much memory."""

    en = "{path}: reading this {form} file was ended {where}: {why}. Split it, print it to a new PDF, or raise the limit (KEIKAKU_LIMITS)."
    ja = "{path}: この {form} ファイルの読み取りを{where_ja}で打ち切りました({why_ja})。分割するか、新しい PDF に印刷し直すか、上限(KEIKAKU_LIMITS)を上げてください。"


class UnsafePackageError(InputError):
    """A zipped document with a document type: entities can read files and fill the memory."""

    en = "{path}: {member} in this {form} file declares a document type, which no office program writes; it is not opened. Save it anew."
    ja = "{path}: この {form} ファイルの {member} には、オフィスソフトが書くことのない文書型宣言があるため開きません。保存し直してください。"


class MemberError(InputError):
    """A member of an archive that no archive of documents holds."""

    en = "{path}: {member} in this archive {why}."
    ja = "{path}: アーカイブ内の {member} {why_ja}。"


class PortfolioError(InputError):
    """A PDF that is a cover around other files."""

    en = "{path}: this PDF is a portfolio, a cover around {count} files ({names}). Open it in a PDF reader, save the files and give those."
    ja = "{path}: この PDF は {count} 個のファイル({names})をまとめたポートフォリオです。PDF 閲覧ソフトで中のファイルを保存し、それを指定してください。"


class MissingMemberError(InputError):
    """A file that plan.yml names and that the archive or folder does not hold."""

    en = (
        "{path}: no file in it is called {pattern!r}, as document: files: of {series} says; it holds {names}."
    )
    ja = "{path}: {series} の document: files: にある {pattern!r} に当たるファイルがありません。中身は {names} です。"


class RecognitionError(KeikakuError):
    """No single loader for a document."""


class UnrecognisedError(RecognitionError):
    """A document that no loader recognises."""

    en = "{path}: no loader recognises this document. Nearest: {nearest}. A first plan.yml for it: keikaku draft; how to write one: docs/loaders.md."
    ja = "{path}: この文書を認識するローダーがありません。近いもの: {nearest_ja}。plan.yml の下書きは keikaku draft、書き方: docs/loaders.ja.md。"


class NoPlanError(RecognitionError):
    """A document that no loader recognises, and that a draft does not take for a plan."""

    en = "{path}: no loader recognises this document, and nothing was drafted for it: {why}"
    ja = "{path}: この文書を認識するローダーがなく、下書きも作成できません。{why_ja}"


class AskedError(RecognitionError):
    """A program that was to answer what a draft could not find, and did not come to an answer."""

    en = "{program}: the program that was asked gave no answer: {why}"
    ja = "{program}: 質問したプログラムが答えを返しませんでした: {why}"


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
