"""A made-up document of any length, half of which nothing reads."""

from __future__ import annotations

from pathlib import Path

READ = 17
"""Headings of a page, and lines that nothing reads: 600 pages give 10,200 of each."""
PLAN = r"""
family: base
municipality: {code: "99999", name: 架空町, invented: true}
document: {recognise: [架空町総合計画], title: 架空町総合計画}
plans: [{id: basic-plan, kind: 基本計画, title: 架空町総合計画, start: 2024, end: 2033}]
levels:
  goal: {is: Goal, head: '第(?P<number>[0-9]+)章\s*(?P<label>.+)'}
  measure: {is: Measure, under: goal, head: '(?P<number>[0-9]+-[0-9]+)\s+(?P<label>.+)'}
expect: {Measure: {min: 0, max: 99999}}
unread: 99999
"""


def document(folder: Path, pages: int) -> Path:
    """Write a document of so many pages with its plan.yml, and return its path."""
    (folder / "plan.yml").write_text(PLAN, "utf-8")
    parts = []
    for page in range(1, pages + 1):
        lines = ["架空町総合計画"] if page == 1 else []
        lines.append(f"第{page}章 {page}番目のまちの姿")
        for place in range(1, READ + 1):
            lines.append(f"{page}-{place} {page}の{place}番目の施策を進める")
            lines.append(f"このほか{page * 100 + place}件の相談を受け、うち{place}件を解決しています。")
        parts.append("\n".join(lines) + "\n")
    path = folder / "plan.txt"
    path.write_text("\f".join(parts), "utf-8")
    return path
