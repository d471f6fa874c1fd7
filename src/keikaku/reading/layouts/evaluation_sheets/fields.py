"""The fields at the top of a sheet, which layout set beside their texts and the extraction put inside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from keikaku.documents.numbered_lines import Line
from keikaku.ground.text.folding import fold, join, key, tidy
from keikaku.reading.departments import split_departments
from keikaku.reading.layouts.evaluation_sheets.chapter import Section
from keikaku.reading.layouts.evaluation_sheets.settings import EvaluationSettings
from keikaku.reading.layouts.evaluation_sheets.text import Labels, Piece, filled, flat, is_prose
from keikaku.reading.layouts.evaluation_sheets.top import TopTexts
from keikaku.reading.model import Confidence, Element, Fact, Severity
from keikaku.reading.records import Reading

_COPY = 8
"""Length from which a line that stands twice in one sheet is a copy."""

_NAME_LENGTH = 4
"""Length from which the name of a field hardly stands in running text by chance."""

_UNDERLINED = re.compile(r"<u>(.*?)</u>")
_NAME = re.compile(r"[^\W\d_を]{2,20}")


@dataclass(slots=True, eq=False)
class _Printed:
    """A printed list of names in the making: its prints with their lines, and whether its name is printed."""

    parts: list[tuple[str, Line]] = field(default_factory=list)
    named: bool = False

    @property
    def numbers(self) -> list[int]:
        """Numbers of its lines."""
        return list(dict.fromkeys(line.number for _, line in self.parts))


@dataclass(slots=True, eq=False)
class _Top:
    """What the top of one sheet holds, in the making."""

    texts: TopTexts
    departments: _Printed = field(default_factory=_Printed)
    plans: _Printed = field(default_factory=_Printed)


@dataclass(slots=True, eq=False)
class Names:
    """What a sheet says its section and its measure are called, and the lines that say it."""

    section: str = ""
    measure: str = ""
    section_lines: list[Line] = field(default_factory=list)
    measure_lines: list[Line] = field(default_factory=list)
    twice: list[Line] = field(default_factory=list)


class FieldReader:
    """Reads the top of a sheet.

    Args:
        reading: What is read.
        settings: The layout's settings.
    """

    def __init__(self, reading: Reading, settings: EvaluationSettings) -> None:
        fields = settings.fields
        self._reading = reading
        self._settings = settings
        self._titles = Labels([*fields.section, *fields.measure])
        self._section_words = frozenset(map(fold, fields.section))
        self._measure_words = frozenset(map(fold, fields.measure))
        self._texts = {Fact.TARGET_STATE: fields.target_state, Fact.CURRENT_SITUATION: fields.situation}
        self._text_labels = Labels(_whole_and_pieces(*self._texts.values()))
        self._text_words = {
            fold(word): fact for fact, words in self._texts.items() for word in _whole_and_pieces(words)
        }
        self._department_words = frozenset(map(fold, _whole_and_pieces(fields.departments)))
        self._plan_words = frozenset(map(fold, _whole_and_pieces(fields.related_plans)))
        self._sdg_words = frozenset(map(fold, ["".join(fields.sdgs), " ".join(fields.sdgs)]))
        self._name_labels = Labels(self._department_words | self._plan_words | self._sdg_words)

    # -- names of section and measure

    def names(self, lines: Sequence[Line], beside: Sequence[Piece], heading: Line) -> Names:
        """Return what the sheet is called: the lines that begin with the names of the two fields."""
        names = Names()
        if beside:
            self._name(names, beside, heading)
        for line in lines:
            pieces = self._titles.split(flat(line))
            if pieces and pieces[0].label and len(pieces) > 1:
                self._name(names, pieces, line)
        return names

    def _name(self, names: Names, pieces: Sequence[Piece], line: Line) -> None:
        label = ""
        for piece in pieces:
            if piece.label:
                label = piece.label
            elif label in self._section_words and not names.section:
                names.section, names.section_lines = join([piece.text]), [line]
            elif label in self._measure_words and not names.measure:
                names.measure, names.measure_lines = join([piece.text]), [line]
            else:
                names.twice.append(line)

    def starts_sheet(self, line: Line) -> bool:
        """Return whether a line is one of those at the top of a sheet."""
        pieces = self._titles.split(flat(line))
        if pieces and pieces[0].label:
            return True
        text = self._text_labels.split(flat(line)) + self._name_labels.split(flat(line))
        return any(piece.label for piece in text)

    def holds_name(self, text: str) -> bool:
        """Return whether a text that should be free of them holds the name of a field or what marks one."""
        words = [word for word in self._text_words if len(word) >= _NAME_LENGTH]
        return "<u>" in text or any(word in fold(text) for word in words)

    # -- the fields

    def read(self, lines: Sequence[Line], measure: Element, section: Section | None, names: Names) -> None:
        """Read the fields; what they do not explain stays unread."""
        titled = {line.number for line in [*names.section_lines, *names.measure_lines]}
        top = _Top(TopTexts(self._reading, measure, self._texts))
        seen: set[str] = set()
        for line in lines:
            if line.text in seen and len(line.text) >= _COPY:
                self._reading.copy(line.number)
            elif line.number not in titled and not self._read_line(line, top):
                self._read_title(line, measure, section)
            seen.add(line.text)
        top.texts.finish()
        self._departments(top.departments, measure)
        self._related_plans(top.plans, measure)

    def _read_line(self, line: Line, top: _Top) -> bool:
        """Read a line by the names of fields in it or, without any, by its form; return whether that is done."""
        text = flat(line)
        pieces = self._text_labels.split(text)
        if any(piece.label for piece in pieces):
            self._read_text(line, pieces, top.texts)
            return True
        pieces = self._name_labels.split(text)
        if any(piece.label for piece in pieces):
            self._read_names(line, top)
            return True
        if all(piece.label for piece in self._titles.split(text)):
            self._reading.structure(line.number)
            return True
        if top.departments.named and self._is_departments(line):
            top.departments.parts.append((_cells_joined(line, self._settings.department_ends), line))
            return True
        columns = [index for index, _ in filled(line)]
        return is_prose(text) and (columns == [0] or columns[0] > 0) and top.texts.follow(line)

    def _read_text(self, line: Line, pieces: Sequence[Piece], texts: TopTexts) -> None:
        labels = [piece.label for piece in pieces if piece.label]
        parts = [piece.text for piece in pieces if not piece.label]
        if len(labels) > 1 or len(parts) > 2:
            return
        label, fact = labels[0], self._text_words[labels[0]]
        if parts:
            texts.add(fact, label, line, parts, inside=not pieces[0].label)
        else:
            texts.name(fact, label, line)

    def _read_names(self, line: Line, top: _Top) -> None:
        """Give what stands beside the names of the two lists to the list that was named last."""
        ends = [*self._settings.department_ends, *self._settings.plan_ends]
        pieces = self._name_labels.split(_cells_joined(line, ends))
        if not pieces[0].label or any(piece.label in self._sdg_words for piece in pieces):
            return
        into = top.plans
        for piece in pieces:
            if piece.label:
                into = top.departments if piece.label in self._department_words else top.plans
                into.named = True
            else:
                into.parts.append((piece.text, line))
        if all(piece.label for piece in pieces):
            self._reading.structure(line.number)

    def _read_title(self, line: Line, measure: Element, section: Section | None) -> None:
        """Note a line that prints the section's or the measure's label once more."""
        text = key(flat(line))
        if section and section.element and text == key(section.label):
            self._reading.again(section.element, line.number)
        elif text == key(measure.label):
            self._reading.again(measure, line.number)

    # -- lists of names

    def _is_departments(self, line: Line) -> bool:
        text = _cells_joined(line, self._settings.department_ends)
        names = split_departments(_UNDERLINED.sub(r" \1 ", text))
        return bool(names) and all(self._is_department(name) for name in names)

    def _is_department(self, name: str) -> bool:
        return _NAME.fullmatch(name) is not None and name.endswith(tuple(self._settings.department_ends))

    def _departments(self, printed: _Printed, measure: Element) -> None:
        leading: list[tuple[str, int]] = []
        others: list[tuple[str, int]] = []
        for text, line in printed.parts:
            for run in _UNDERLINED.findall(text):
                leading.extend((name, line.number) for name in split_departments(run))
            rest = _UNDERLINED.sub(" ", text)
            others.extend((name, line.number) for name in split_departments(rest))
        self._report_empty(printed, "departments", "関連する課", measure)
        by_order = not leading
        if by_order and others:
            leading, others = others[:1], others[1:]
            self._reading.report(
                "lead-by-order",
                Severity.INFO,
                f"No department of “{measure.label}” is underlined: the first one is taken to lead.",
                f"「{measure.label}」の関連課に下線がないため、先頭の課を主管課としました。",
                *printed.numbers,
            )
        for name, number in leading:
            self._department(measure, Fact.LEAD_DEPARTMENT, name, number, repaired=by_order)
        for name, number in others:
            self._department(measure, Fact.RELATED_DEPARTMENT, name, number)

    def _department(
        self, measure: Element, fact: Fact, name: str, number: int, *, repaired: bool = False
    ) -> None:
        confidence = Confidence.REPAIRED if repaired else Confidence.CERTAIN
        if not self._is_department(name):
            confidence = Confidence.DOUBTFUL
            self._doubtful_name("department-name", name, number)
        self._reading.state(measure, fact, name, [number], confidence=confidence)

    def _related_plans(self, printed: _Printed, measure: Element) -> None:
        self._report_empty(printed, "related plans", "関連する個別計画", measure)
        ends = tuple(self._settings.plan_ends)
        whole = ""
        for text, _ in printed.parts:
            plain = tidy(text)
            whole += ("、" if whole.endswith(ends) and plain.endswith(ends) else "") + plain
        for title in filter(None, whole.split("、")):
            good = title.endswith(ends)
            if not good:
                self._doubtful_name("plan-title", title, *printed.numbers)
            lines = [line.number for text, line in printed.parts if _shares(title, tidy(text))]
            confidence = Confidence.DOUBTFUL
            if good:
                whole_print = any(title in tidy(text).split("、") for text, _ in printed.parts)
                confidence = Confidence.CERTAIN if whole_print else Confidence.REPAIRED
            self._reading.state(
                measure, Fact.RELATED_PLAN, title, dict.fromkeys(lines), confidence=confidence
            )

    def _report_empty(self, printed: _Printed, what: str, what_ja: str, measure: Element) -> None:
        """Report a list that holds nothing, or whose name is not printed."""
        if printed.parts:
            return
        self._reading.report(
            "field-empty" if printed.named else "field-missing",
            Severity.INFO if printed.named else Severity.WARNING,
            f"The sheet of “{measure.label}” names no {what}.",
            f"「{measure.label}」のシートに{what_ja}の記載がありません。",
            *measure.lines,
        )

    def _doubtful_name(self, rule: str, name: str, *numbers: int) -> None:
        self._reading.report(
            rule,
            Severity.WARNING,
            f"“{name}” does not read as a whole name; it is kept as printed.",
            f"「{name}」は名称として完結していません。印字のまま保存します。",
            *numbers,
        )


def _shares(title: str, part: str) -> bool:
    """Return whether a print holds some of a title that may go over several prints."""
    return any(title in name or name in title for name in part.split("、"))


def _whole_and_pieces(*fields: Sequence[str]) -> list[str]:
    """Return the names of fields, whole and in the pieces in which they may be printed."""
    return [word for pieces in fields for word in dict.fromkeys([*pieces, "".join(pieces)])]


def _cells_joined(line: Line, ends: Sequence[str]) -> str:
    """Return the cells as one print: a cell that ends within a name goes on in the next."""
    text = ""
    for _, cell in filled(line):
        whole = text.endswith((*ends, "、", "</u>")) or not text
        text += ("" if not text else " " if whole else "") + cell
    return text
