"""What the one reader makes of lines: headings, fields, blocks and sentences, and what it leaves over."""

from __future__ import annotations

from pathlib import Path

from keikaku.reading.records import Reading
from tests.reading.made import Read, figures, page, published, said, series, text, tree

LEVELS = r"""
levels:
  goal: {is: Goal, head: '(?P<number>政策[0-9]+) (?P<label>.+)'}
  measure: {is: Measure, under: goal, head: '(?P<number>施策[0-9]+-[0-9]+) (?P<label>.+)', text: content}
"""
PLAN = """\
架空町基本計画
政策１　水の町
施策１－１　川を守る
川を守ります。
政策２　道の町
施策２－１　道を直す
"""


def rules(reading: Reading) -> list[str]:
    return [finding.rule for finding in reading.findings]


def test_headings_make_a_tree(read: Read) -> None:
    assert tree(read(PLAN, LEVELS)) == [
        ("Goal", "水の町", "plan"),
        ("Measure", "川を守る", "水の町"),
        ("Goal", "道の町", "plan"),
        ("Measure", "道を直す", "道の町"),
    ]


def test_text_below_a_heading_is_what_the_level_says(read: Read) -> None:
    assert said(read(PLAN, LEVELS)) == [("川を守る", "content", "川を守ります。")]


def test_a_lost_heading_costs_no_heading_below_it(read: Read) -> None:
    broken = PLAN.replace("政策２　道の町\n", "x\n")
    found = tree(read(broken, LEVELS))
    assert found == [
        ("Goal", "水の町", "plan"),
        ("Measure", "川を守る", "水の町"),
        ("Measure", "道を直す", "plan"),
    ]


def test_a_number_tells_what_a_heading_hangs_under(read: Read) -> None:
    late = PLAN + "施策１－２　池を守る\n"
    assert ("Measure", "池を守る", "水の町") in tree(read(late, LEVELS))


def test_a_heading_printed_again_is_one_element(read: Read) -> None:
    again = PLAN.replace("施策２－１", "政策２　道の町\n施策２－１")
    reading = read(again, LEVELS)
    assert [kind for kind, *_ in tree(reading)].count("Goal") == 2
    assert next(each for each in reading.elements if each.label == "道の町").lines == [5, 6]


def test_a_foreign_line_is_left_over_and_costs_nothing_else(read: Read) -> None:
    reading = read(PLAN.replace("施策２－１", "これは何の行か\n施策２－１"), LEVELS)
    assert len(reading.elements) == 4
    assert reading.account().unread == (6,)


def test_a_label_may_stand_below_its_number(read: Read) -> None:
    grammar = "levels:\n  goal: {is: Goal, head: '(?P<number>第[0-9]章)'}\n"
    reading = read("架空町\n第１章\n水の町\n", grammar)
    assert [(each.number, each.label, each.lines) for each in reading.elements] == [
        ("第１章", "水の町", [2, 3])
    ]


def test_a_label_goes_on_in_a_line_of_the_same_size(tmp_path: Path) -> None:
    grammar = r"levels: {goal: {is: Goal, head: '(?P<number>目標[0-9]) (?P<label>.+)', wraps: true}}"
    heading = page(("目標１ 水と緑と風と光に", 40), ("囲まれた町", 80), size=14)
    heading.blocks += page(("水と緑を守ります。", 40), size=9).blocks
    reading = series(tmp_path, grammar).load(published(tmp_path, heading))
    assert [(each.label, each.lines) for each in reading.elements] == [("水と緑と風と光に囲まれた町", [1, 2])]


def test_fields_stand_beside_behind_and_below_their_labels(read: Read) -> None:
    grammar = LEVELS + "fields: {主管課: leadDepartment, 関係課: relatedDepartment, SDGs: sdg}\n"
    print_ = "架空町\n施策１－１　川を守る\n主 管 課：水道課\n関係課　　総務課・財政課　　ＳＤＧｓ　　6 安全な水、14.2\n"
    reading = read(print_ + "施策１－２　池を守る\n主管課\n環境課\n", grammar)
    assert said(reading) == [
        ("川を守る", "leadDepartment", "水道課"),
        ("川を守る", "relatedDepartment", "総務課"),
        ("川を守る", "relatedDepartment", "財政課"),
        ("川を守る", "sdg", "6"),
        ("川を守る", "sdg", "14.2"),
        ("池を守る", "leadDepartment", "環境課"),
    ]


def test_a_form_table_prints_labels_over_or_beside_values(read: Read) -> None:
    grammar = LEVELS + "fields: {主管課: leadDepartment, 目指す姿: targetState}\n"
    over = "架空町\n施策１－１　川を守る\n主管課\t目指す姿\n水道課\t澄んだ川\n"
    beside = "架空町\n施策１－１　川を守る\n主管課\t水道課\t目指す姿\t澄んだ川\n"
    wanted = [("川を守る", "leadDepartment", "水道課"), ("川を守る", "targetState", "澄んだ川")]
    assert said(read(over, grammar)) == said(read(beside, grammar)) == wanted


def test_a_value_that_is_none_of_its_kind_is_reported(read: Read) -> None:
    reading = read("架空町\n施策１－１　川を守る\nＳＤＧｓ：水\n", LEVELS + "fields: {SDGs: sdg}\n")
    assert said(reading) == []
    assert "value-of-no-kind" in rules(reading)


BLOCKS = (
    LEVELS.replace(", text: content", "")
    + r"""
blocks:
  issue: {head: '■課題', is: issue, marks: ・}
  direction: {head: '■方針', is: policyDirection, marks: ・}
  projects: {head: '■事業', is: Project, marks: ・, item: '(?P<label>[^()]+)(\((?P<department>.+)\))?', again: '\(再掲\)'}
"""
)


def test_a_list_is_parted_by_its_marks_and_joined_over_lines(read: Read) -> None:
    reading = read("架空町\n施策１－１　川\n■課題\n・川が\n濁っている。\n・池が浅い。\n", BLOCKS)
    assert said(reading) == [("川", "issue", "川が濁っている。"), ("川", "issue", "池が浅い。")]
    assert reading.elements[0].statements[0].lines == [4, 5]


def test_the_kana_count_items(read: Read) -> None:
    reading = read(
        "1 産業\n現況\nア イベントの客が減った。\nイ 茶園が荒れている。\n(ウ) 店が減った。\n",
        "levels: {field: {is: Field, head: '(?P<number>[0-9]) (?P<label>.+)'}}\n"
        "blocks: {state: {is: currentSituation, head: 現況, marks: ア}}\n",
    )
    said = [one.value for one in reading.elements[0].statements]
    assert said == ["イベントの客が減った。", "茶園が荒れている。", "店が減った。"]


def test_a_head_says_whose_role_the_items_are(read: Read) -> None:
    reading = read(
        "1 水辺\n▼市民の取組\n・川を清掃します。\n▼事業者の取組\n・排水を測ります。\n",
        "levels: {field: {is: Field, head: '(?P<number>[0-9]) (?P<label>.+)'}}\n"
        "blocks: {roles: {is: stakeholderRole, head: '▼(?P<who>市民|事業者)の取組', marks: ・}}\n",
    )
    said = [(one.stakeholder, one.value) for one in reading.elements[0].statements]
    assert said == [("市民", "川を清掃します。"), ("事業者", "排水を測ります。")]


def test_items_of_a_list_are_elements_with_what_is_said_beside(read: Read) -> None:
    print_ = (
        "架空町\n施策１－１　川\n■事業\n・清掃事業（水道課）\n施策１－２　池\n■事業\n・清掃事業（再掲）\n"
    )
    reading = read(print_, BLOCKS)
    assert tree(reading) == [
        ("Measure", "川", "plan"),
        ("Project", "清掃事業", "川"),
        ("Measure", "池", "plan"),
    ]
    assert said(reading) == [("清掃事業", "department", "水道課")]
    assert reading.elements[1].lines == [4, 7]


def test_two_lists_beside_each_other_are_told_by_where_they_begin(tmp_path: Path) -> None:
    document = published(
        tmp_path,
        page(
            ("施策１－１　川", 40),
            [("■課題", 40), ("■方針", 300)],
            [("・川が濁っていて、魚が", 40), ("・川を清掃する。", 300)],
            [("減っている。", 50), ("・池も", 300)],
            ("清掃する。", 310),
        ),
    )
    reading = series(tmp_path, BLOCKS).load(document)
    assert said(reading) == [
        ("川", "issue", "川が濁っていて、魚が減っている。"),
        ("川", "policyDirection", "川を清掃する。"),
        ("川", "policyDirection", "池も清掃する。"),
    ]


def test_a_text_ends_where_its_last_line_stops_short(tmp_path: Path) -> None:
    full = "川を清掃し、魚を増やし、町の人が集まる水辺をつくります。"
    document = published(
        tmp_path,
        page(("施策１－１　川", 40), (full, 40), ("また、池を守ります。", 40), ("人を育てます。", 40)),
    )
    reading = series(tmp_path, LEVELS).load(document)
    assert [value for *_, value in said(reading)] == [f"{full}また、池を守ります。", "人を育てます。"]


SENTENCES = (
    LEVELS.replace(", text: content", "")
    + r"""
sentences:
  whole:
    form: '(?P<indicator>[^0-9]+)(?P<baseline>[0-9]+人)\((?P<baseline_year>[^()]+)\)→(?P<target>.+)\((?P<target_year>[^()]+)\)'
  name: {form: '指標:(?P<indicator>.+)', within: any}
  now: {form: '(?P<year>[0-9]+年):(?P<target>.+)', within: any}
"""
)


def test_a_sentence_states_an_indicator_and_its_figures(read: Read) -> None:
    reading = read("架空町\n施策１－１　川\n来る人の数40人（2014年度）→５年間で60人（2019年度）\n", SENTENCES)
    assert figures(reading) == [
        ("来る人の数", "Baseline", 2014, "40人"),
        ("来る人の数", "Target", 2019, "５年間で60人"),
    ]
    assert reading.indicators[0].unit == "人"


def test_cells_of_a_table_that_no_kind_fits_may_be_sentences(read: Read) -> None:
    reading = read("架空町\n施策１－１　川\n指標：来る人の数\t\n2030年：60人\tこれは何か\n", SENTENCES)
    assert figures(reading) == [("来る人の数", "Target", 2030, "60人")]
    assert "unread-words" in rules(reading)


def test_figures_without_an_indicator_are_left_over(read: Read) -> None:
    reading = read("架空町\n施策１－１　川\n2030年：60人\n", SENTENCES)
    assert reading.account().unread == (1, 3)


def test_a_figure_in_a_row_that_was_read_is_reported_where_it_entered_no_record(read: Read) -> None:
    grammar = LEVELS + "fields: {主管課: leadDepartment}\n"
    reading = read("架空町\n施策１－１　川\n5\t主管課\t水道課\n", grammar)
    assert [finding.lines for finding in reading.findings if finding.rule == "unread-figure"] == [(3,)]


def test_periods_are_read_over_two_lines_and_by_the_plan(read: Read) -> None:
    grammar = r"""
periods:
  基本計画: '基本計画\((?P<period>[^()]+)\)'
  strategy: '総合戦略\((?P<period>[^()]+)\)'
"""
    reading = read(
        "架空町基本計画（令和３年度～令和12年度）・総合戦略（令和７年\n度～令和９年度）\n", grammar
    )
    years = {plan.id: (plan.start, plan.end) for plan in reading.plans.values()}
    assert years == {"plan": (2021, 2030), "strategy": (2025, 2027)}


def test_what_is_outside_is_counted_with_its_figures_and_makes_no_record(read: Read) -> None:
    grammar = LEVELS + "outside: {front: {end: '政策1 水の町', because: foreword}}\n"
    reading = read("架空町\n政策９　まえがき\n人口は1,234人\n第２章　水　・・・・・　12\n" + PLAN, grammar)
    account = reading.account()
    assert (account.outside, account.figures_outside) == (5, 4)
    assert [each.label for each in reading.elements] == ["水の町", "川を守る", "道の町", "道を直す"]


def test_a_form_holds_inside_its_plan_alone(read: Read) -> None:
    grammar = r"""
levels:
  strategy: {opens: 総合戦略, head: '◆総合戦略'}
  plan: {opens: 基本計画, head: '◆基本計画'}
  aim: {is: StrategyGoal, inside: 総合戦略, head: '(?P<number>[0-9]) (?P<label>.+)'}
  goal: {is: Goal, inside: 基本計画, head: '(?P<number>[0-9]) (?P<label>.+)'}
"""
    reading = read("架空町\n◆総合戦略\n１　水の町\n◆基本計画\n１　道の町\n", grammar)
    assert tree(reading) == [("StrategyGoal", "水の町", "strategy"), ("Goal", "道の町", "plan")]


def test_running_heads_and_page_numbers_are_furniture(read: Read) -> None:
    pages = "\f".join(
        f"架空町基本計画\n政策{n}　{name}の町\n- {n} -\n" for n, name in enumerate("水道森", start=1)
    )
    reading = read(pages, LEVELS)
    assert reading.account().furniture == 6
    assert len(reading.elements) == 3


def test_an_account_adds_up(read: Read) -> None:
    account = read(PLAN + "\n\n", LEVELS).account()
    parts = (account.read, account.structure, account.furniture, account.blank, account.outside)
    assert sum(parts) + len(account.unread) == account.total


def test_a_document_can_be_read_twice_alike(tmp_path: Path) -> None:
    loader, document = series(tmp_path, LEVELS), text(tmp_path, PLAN)
    assert tree(loader.load(document)) == tree(loader.load(document))
