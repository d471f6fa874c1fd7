"""The review desk on a document of 600 pages with a queue of 10,000 items: how long its answers take, how many bytes they have.

    python benchmarks/desk.py [pages]

The document is made up: headings that are read, and as many lines that nothing reads. Everything is asked for as the page in the
browser asks for it, in this process, without a network. Prints seconds of wall clock and kB, compressed as they are sent:

- opening: reading the document, until the desk can answer; first screen: state, first leaf, first slice of the queue;
- next item: a leaf and a slice from the middle of the queue; decision: one that is accepted, the median and the 95th percentile of 20;
- reading again: after a change of plan.yml.

Exit status 1 where the first screen takes more than 1 s, the next item more than 0.1 s, or the desk sends more than 200 kB for the
first screen. Decisions per page of real documents are counted by tests/browser/test_desk_real.py.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from starlette.testclient import TestClient

from keikaku.building.review import Review
from keikaku.web.desk.desk_app import application
from keikaku.web.desk.opened import Opened

PAGES = 600
READ = 17
"""Headings of a page, and lines that nothing reads: 600 pages give 10,200 of each."""
FIRST, NEXT, MOST = 1.0, 0.1, 200_000
HOST = "127.0.0.1:8711"
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


class Asking:
    """Asks the desk as its page does, and counts."""

    def __init__(self, opened: Opened) -> None:
        app, gate = application(opened, HOST)
        self._client = TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)
        self._client.get("/", params={"key": gate.key})
        self.bytes = 0

    def get(self, path: str, **asked: Any) -> Any:
        """Return the answer to a question."""
        answer = self._client.get(f"/api/{path}", params=asked)
        self.bytes += len(gzip.compress(answer.content, 6))
        return answer.json()

    def post(self, path: str, **asked: Any) -> Any:
        """Return the answer to an order."""
        return self._client.post(f"/api/{path}", json=asked, headers={"Origin": f"http://{HOST}"}).json()


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that some work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> int:
    """Print the figures; return 1 where a bound does not hold."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    with tempfile.TemporaryDirectory() as folder:
        path = document(Path(folder), pages)
        begun = time.perf_counter()
        desk = Asking(Opened(Review(path)))
        opening = time.perf_counter() - begun
        first = timed(
            lambda: (desk.get("state"), desk.get("leaf/1"), desk.get("queue", **{"from": 0, "to": 100}))
        )
        sent, desk.bytes = desk.bytes, 0
        whole = desk.get("queue", **{"from": 0, "to": 1})["whole"]
        middle = {"from": whole // 2, "to": whole // 2 + 100}
        following = min(
            timed(lambda: (desk.get("queue", **middle), desk.get(f"leaf/{pages // 2}")))
            for _round in range(3)
        )
        items = desk.get("queue", **{"from": 0, "to": 100})["items"][:20]
        by = {"id": "bench", "role": "測定"}
        each = [timed(lambda: desk.post("decide", by=by, act="reject", keys=[one["key"]])) for one in items]  # noqa: B023
        text = desk.get("plan")["text"]
        again = timed(lambda: desk.post("plan", text=f"{text}# again\n", before=text, keep=True))
    print(f"{pages} pages, {whole:,} items; opening {opening:.1f} s")
    print(f"first screen {first:.2f} s, {sent / 1000:.0f} kB; next item {following:.3f} s")
    print(
        f"decision {median(each):.3f} s (95 %: {quantiles(each, n=20)[-1]:.3f} s); reading again {again:.2f} s"
    )
    return int(first > FIRST or following > NEXT or sent > MOST)


if __name__ == "__main__":
    sys.exit(main())
