"""Damaged evaluation sheets of Ami: reported or read right, never a wrong figure in silence."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from keikaku.reading.records import Reading
from tests.claims import Claim, claims
from tests.evaluation import NAME, news
from tests.support import load_plan, load_text, plan_text


@pytest.fixture(scope="module")
def reading() -> Reading:
    return load_plan(NAME)


_LINKS = {"leadDepartment", "relatedDepartment", "relatedPlan", "sdg"}


def wrong(before: Reading, after: Reading) -> list[Claim]:
    """Return the figures, elements, ratings and links that only the damaged document has."""
    new = set(claims(after)) - set(claims(before))
    return [
        claim
        for claim in new
        if (claim[0] != "statement" or claim[1] in _LINKS)
        and not (claim[0] == "observation" and claim[3] is None)
    ]


def edit(old: str, new: str) -> Callable[[str], str]:
    def apply(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return apply


def without_line(start: str) -> Callable[[str], str]:
    return lambda text: re.sub(rf"(?m)^{re.escape(start)}.*\n", "", text, count=1)


def swap(one: str, other: str) -> Callable[[str], str]:
    return lambda text: text.replace(one, "\0").replace(other, one).replace("\0", other)


DAMAGES: dict[str, Callable[[str], str]] = {
    "digits split within a cell": edit("\t46\t", "\t4 6\t"),
    "digits split where a cell stands between": edit("\t20,000\t", "\t20\t,000\t"),
    "a target split over its two cells": edit("\t20,000\t\t", "\t20,0\t00\t"),
    "an actual split over two years": edit("29.8\t", "2\t9.8"),
    "an actual under another year": edit("\t\t29.8", "\t\t\t29.8"),
    "an actual lost": without_line("大和"),
    "a glyph cut that no digit explains": edit("\t8\t30", "\t8\t50"),
    "a glyph cut with a digit more": edit("0.9\t90", "0.9\t190"),
    "a figure printed twice": edit("\t46\t\t", "\t46\t46\t"),
    "a figure doubled in its cell": edit("\t46\t", "\t4646\t"),
    "a comma out of place": edit("11,363", "1,1363"),
    "a letter for a digit": edit("16,765", "16,76S"),
    "a decimal point lost": edit("29.8", "298"),
    "a percentage above a hundred": edit("78.9]", "789]"),
    "a cell lost": edit("\t46\t\t200", "\t46\t200"),
    "a cell too many": edit("\t46\t\t200", "\t46\t\t\t200"),
    "the first cell of a figure emptied": edit("\t7\t'5", "\t\t'5"),
    "the second cell of a figure emptied": edit("\t7\t'5", "\t7\t"),
    "baseline and target exchanged": edit("\t46\t\t200", "\t200\t\t46"),
    "a direction lost": edit("\t200\t\t7", "\t200\t\t"),
    "a direction that is no sign": edit("\t200\t\t7", "\t200\t\t9"),
    "a unit lost": edit("\t業務\t\t46", "\t\t\t46"),
    "the unit in the name's cell": edit("\t業務\t\t46", "業務\t\t\t46"),
    "a box without its head": lambda text: re.sub(r"指標名\t単位.*\n(?=\t業務\t\t46)", "", text),
    "a head's year garbled": edit("指標名\t単位\t\t基準値(R4)\t\t目標値(R10)", "指標名\t単位\t\t基準値(R5)\t\t目標値(R10)"),
    "every head broken": lambda text: text.replace("基準値(R4)\t", "基準値(\t"),
    "a row of years out of order": edit("業務数\t実績\tR6\tR7", "業務数\t実績\tR7\tR6"),
    "a row of years cut": edit("業務数\t実績\tR6\tR7\tR8\tR9\tR10", "業務数\t実績\tR6\tR7\tR8\tR9\t"),
    "two rows of figures exchanged": swap("\t業務\t\t46\t\t200\t\t7\n", "オンライン化した行政手続の業務数\t実績\tR6\tR7\tR8\tR9\tR10\t\n"),
    "a row of figures printed twice": edit("\t業務\t\t46\t\t200\t\t7\n", "\t業務\t\t46\t\t200\t\t7\n" * 2),
    "the first line of a name lost": edit("窓口対応がスムーズだと回答した町民の割\t", "\t"),
    "the last line of a name lost": edit("念口対応がスムースたと回告した町氏の割 合", ""),
    "a sheet's heading lost": without_line("第7章 第1節 第2施策"),
    "two sheets' headings exchanged": swap("第7章 第1節 第1施策", "第7章 第1節 第2施策"),
    "a sheet's heading twice": edit("第7章 第1節 第2施策", "第7章 第1節 第1施策"),
    "a sheet of another section": edit("第7章 第1節 第2施策", "第7章 第2節 第2施策"),
    "a chapter number that contradicts": edit("第7章 第1節 第2施策", "第8章 第1節 第2施策"),
    "the chapter's heading lost": without_line("第一章"),
    "the section's heading lost": without_line("第1節 行政力"),
    "a measure's name garbled": edit("施策 効果的な行政運営", "施策 幼果的な行政運宮"),
    "a rating that is none of the scale": edit("\nВ\t施策評価", "\n8\t施策評価"),
    "a rating in strokes too many": edit("\n11\t町にとって", "\n11111\t町にとって"),
    "the head of the progress lost": without_line("施策の進捗\t今後"),
    "the head of the rating lost": without_line("施策の評価\t施策の方向性"),
    "the head of the table lost": without_line("個別施策\t個別施策"),
    "a project's name cut": edit("バランス推進\n\t", "バランス\n\t"),
    "two cells of the table exchanged": edit("\t全な財政状況を維持する体制を整え、経営資源を効果\t総合計画推進事務", "\t総合計画推進事務\t全な財政状況を維持する体制を整え、経営資源を効果"),
    "a row of the table glued to the next": edit("財政運営事業\n", "財政運営事業\t"),
    "an action's first cell lost": edit("税収の確保\t町民", "\t町民"),
    "the digits of a goal split": edit("17 ####", "1 7 ####"),
    "an SDG that there is not": edit("17 ####", "71 ####"),
    "departments glued to a title": edit("まちづくり\n\n \n行政経営課、", "まちづくり行政経営課、"),
    "half the file gone": lambda text: text[: len(text) // 2],
    "the other half gone": lambda text: text[len(text) // 2 :],
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damage_is_reported_or_read_right(damage: str, reading: Reading, tmp_path: Path) -> None:
    text = DAMAGES[damage](plan_text(NAME))
    assert text != plan_text(NAME)
    after = load_text(NAME, text, tmp_path)
    assert news(reading, after) or set(claims(after)) == set(claims(reading))


def test_no_lost_line_makes_a_wrong_claim_in_silence(reading: Reading, tmp_path: Path) -> None:
    lines = plan_text(NAME).splitlines()
    tables = [at for at, line in enumerate(lines) if re.search(r"実績\t|指標名|大[限順和]|\t7\s*$", line)]
    for at in tables:
        after = load_text(NAME, "\n".join([*lines[:at], *lines[at + 1 :]]), tmp_path)
        assert not wrong(reading, after) or news(reading, after), lines[at][:30]


def test_no_split_digits_make_a_wrong_claim_in_silence(reading: Reading, tmp_path: Path) -> None:
    lines = plan_text(NAME).splitlines()
    for at, line in enumerate(lines):
        if "。" in line or "\t" not in line:
            continue
        for cut in re.finditer(r"(?<=[\t ])[0-9.,]*[0-9](?=[0-9.,]+(?:[\t\] ]|$))", line):
            for between in " \t":
                split = f"{line[: cut.end()]}{between}{line[cut.end() :]}"
                after = load_text(NAME, "\n".join([*lines[:at], split, *lines[at + 1 :]]), tmp_path)
                assert not wrong(reading, after) or news(reading, after), split[:40]
