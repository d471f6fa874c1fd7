"""The base of every error, and those of no group."""

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


class OutputError(KeikakuError):
    """A file that cannot be written."""

    en = "{path}: cannot write the file ({why})."
    ja = "{path}: ファイルに書き込めません({why})。"


class OccupiedFolderError(OutputError):
    """A folder that is to be made, and holds something else."""

    en = "{path}: something else is there already; name another folder, or move it away."
    ja = "{path}: すでに別の内容があります。別のフォルダを指定するか、移動してください。"


class RetrievalError(KeikakuError):
    """A document that could not be fetched from where it is published."""

    en = "{address}: {why}."
    ja = "{address}: {why_ja}。"


class MissingExtraError(KeikakuError):
    """A part of keikaku that needs packages which are not installed."""

    en = "{what} needs the package {package}: pip install 'keikaku[{extra}]'."
    ja = "{what} には {package} が必要です: pip install 'keikaku[{extra}]'。"


class LimitsError(KeikakuError):
    """A setting of limits that names no form, or no number."""

    en = "{variable}: {value} is no limit; write FORM=MIB or FORM=MIB:SECONDS, such as PDF=2048:600. Forms: {forms}."
    ja = "{variable}: {value} は上限として読めません。PDF=2048:600 のように、形式=MiB または 形式=MiB:秒 と書いてください。形式: {forms}。"
