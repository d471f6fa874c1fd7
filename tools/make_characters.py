"""Make the tables of characters in src/keikaku/ground/text/tables and web/src/characters.js out of Unicode's data and the shapes of a font.

    python tools/make_characters.py UCD CONFUSABLES FONT

UCD is a folder with EquivalentUnifiedIdeograph.txt, DerivedCoreProperties.txt, Unihan_OtherMappings.txt and
Unihan_Variants.txt of the Unicode Character Database (Debian's package unicode-data has them, the last two as
.bz2). CONFUSABLES is Unicode's confusables as JSON, as the package confusable_homoglyphs has it. FONT is a font
with Japanese glyphs; Pillow and numpy draw and compare them. `listed.csv` is written by hand and only read.
"""

from __future__ import annotations

import bz2
import csv
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

TABLES = Path(__file__).parents[1] / "src" / "keikaku" / "ground" / "text" / "tables"
ALIKE = 0.9
"""The cosine of two blurred glyphs from which they count as look-alikes: 土士 0.96, 緑縁 0.92, 住往 0.90."""


def lines(folder: Path, name: str) -> Iterator[str]:
    """Yield the lines of a file of the database that say something."""
    packed = folder / f"{name}.bz2"
    text = bz2.decompress(packed.read_bytes()) if packed.is_file() else (folder / name).read_bytes()
    for line in text.decode("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("#")[0].strip()


def codes(spec: str) -> range:
    """Return the code points that "2E81" or "200B..200F" stands for."""
    first, _, last = spec.strip().partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def unihan(folder: Path, name: str, *fields: str) -> dict[str, list[str]]:
    """Return the characters that a field of Unihan names for each character."""
    found: dict[str, list[str]] = {}
    for line in lines(folder, name):
        code, field, value = line.split("\t")
        if field in fields:
            named = [chr(int(each, 16)) for each in re.findall(r"U\+([0-9A-F]+)", value)]
            found.setdefault(chr(int(code[2:], 16)), []).extend(named)
    return found


def is_japanese(char: str) -> bool:
    """Tell whether JIS X 0213 has a character."""
    try:
        char.encode("euc_jis_2004")
    except UnicodeEncodeError:
        return False
    return True


def radicals(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each radical and the ideograph that it stands for.

    Fonts of Japan map the radicals of simplified Chinese to the Japanese glyph, so where Unicode names a
    character that Japan does not use, the traditional one is meant.
    """
    traditional = unihan(folder, "Unihan_Variants.txt", "kTraditionalVariant")
    for line in lines(folder, "EquivalentUnifiedIdeograph.txt"):
        spec, ideograph = line.split(";")
        char = chr(int(ideograph, 16))
        used = [char, *traditional.get(char, [])]
        for code in codes(spec):
            plain = unicodedata.normalize("NFKC", chr(code))
            yield chr(code), plain if plain != chr(code) else next(filter(is_japanese, used), char)


def ignorables(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the ranges of default-ignorable code points, run together."""
    found = sorted(
        code
        for line in lines(folder, "DerivedCoreProperties.txt")
        if line.split(";")[1].strip() == "Default_Ignorable_Code_Point"
        for code in codes(line.split(";")[0])
    )
    first = found[0]
    for code, after in zip(found, [*found[1:], 0], strict=True):
        if after != code + 1:
            yield f"{first:04X}", f"{code:04X}"
            first = after


def variants(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield each variant, the character in everyday use, and where that is said.

    Unihan's kJoyoKanji and kJinmeiyoKanji carry what the government's lists of kanji give as other forms.
    """
    for field, source in (("kJoyoKanji", "joyo"), ("kJinmeiyoKanji", "jinmeiyo")):
        for char, named in unihan(folder, "Unihan_OtherMappings.txt", field).items():
            usual = unicodedata.normalize("NFKC", named[0]) if named else char
            if unicodedata.normalize("NFKC", char) == char != usual:
                yield char, usual, source
    with (TABLES / "listed.csv").open(encoding="utf-8", newline="") as file:
        yield from (
            (row["one"], row["other"], row["kind"]) for row in csv.DictReader(file) if row["kind"] != "alike"
        )


def one_way(pairs: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield the pairs without those whose usual form is itself a variant of what they began with."""
    usual: dict[str, str] = {}
    for char, other, source in pairs:
        while other in usual:
            other = usual[other]
        if char not in usual and char != other:
            usual[char] = other
            yield char, other, source


def confusables(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the pairs of Unicode's confusables that are two characters of Japanese print."""
    table: dict[str, list[dict[str, Any]]] = json.loads(file.read_text(encoding="utf-8"))
    for char, alike in table.items():
        for other in (each["c"] for each in alike):
            both = [unicodedata.normalize("NFKC", each) for each in (char, other)]
            if all(len(each) == 1 and is_japanese(each) and not each.isspace() for each in both):
                yield min(both), max(both)


def glyphs(font: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs of everyday kanji (JIS level 1) whose glyphs are nearly one."""
    import numpy
    from PIL import Image, ImageDraw, ImageFilter, ImageFont

    face = ImageFont.truetype(font, 64)
    cells = [bytes((row, cell)) for row in range(0xB0, 0xD0) for cell in range(0xA1, 0xFF)]
    chars = [char for cell in cells if (char := cell.decode("euc_jp", "ignore"))]
    drawn = []
    for char in chars:
        image = Image.new("L", (80, 80))
        ImageDraw.Draw(image).text((8, -4), char, font=face, fill=255)
        small = image.filter(ImageFilter.GaussianBlur(1.5)).resize((40, 40), Image.Resampling.BOX)
        flat = numpy.asarray(small, dtype="float32").ravel()
        drawn.append(flat / numpy.linalg.norm(flat))
    alike = numpy.stack(drawn) @ numpy.stack(drawn).T
    for one, other in numpy.argwhere(numpy.triu(alike, 1) >= ALIKE):
        yield min(chars[one], chars[other]), max(chars[one], chars[other])


def lookalikes(confusable: Path, font: str) -> Iterator[tuple[str, str, str]]:
    """Yield the pairs of look-alikes and where each comes from, each once."""
    with (TABLES / "listed.csv").open(encoding="utf-8", newline="") as file:
        groups = [row["one"] + row["other"] for row in csv.DictReader(file) if row["kind"] == "alike"]
    sources = [
        ("listed", [(min(pair), max(pair)) for group in groups for pair in combinations(group, 2)]),
        ("unicode", confusables(confusable)),
        ("glyph", glyphs(font)),
    ]
    seen: set[tuple[str, str]] = set()
    for source, pairs in sources:
        for one, other in sorted(set(pairs)):
            if one != other and (one, other) not in seen:
                seen.add((one, other))
                yield one, other, source


def write(name: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Write a table."""
    with (TABLES / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def write_script() -> None:
    """Write what the browser needs to fold as Python does."""
    sys.path.insert(0, str(TABLES.parents[2]))
    from keikaku.ground.text.characters import STANDS_FOR, VARIANTS, table

    ranges = "".join(
        f"\\u{{{first}}}" + (f"-\\u{{{last}}}" if last != first else "")
        for first, last in table("ignorables")
    )
    text = "// Made by tools/make_characters.py of the tables in src/keikaku/ground/text/tables; its README names the sources.\n"
    text += f"export const ignorable = /[{ranges}]/gu;\n"
    pairs = {"standsFor": STANDS_FOR, "usual": {chr(one): other for one, other in VARIANTS.items()}}
    text += '/** @param {string} pairs */\nconst map = (pairs) => new Map(pairs.split(" ").map((pair) => /** @type {[string, string]} */ ([...pair])));\n'
    for name, table_ in pairs.items():
        text += (
            f'export const {name} = map(\n  "{" ".join(one + other for one, other in table_.items())}",\n);\n'
        )
    (TABLES.parents[4] / "web" / "src" / "characters.js").write_text(text, encoding="utf-8")


def main(folder: str, confusable: str, font: str) -> None:
    """Write all tables."""
    unicode_data = Path(folder)
    write("radicals.csv", ("radical", "ideograph"), radicals(unicode_data))
    write("ignorables.csv", ("first", "last"), ignorables(unicode_data))
    write("variants.csv", ("variant", "usual", "source"), sorted(one_way(variants(unicode_data))))
    write("lookalikes.csv", ("one", "other", "source"), lookalikes(Path(confusable), font))
    write_script()


if __name__ == "__main__":
    main(*sys.argv[1:])
