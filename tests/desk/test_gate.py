"""Nobody gets anything from the desk but the browser that was given its address."""

from __future__ import annotations

import pytest

from keikaku.web.desk.gate import IDLE
from tests.desk.conftest import HERE, HOST, Desk

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def test_the_key_is_exchanged_at_once_for_a_cookie_that_scripts_and_other_sites_do_not_get(
    desk: Desk,
) -> None:
    fresh = desk_again(desk)
    answer = fresh.client.get("/", params={"key": fresh.gate.key})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert {"httponly", "samesite=strict", "path=/"} <= {part.strip() for part in cookie.split(";")}
    assert fresh.gate.key.lower() not in cookie
    assert fresh.client.get("/").status_code == 200


def test_a_key_works_once_and_no_other_key_does(desk: Desk) -> None:
    desk.client.cookies.clear()
    for key in (desk.gate.key, "", "x" * 43):
        assert desk.client.get("/", params={"key": key}).status_code == 401
    assert desk.client.get("/api/state").status_code == 401
    fresh = desk_again(desk)
    assert fresh.client.head("/", params={"key": fresh.gate.key}).status_code == 401
    assert (
        fresh.client.get("/", params={"key": fresh.gate.key}).status_code == 303
    )  # a look ahead spends nothing


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "127.0.0.1:9999"}, 421),
        ({"Host": "localhost:8711"}, 421),
        ({"Host": "desk.example:8711"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:9999"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/state", "/api/leaf/1", "/assets/desk.js"])
def test_what_another_host_or_origin_asks_is_refused(
    desk: Desk, path: str, headers: dict[str, str], status: int
) -> None:
    answer = desk.client.get(path, headers=headers)
    assert answer.status_code == status
    assert "access-control-allow-origin" not in answer.headers


def test_nothing_is_written_for_a_request_that_does_not_say_where_it_comes_from(desk: Desk) -> None:
    asked = {"text": "broken", "before": "", "keep": True}
    before = (desk.folder / "plan.yml").read_bytes()
    assert desk.client.post("/api/plan", json=asked).status_code == 403
    assert desk.client.post("/api/plan", content=b"{}", headers=HERE).status_code == 400  # a form is no JSON
    for method in ("PUT", "DELETE", "OPTIONS"):
        assert desk.client.request(method, "/api/plan", headers=HERE).status_code == 405
    assert (desk.folder / "plan.yml").read_bytes() == before
    assert not (desk.folder / "decisions.tsv").exists()


def test_a_session_ends_when_it_is_left_alone_and_with_its_desk(desk: Desk) -> None:
    desk.clock.now = IDLE - 1
    assert desk.client.get("/api/state").status_code == 200
    desk.clock.now += IDLE - 1  # it was used meanwhile
    assert desk.client.get("/api/state").status_code == 200
    other = desk_again(desk)
    other.client.cookies = desk.client.cookies
    assert other.client.get("/api/state").status_code == 401
    desk.clock.now += IDLE + 1
    answer = desk.client.get("/api/state")
    assert answer.status_code == 401
    assert "nothing that was decided is lost" in answer.json()["detail"]


def test_who_is_refused_in_a_browser_reads_a_sentence_on_a_page(desk: Desk) -> None:
    desk.client.cookies.clear()
    for asked, language, said in (("", "en", "keikaku review printed"), ("?lang=ja", "ja", "keikaku review")):
        page = desk.client.get(f"/{asked}", headers={"Accept": "text/html,*/*;q=0.8"})
        assert page.status_code == 401
        assert f'<html lang="{language}">' in page.text
        assert said in page.text
    assert desk.client.get("/assets/desk.css").status_code == 200  # so that the page has its styles
    assert desk.client.get("/api/state").json()["status"] == 401


def test_every_answer_forbids_other_sites_and_caches(desk: Desk) -> None:
    page = desk.client.get("/", headers={"Accept": "text/html"})
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for path in ("/", "/api/state", "/api/leaf/1", "/api/none"):
        headers = desk.client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"


def desk_again(desk: Desk) -> Desk:
    """Return another desk with the same document, as after a restart."""
    from tests.desk.conftest import desk_of

    fresh = desk_of(desk.folder / "plan.txt")
    assert fresh.client.base_url.netloc.decode() == HOST
    return fresh
