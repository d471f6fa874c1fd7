"""What pages are drawn with: charts, colours, the words for numbers and places."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keikaku.pages import layout
from keikaku.pages.charts import Chart, Figure, bars, chart
from keikaku.pages.words import era, large, number, period, span, whole, year
from keikaku.read.codes import natural

CSS = (Path(layout.__file__).parent / "assets" / "site.css").read_text(encoding="utf-8")
TEXTS = (
    ("ink", "paper"),
    ("ink", "raised"),
    ("ink", "read"),
    ("soft", "paper"),
    ("soft", "raised"),
    ("soft", "read"),
    ("link", "paper"),
    ("link", "raised"),
    ("visited", "paper"),
    ("visited", "raised"),
    ("warn", "warn-paper"),
    ("doubt", "doubt-paper"),
    ("paper", "accent"),
)
"""Colours of texts, and what they stand on."""


def colours(scheme: str) -> dict[str, str]:
    """Return the colours of a scheme by name; the dark one changes some of the light one's."""
    light, dark = re.findall(r":root \{(.*?)\}", CSS, re.S)[:2]
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", light))
    return found | (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", dark)) if scheme == "dark" else {})


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2, relative luminance)."""

    def luminance(colour: str) -> float:
        digits = colour.lstrip("#")
        if len(digits) == 3:
            digits = "".join(digit * 2 for digit in digits)
        parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_texts_stand_out(scheme: str, text: str, ground: str) -> None:
    found = colours(scheme)
    assert contrast(found[text], found[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_shapes_stand_out(scheme: str) -> None:
    found = colours(scheme)
    for shape in ("accent", "general", "specific", "focus"):
        assert contrast(found[shape], found["paper"]) >= 3


def test_the_numbers_of_the_goals_stand_out() -> None:
    grounds = dict(re.findall(r"\.sdg-(\d+) \{ background: (#[0-9a-f]{6})", CSS))
    assert len(grounds) == 17
    (dark,) = re.findall(r"^(\.sdg-2, [^{:]*)\{ color: (#111)", CSS, re.M)
    for goal, ground in grounds.items():
        text = "#111" if re.search(rf"\.sdg-{goal}\b", dark[0]) else "#fff"
        assert contrast(text, ground) >= 4.5, f"{goal}: {contrast(text, ground):.1f}"


def test_the_cells_of_the_heat_map_stand_out() -> None:
    cells = re.findall(r"\.heat \.h(\d) \{ background: (#[0-9a-f]+); color: (#[0-9a-f]+)", CSS)
    assert [step for step, _ground, _text in cells] == list("12345")
    assert all(contrast(ground, text) >= 4.5 for _step, ground, text in cells)


# ---------------------------------------------------------------- charts


def figure(role: str, year: int | None, value: str) -> Figure:
    return Figure(role, year, Decimal(value), value)


def drawn(*figures: Figure) -> Chart:
    made = chart(figures)
    assert made is not None
    return made


def test_a_chart_needs_two_years() -> None:
    assert chart([]) is None
    assert chart([figure("target", 2025, "3")]) is None
    assert chart([figure("target", None, "3"), figure("baseline", 2020, "1")]) is None


def test_later_years_stand_further_right_and_more_stands_higher() -> None:
    made = drawn(figure("target", 2030, "30"), figure("baseline", 2020, "10"), figure("actual", 2022, "12"))
    assert [point.role for point in made.points] == ["baseline", "actual", "target"]
    left, middle, right = made.points
    assert left.x < middle.x < right.x
    assert left.y > middle.y > right.y
    assert middle.x - left.x < right.x - middle.x  # two years, then eight
    assert [year for _x, year in made.years] == [2020, 2022, 2030]
    assert made.path == f"{left.x},{left.y} {middle.x},{middle.y}"
    assert made.aim == f"{middle.x},{middle.y} {right.x},{right.y}"


def test_equal_figures_make_a_level_line() -> None:
    made = drawn(figure("baseline", 2020, "5"), figure("target", 2025, "5"))
    assert made.points[0].y == made.points[1].y


_FIGURES = st.builds(
    Figure,
    st.sampled_from(["baseline", "actual", "target"]),
    st.integers(1990, 2060),
    st.decimals(-(10**15), 10**15, allow_nan=False, places=2),
    st.just("123,456"),
)


@given(st.lists(_FIGURES, min_size=2, max_size=4, unique_by=lambda one: (one.role, one.year)), st.booleans())
def test_every_point_stands_inside(figures: list[Figure], small: bool) -> None:
    made = chart(figures, small)
    assert made is not None
    assert all(0 <= point.x <= made.width and 0 <= point.y <= made.height for point in made.points)
    assert len(made.points) == len(figures)


@given(st.lists(_FIGURES, min_size=2, max_size=2, unique_by=lambda one: (one.role, one.year)))
def test_two_figures_never_print_on_one_another(figures: list[Figure]) -> None:
    made = chart(figures)
    assert made is not None
    for one, other in itertools.combinations(made.points, 2):
        assert abs(one.label_y - other.label_y) >= 15 or abs(one.label_x - other.label_x) >= 60


def test_bars_are_as_long_as_their_amounts() -> None:
    made = bars([("2020", [("specific", 30), ("general", 10)], "40"), ("2021", [("general", 20)], "20")])
    assert made is not None
    first, second = made.bars
    assert [part for part, _x, _width in first.parts] == ["specific", "general"]
    assert first.end - made.left == pytest.approx(2 * (second.end - made.left), abs=0.3)
    assert first.parts[0][2] == pytest.approx(3 * first.parts[1][2], abs=0.4)
    assert bars([]) is None
    assert bars([("2020", [("general", 0)], "0")]) is None


# ---------------------------------------------------------------- words


def test_years_are_worded_as_the_documents_do() -> None:
    assert year("2019", "ja") == "2019年度（令和元年度）"
    assert year("2018", "ja") == "2018年度（平成30年度）"
    assert year("1925", "ja") == "1925年度"
    assert era("soon") == ""
    assert period("2020", "2022", "ja") == "2020～2022年度（令和2～令和4年度）"
    assert period("2020", "2022", "en") == "FY 2020–2022"
    assert period("2020", "2020", "en") == period("", "2020", "en") == "FY 2020"
    assert period("", "", "ja") == ""


def test_amounts_are_worded_in_a_few_digits() -> None:
    assert large(5, "ja") == "5円"
    assert large(51_234, "ja") == "5万円"
    assert large(100_000_000, "ja") == "1億円"
    assert large(99_999_999, "ja") == "1億円"
    assert large(1_234_567_890, "ja") == "12億3,457万円"
    assert large(1_234_567_890, "en") == "¥1.2 billion"
    assert large(999, "en") == "¥999"


@given(st.integers(-(10**20), 10**20))
def test_thousands_are_separated(value: int) -> None:
    assert number(value) == f"{value:,}"


def test_decimals_stay_as_they_are() -> None:
    assert number("-1234.50") == "-1,234.50"
    assert number("1.2.3") == "1.2.3"
    assert number("") == ""


@given(st.text(max_size=8))
def test_any_text_can_be_shown_as_a_number(text: str) -> None:
    assert number(text).replace(",", "") == text.removeprefix("+").replace(",", "") or number(text) == text
    assert whole(text) is None or str(whole(text)) == str(int(text))


def test_places_are_named() -> None:
    assert span("https://a/d#line=0,1").name.ja == "1行"
    assert span("https://a/d#line=3,9").name.en == "lines 4–9"
    assert span("https://a/d#page=3").name.ja == "3ページ"
    assert span("https://a/d").name.en == "whole document"
    assert span("https://a/d#x").name.en == "x"


@given(st.lists(st.text(max_size=6)))
def test_numbers_can_always_be_sorted(texts: list[str]) -> None:
    assert [natural(text) for text in sorted(texts, key=natural)] == sorted(map(natural, texts))
