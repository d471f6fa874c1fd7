"""Numerals, strategy codes, footnote marks and units as plans print them."""

from __future__ import annotations

import re
import unicodedata

from keikaku.ground.text.folding import fold, key, tidy
from keikaku.reading.values.fiscal import kanji_number

_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}
_ROMAN_LETTERS = r"[IVXivx\u2160-\u216b\u2170-\u217b]+"
_CODE = re.compile(rf"({_ROMAN_LETTERS})(?:\s*\(\s*([1-9][0-9]?)\s*\))?")
_CODES = re.compile(
    rf"{_CODE.pattern}(?:(?:[\s、,]+|(?<=\))){_CODE.pattern})*"
)  # a cell's wrap takes a space

_FOOTNOTE_MARK = re.compile(
    r"\(\s*(?:[※*†‡]|注(?=\s*[0-9)]))\s*[0-9]{0,2}\s*\)"  # （※） （※１） （注1）
    r"|[※†‡](?:\s*[0-9]{1,2}(?![0-9年月.,%]))?"  # ※ ※1, but not the first digits of ※2025年
    r"|\*\s*[0-9]{1,2}(?=\s*(?:$|\())"  # *1 at the end of a name
    r"|(?<!\*)\*(?=\s*$)"
)

_ORDINAL = re.compile(r"[0-9]+|[一二三四五六七八九十]+")
_UNIT_WORD = re.compile(r"単位\s*[:：]?")


def _table(words: str) -> frozenset[str]:
    return frozenset(map(key, words.split()))


# Words that say nothing but how a thing is counted or measured.
_UNITS = _table("""
    % ‰ ポイント pt 円 ドル 人 名 件 回 組 戸 棟 軒 台 本 枚 冊 校 社 店舗 か所 カ所 ヶ所 箇所 個所 路線 便
    か国 カ国 ヶ国 か国語 種 種類 項目 品目 点 位 倍 割 分 秒 時間 日 週 月 か月 カ月 ヶ月 年 歳 泊
    人泊 人日 人回 頭 羽 匹 株 個 袋 箱 床 席 区画 筆 基 灯 口 曲 話 期 通 着 世帯 ページ PV アクセス ビュー
    ha a アール ヘクタール m km cm mm メートル キロメートル m2 km2 m3 平方メートル
    平方キロメートル 立方メートル t kg g mg トン キログラム グラム l ml kl リットル
    w kw mw kwh mwh gwh j mj gj tj 度 ℃
    db ppm ppb t-co2 kg-co2 tco2 kgco2
""")
# Words that also name a group: 市民税（法人） is a name, 認定農業者数（法人） a count.
_COUNTED_GROUPS = _table("""
    法人 企業 団体 組織 国 区 者 事業者 事業所 施設 園 学校 地区 自治会 町内会 行政区 市町村 団地 店 クラブ
    グループ チーム サークル 家庭 事業 業務 講座 教室 コース クラス イベント サイト 品 銘柄 計画 路線
""")
_MAGNITUDE = re.compile(r"(?:延べ?)?[十百千万億兆]{0,3}")
_PER = _table("""
    年 年度 年間 月 週 日 時間 時 分 秒 人 千人 万人 世帯 戸 回 校 台 件 社 施設 か所
    ha a km km2 m m2 m3 l ml t kg
""")
_COUNT_NAME = re.compile(r"(?:数|累計|合計|総計)(?:の?(?:累計|合計|総数))?$")


def roman(text: str) -> int | None:
    """Return the value of a Roman numeral from 1 to 39, in one character or in letters of any width.

    Only I, V and X count: "DX" and "CD" are words.

    >>> roman("Ⅲ"), roman("ＩＩＩ"), roman("IIII"), roman("DX")
    (3, 3, None, None)
    """
    letters = unicodedata.normalize("NFKC", text).strip().upper()
    if not letters or not _ROMAN.fullmatch(letters):
        return None
    values = [_ROMAN_DIGITS[letter] for letter in letters]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return what a printed number is sorted by: 7-2 before 7-10.

    >>> sorted(["7-10", "7-2"], key=natural)
    ['7-2', '7-10']
    """
    parts = re.findall(r"\d+|\D+", text)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def circled(text: str) -> int | None:
    """Return the value of a circled number, black or white: ① to ㊿.

    >>> circled("①"), circled("㊿"), circled("⑴")
    (1, 50, None)
    """
    char = text.strip()
    name = unicodedata.name(char, "") if len(char) == 1 else ""
    is_number = "CIRCLED" in name and ("DIGIT" in name or "NUMBER" in name)
    return int(unicodedata.numeric(char)) if is_number else None


def ordinal(text: str) -> int | None:
    """Return the number in a print of one place in an order, None where there is not exactly one.

    >>> ordinal("第7章"), ordinal("第十二施策"), ordinal("第一節"), ordinal("第1章第2節")
    (7, 12, 1, None)
    """
    found = _ORDINAL.findall(fold(text))
    if len(found) != 1:
        return None
    return int(found[0]) if found[0].isdecimal() else kanji_number(found[0]) or None


def strategy_codes(text: str) -> list[str] | None:
    """Return the strategy codes that the whole text is, each with a Unicode Roman numeral up to Ⅻ.

    >>> strategy_codes("I(4) III（４）"), strategy_codes("Ⅲ"), strategy_codes("Ⅲ(4) 継続"), strategy_codes("Ⅰ(2)II(1)")
    (['Ⅰ(4)', 'Ⅲ(4)'], ['Ⅲ'], None, ['Ⅰ(2)', 'Ⅱ(1)'])
    """
    folded = fold(text).replace("\t", " ").strip()
    if not _CODES.fullmatch(folded):
        return None
    codes = [_code(match[1], match[2]) for match in _CODE.finditer(folded)]
    known = [code for code in codes if code is not None]
    return known if len(known) == len(codes) else None


def _code(numeral: str, number: str | None) -> str | None:
    """Return one code in its canonical form."""
    value = roman(numeral)
    if value is None or value > 12:
        return None
    return chr(ord("Ⅰ") + value - 1) + (f"({number})" if number else "")


def strip_footnote_marks(text: str) -> str:
    """Return a label without its footnote marks.

    >>> strip_footnote_marks("経常収支比率（※２）（％）")
    '経常収支比率（％）'
    """
    kept, place = "", 0
    for mark in _FOOTNOTE_MARK.finditer(fold(text)):
        kept += text[place : mark.start()]
        place = mark.end()
    return (kept + text[place:]).strip()


def unit_in_brackets(label: str) -> tuple[str, str]:
    """Return an indicator's label and the unit in brackets at its end, "" where there is none.

    The bracket is a unit if it holds a word of measure or counting (％, 件), perhaps with 千, 億 or 延べ
    before it; two of them as a rate (回/年, kg/10a); or a word that also names a group (法人), if the label
    is that of a count (…数, …の累計). Any other bracket is part of the name. Footnote marks go first.

    >>> unit_in_brackets("市税徴収率（滞納繰越分を含む）（％）")
    ('市税徴収率（滞納繰越分を含む）', '％')
    >>> unit_in_brackets("財政力指数（一般）")
    ('財政力指数（一般）', '')
    """
    name = strip_footnote_marks(label)
    folded = fold(name)
    opening = max(folded.rfind(bracket) for bracket in "([〔【")
    if opening < 1 or folded[-1] not in ")]〕】":
        return name, ""
    unit, rest = tidy(_UNIT_WORD.sub("", name[opening + 1 : -1], count=1)), name[:opening].rstrip()
    return (rest, unit) if _is_unit(unit, rest) else (name, "")


def _is_unit(unit: str, name: str) -> bool:
    """Return whether a word in brackets behind a name is its unit."""
    counted, slash, per = key(unit).partition("/")
    if slash and per.lstrip("0123456789") not in _PER:
        return False
    word = counted[_magnitude_length(counted) :]
    return word in _UNITS or (word in _COUNTED_GROUPS and bool(slash or _COUNT_NAME.search(tidy(name))))


def _magnitude_length(word: str) -> int:
    """Return the length of 千, 億, 延べ … at the beginning of a unit."""
    match = _MAGNITUDE.match(word)
    return match.end() if match else 0
