"""What pages are drawn with: charts, colours, the words for numbers and places."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keikaku.reading.values.codes import natural
from keikaku.web.pages import layout
from keikaku.web.pages.axes import axis
from keikaku.web.pages.charts import Chart, Figure, bars, chart
from keikaku.web.pages.progress import Progress, judge
from keikaku.web.pages.words import era, large, number, period, span, whole, year
from tests.browser.driving import WEB
from tests.support import ROOT, missing

CSS = (Path(layout.__file__).parent / "assets" / "site.css").read_text(encoding="utf-8")
TEXTS = (
    ("ink", "paper"),
    ("ink", "raised"),
    ("ink", "read"),
    ("soft", "paper"),
    ("soft", "raised"),
    ("soft", "read"),
    ("link", "read"),
    ("visited", "read"),
    ("link", "paper"),
    ("link", "raised"),
    ("visited", "paper"),
    ("visited", "raised"),
    ("warn", "warn-paper"),
    ("doubt", "doubt-paper"),
    ("paper", "accent"),
    ("ink", "state-inherited"),
    ("ink", "state-suggested"),
    ("ink", "state-unreadable"),
    ("ink", "state-general"),
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


STYLES = (
    *sorted((ROOT / "src/keikaku/web/pages/assets").glob("*.css")),
    ROOT / "src/keikaku/audit/page/paper.css",
    *sorted((ROOT / "web/src").glob("*.css")),
)
TOKENS = ROOT / "web/node_modules/@digital-go-jp/design-tokens/dist/tokens-simple.css"


def long(colour: str) -> str:
    """Return a colour with six digits."""
    return colour if len(colour) > 5 else "#" + "".join(digit * 2 for digit in colour[1:])


def test_colours_are_the_digital_agencys_tokens_and_the_goals_own() -> None:
    if not TOKENS.is_file():
        missing("@digital-go-jp/design-tokens", WEB)
    tokens = set(re.findall(r"(?:primitive|neutral)-[a-z0-9-]+: (#[0-9a-f]{6});", TOKENS.read_text("utf-8")))
    goals = set(re.findall(r"\.sdg-\d+ \{ background: (#[0-9a-f]{6})", CSS))
    shadows = {"#0006", "#0009"}  # the tokens of shadows: black, 0.4 and 0.6 of it
    used = {file.name: re.findall(r"#[0-9a-f]{3,8}\b(?=[; )}])", file.read_text("utf-8")) for file in STYLES}
    assert len(tokens) > 100
    assert sum(map(len, used.values())) > 150
    strange = [
        (name, one)
        for name, colours in used.items()
        for one in colours
        if long(one) not in tokens | goals and one not in shadows
    ]
    assert strange == []


@pytest.mark.parametrize("file", STYLES, ids=lambda file: file.name)
def test_marks_stand_out_on_their_own_paper(file: Path) -> None:
    """A name that ends in -ink is written on the name before it, a name on the one that ends in -paper."""
    for block in re.findall(r":root ?\{(.*?)\}", file.read_text("utf-8"), re.S):
        found = dict(re.findall(r"--([a-z-]+): ?(#[0-9a-f]+)", block))
        for name, colour in found.items():
            if name.endswith("-ink"):
                assert contrast(colour, found[name.removesuffix("-ink")]) >= 4.5, name
            elif f"{name}-paper" in found:
                assert contrast(colour, found[f"{name}-paper"]) >= 4.5, name


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
    (dark,) = re.findall(r"^(\.sdg-2, [^{:]*)\{ color: (#000)", CSS, re.M)
    for goal, ground in grounds.items():
        text = "#000" if re.search(rf"\.sdg-{goal}\b", dark[0]) else "#fff"
        assert contrast(text, ground) >= 4.5, f"{goal}: {contrast(text, ground):.1f}"


def test_the_cells_of_the_heat_map_stand_out() -> None:
    cells = re.findall(r"\.heat \.h(\d) \{ background: (#[0-9a-f]+); color: (#[0-9a-f]+)", CSS)
    assert [step for step, _ground, _text in cells] == list("12345")
    assert all(contrast(ground, text) >= 4.5 for _step, ground, text in cells)


# ---------------------------------------------------------------- charts


def figure(role: str, year: int | None, value: str, bound: str = "", accumulation: str = "") -> Figure:
    return Figure(
        role=role, year=year, value=Decimal(value), text=value, bound=bound, accumulation=accumulation
    )


def drawn(*figures: Figure, better: int | None = None) -> Chart:
    made = chart(figures, better)
    assert made is not None
    return made


def test_a_chart_needs_two_years() -> None:
    assert chart([]) is None
    assert chart([figure("target", 2025, "3")]) is None
    assert chart([figure("target", None, "3"), figure("baseline", 2020, "1")]) is None


def test_later_years_stand_further_right_and_more_stands_higher() -> None:
    figures = [figure("target", 2030, "30"), figure("baseline", 2020, "10"), figure("actual", 2022, "12")]
    made = drawn(*figures, better=1)
    assert [point.role for point in made.points] == ["baseline", "actual", "target"]
    left, middle, right = made.points
    assert left.x < middle.x < right.x
    assert left.y > middle.y > right.y
    assert middle.x - left.x < right.x - middle.x  # two years, then eight
    assert [year for _x, year in made.years] == [2020, 2022, 2030]
    assert made.path == f"{left.x},{left.y} {middle.x},{middle.y}"
    assert made.aim == f"{left.x},{left.y} {right.x},{right.y}"


def test_equal_figures_make_a_level_line() -> None:
    made = drawn(figure("baseline", 2020, "5"), figure("target", 2025, "5"))
    assert made.points[0].y == made.points[1].y


ROLES = st.sampled_from(["baseline", "actual", "target"])
_FIGURES = st.builds(
    Figure,
    role=ROLES,
    year=st.integers(1990, 2060),
    value=st.decimals(-(10**15), 10**15, allow_nan=False, places=2),
    text=st.just("123,456"),
)
BETTER = st.sampled_from([1, 0, -1, None])


@given(
    st.lists(_FIGURES, min_size=2, max_size=4, unique_by=lambda one: (one.role, one.year)),
    BETTER,
    st.booleans(),
)
def test_everything_stands_inside(figures: list[Figure], better: int | None, small: bool) -> None:
    made = chart(figures, better, small=small)
    assert made is not None
    assert all(0 <= point.x <= made.width and 0 <= point.y <= made.height for point in made.points)
    assert all(0 <= y <= made.floor for y, _text in made.ticks)
    assert made.zone is None or (made.zone[0] >= 0 and sum(made.zone) <= made.height)
    assert len(made.points) == len(figures)


@given(st.lists(_FIGURES, min_size=2, max_size=3, unique_by=lambda one: (one.role, one.year)))
def test_figures_never_print_on_one_another(figures: list[Figure]) -> None:
    made = chart(figures)
    assert made is not None
    for one, other in itertools.combinations(made.points, 2):
        assert abs(one.label_y - other.label_y) >= 15 or abs(one.x - other.x) >= 52


@given(st.lists(st.decimals(-(10**12), 10**12, allow_nan=False, places=3), min_size=1, max_size=6))
def test_an_axis_holds_its_values_between_round_ticks(values: list[Decimal]) -> None:
    made = axis(values)
    assert made.ticks[0] <= min(values) <= max(values) <= made.ticks[-1]
    assert 2 <= len(made.ticks) <= 8
    assert made.is_cut == (not made.ticks[0] <= 0 <= made.ticks[-1])
    if made.is_cut:  # only where 0 would hide the difference
        assert max(values) - min(values) < max(map(abs, values)) / 4


def of(better: str, *values: tuple[str, int, str]) -> list[Figure]:
    """Return figures; ``better`` is the bound of the target."""
    return [figure(role, year, value, better if role == "target" else "") for role, year, value in values]


B, A, T = "baseline", "actual", "target"


@pytest.mark.parametrize(
    ("desired", "bound", "values", "wanted"),
    [
        ("Increase", "", [(B, 2020, "10"), (A, 2022, "15"), (T, 2024, "20")], Progress.ON_THE_WAY),
        ("Increase", "", [(B, 2020, "10"), (A, 2022, "14"), (T, 2024, "20")], Progress.BEHIND),
        ("Increase", "", [(B, 2020, "10"), (A, 2022, "21"), (T, 2024, "20")], Progress.REACHED),
        ("Decrease", "", [(B, 2020, "10"), (A, 2022, "4"), (T, 2024, "5")], Progress.REACHED),
        ("Decrease", "", [(B, 2020, "10"), (A, 2022, "9"), (T, 2024, "5")], Progress.BEHIND),
        ("", "", [(B, 2020, "10"), (A, 2022, "7"), (T, 2024, "5")], Progress.ON_THE_WAY),
        ("", "le", [(B, 2020, "4000"), (A, 2022, "4100"), (T, 2024, "4200")], Progress.REACHED),
        ("", "lt", [(B, 2020, "10"), (A, 2024, "5"), (T, 2024, "5")], Progress.BEHIND),
        ("Increase", "ge", [(A, 2025, "19"), (T, 2024, "20")], Progress.BEHIND),
        ("Maintain", "", [(B, 2020, "10"), (A, 2022, "10"), (T, 2024, "10")], Progress.REACHED),
        ("Maintain", "", [(B, 2020, "10"), (A, 2022, "9"), (T, 2024, "10")], Progress.BEHIND),
        ("Increase", "", [(A, 2022, "15"), (T, 2024, "20")], Progress.UNKNOWN),
        ("Increase", "", [(B, 2020, "10"), (T, 2024, "20")], Progress.UNKNOWN),
        ("", "", [(A, 2022, "15"), (T, 2024, "20")], Progress.UNKNOWN),
    ],
)
def test_how_far_an_indicator_is(
    desired: str, bound: str, values: list[tuple[str, int, str]], wanted: Progress
) -> None:
    judged = judge(of(bound, *values), desired)
    assert judged.progress is wanted
    assert bool(judged.why) == (wanted is Progress.UNKNOWN)


def test_figures_that_are_counted_differently_are_not_compared() -> None:
    figures = [figure(A, 2022, "300"), figure(T, 2024, "1500", accumulation="cumulative")]
    assert judge(figures, "Increase").progress is Progress.UNKNOWN


def test_sums_and_bounds_of_what_was_reached_are_no_points_of_a_line() -> None:
    sums = [
        figure(A, 2022, "300", accumulation="Cumulative"),
        figure(T, 2024, "200", accumulation="Cumulative"),
    ]
    assert judge(sums, "Increase").progress is Progress.UNKNOWN
    assert (
        judge([figure(A, 2022, "10", "ge"), figure(T, 2024, "10")], "Increase").progress is Progress.UNKNOWN
    )


def test_a_range_is_reached_between_its_ends_and_drawn_as_a_band() -> None:
    target = Figure(role=T, year=2024, value=None, text="50～60", low=Decimal(50), high=Decimal(60))
    assert judge([figure(A, 2022, "55"), target], "").progress is Progress.REACHED
    assert judge([figure(A, 2024, "61"), target], "").progress is Progress.BEHIND
    made = drawn(figure(B, 2020, "40"), target)
    (_baseline, point) = made.points
    assert point.span is not None
    assert made.zone is not None
    assert [made.zone[0], sum(made.zone)] == pytest.approx(point.span)


def test_words_stand_at_their_year_and_move_no_axis() -> None:
    words = Figure(role=T, year=2026, value=None, text="増加")
    made = drawn(figure(B, 2020, "10"), figure(A, 2022, "20"), words)
    assert made.words == ((made.years[-1][0], "増加"),)
    assert [point.role for point in made.points] == [B, A]


@given(st.lists(st.integers(0, 1000), min_size=3, max_size=3), st.sampled_from([1, -1]))
def test_a_reached_target_never_looks_like_decline(values: list[int], better: int) -> None:
    baseline, actual, target = values
    figures = [figure(B, 2020, str(baseline)), figure(A, 2023, str(actual)), figure(T, 2026, str(target))]
    made = drawn(*figures, better=better)
    line = [[float(part) for part in point.split(",")] for point in made.aim.split()]
    assert all(better * (start[1] - end[1]) >= 0 for start, end in itertools.pairwise(line))
    actual_point = next(point for point in made.points if point.role == A)
    assert [actual_point.x, actual_point.y] not in line or actual == baseline
    assert made.zone is not None
    desired = "Increase" if better == 1 else "Decrease"
    if judge(figures, desired).progress is Progress.REACHED:
        assert made.zone[0] - 0.1 <= actual_point.y <= sum(made.zone) + 0.1


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
    assert span("https://a/d#page=3").name.ja == "p. 3"
    assert span("https://a/d").name.en == "whole document"
    assert span("https://a/d#x").name.en == "x"


@given(st.lists(st.text(max_size=6)))
def test_numbers_can_always_be_sorted(texts: list[str]) -> None:
    assert [natural(text) for text in sorted(texts, key=natural)] == sorted(map(natural, texts))
