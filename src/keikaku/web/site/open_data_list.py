"""The list of open data that the catalogues of Japanese municipalities ask for, as CSV.

The columns are those of the list of open data (オープンデータ一覧) of the municipal standard open datasets
(自治体標準オープンデータセット, Digital Agency; before 2023 the recommended datasets of the Cabinet Secretariat), as
SHIRASAGI, the open-data software of many municipalities, imports them by name (its ``Opendata::Metadata``), with
ユニバーサルメニュー and 言語 as the standard has them. A row is a file; what is not known stays empty. Where two
columns say the same (accessURL, downloadURL), both are filled, since importers read one or the other.

UTF-8 with a byte order mark, since that is what spreadsheets in Japan recognise; no cell can be taken for a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from keikaku.ground.hyperlinks import is_address
from keikaku.ground.messages import say, sentence
from keikaku.ground.spreadsheet_text import neutral
from keikaku.web.pages.layout import encoded
from keikaku.web.site.catalogued import PlanDocument
from keikaku.web.site.dumps import Dump, Dumps
from keikaku.web.site.publication import Publication

PATH = "open-data-list.csv"
COLUMNS = (
    "全国地方公共団体コード",
    "地方公共団体名",
    "データセット_ID",
    "データセット_タイトル",
    "データセット_サブタイトル",
    "データセット_概要",
    "データセット_キーワード",
    "データセット_分類",
    "データセット_ユニバーサルメニュー",
    "データセット_公開日",
    "データセット_最終更新日",
    "データセット_更新頻度",
    "データセット_言語",
    "データセット_URL",
    "データセット_準拠する標準",
    "データセット_関連ドキュメント",
    "データセット_対象地域",
    "データセット_対象期間",
    "データセット_作成者",
    "データセット_公開者",
    "データセット_連絡先名称",
    "データセット_連絡先メールアドレス",
    "データセット_連絡先電話番号",
    "データセット_連絡先内線番号",
    "データセット_連絡先FormURL",
    "データセット_連絡先備考（その他、SNSなど）",
    "データセット_備考",
    "ファイル_タイトル",
    "ファイル_アクセスURL",
    "ファイル_ダウンロードURL",
    "ファイル_説明",
    "ファイル_形式",
    "ファイル_ライセンス",
    "ファイル_ステータス",
    "ファイル_サイズ",
    "ファイル_公開日",
    "ファイル_最終更新日",
    "ファイル_利用規約",
    "ファイル_関連ドキュメント",
    "ファイル_言語",
    "ファイル_準拠する標準",
)


def open_data_list(settings: Publication, plans: list[PlanDocument], dumps: Dumps) -> bytes:
    """Return the list: a row for each file of each municipality's documents, and for the whole."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(settings, plans, dumps):
        writer.writerow({column: neutral(value) for column, value in row.items()})
    return buffer.getvalue().encode("utf-8-sig", "backslashreplace")


def _rows(settings: Publication, plans: list[PlanDocument], dumps: Dumps) -> Iterator[dict[str, str]]:
    for plan in plans:
        yield {
            **_common(settings),
            **_of_document(settings, plan),
            **_of_file(settings, dumps.documents[plan.key], plan.licence),
        }
    owners = {(plan.local_government_code, plan.name) for plan in plans}
    code, name = owners.pop() if len(owners) == 1 else ("", settings.publisher)
    for suffix in (".nq.gz", ".ttl.gz"):
        yield {
            **_common(settings),
            "全国地方公共団体コード": code,
            "地方公共団体名": name,
            "データセット_ID": f"{settings.base}#dataset",
            "データセット_タイトル": settings.title.ja,
            "データセット_概要": sentence("site.list-all", "ja"),
            "データセット_URL": settings.base,
            **_of_file(settings, dumps.whole(suffix), settings.licence),
        }


def _common(settings: Publication) -> dict[str, str]:
    day = settings.day.isoformat() if settings.day else ""
    return {
        "データセット_キーワード": "総合計画;実施計画;施策;行政評価;SDGs",
        "データセット_分類": "行財政",
        "データセット_公開日": day,
        "データセット_最終更新日": day,
        "データセット_更新頻度": "不定期",
        "データセット_言語": "ja",
        "データセット_準拠する標準": "https://w3id.org/keikaku/ns",
        "データセット_公開者": settings.publisher,
        "データセット_連絡先名称": settings.publisher,
        "データセット_連絡先FormURL": f"{settings.base}about.html",
        "ファイル_公開日": day,
        "ファイル_最終更新日": day,
        "ファイル_ステータス": "配信中",
        "ファイル_言語": "ja",
        "ファイル_準拠する標準": "RDF 1.1",
    }


def _of_document(settings: Publication, plan: PlanDocument) -> dict[str, str]:
    titles = "、".join(plan.plans)
    return {
        "全国地方公共団体コード": plan.local_government_code or plan.code,
        "地方公共団体名": plan.name,
        "データセット_ID": plan.graph,
        "データセット_タイトル": plan.full_title,
        "データセット_サブタイトル": titles,
        "データセット_概要": say("site.list-one", town=plan.name).text("ja"),
        "データセット_URL": f"{settings.base}{encoded(f'doc/graph/{plan.stem}')}.html",
        "データセット_関連ドキュメント": plan.source,
        "データセット_対象地域": plan.name,
        "データセット_対象期間": "/".join(map(str, plan.years)) if plan.years else "",
        "データセット_作成者": plan.name,
    }


def _of_file(settings: Publication, file: Dump, licence: str) -> dict[str, str]:
    address = settings.base + encoded(file.address)
    kind = "Turtle" if file.media_type == "text/turtle" else "N-Quads"
    return {
        "ファイル_タイトル": file.path.rpartition("/")[2],
        "ファイル_アクセスURL": address,
        "ファイル_ダウンロードURL": address,
        "ファイル_説明": say("site.list-file", kind=kind).text("ja"),
        "ファイル_形式": kind,
        "ファイル_ライセンス": _licence_name(licence or settings.licence),
        "ファイル_サイズ": str(file.bytes),
        "ファイル_利用規約": licence if is_address(licence) else settings.licence,
    }


def _licence_name(licence: str) -> str:
    """Return the short name of a Creative Commons licence, as catalogues write it; others as they are.

    >>> _licence_name("https://creativecommons.org/licenses/by/4.0/")
    'CC BY 4.0'
    """
    if "creativecommons.org/publicdomain/zero/1.0" in licence:
        return "CC0 1.0"
    deed = re.search(r"creativecommons\.org/licenses/(by[a-z-]*)/([0-9.]+)(?:/(jp))?", licence)
    return f"CC {deed[1].upper()} {deed[2]}{' JP' if deed[3] else ''}" if deed else licence
