# ruff: noqa: S608 - SPARQL
"""Whatever is sent gets an answer or a reason, and nothing breaks."""

from __future__ import annotations

import contextlib

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keikaku.ground.errors import EndpointError
from keikaku.web.server.protocol import requests
from tests.serving_sparql.running import W3C, Endpoint

BYTES = st.binary(max_size=80) | st.lists(
    st.sampled_from(
        [b"query=", b"&", b"=", b"%", b"%ff", b"%E8", b"ASK%7B%7D", b"format=", b"csv", b";", b"\xe8"]
    ),
    max_size=12,
).map(b"".join)
TYPES = (
    st.none()
    | st.text(max_size=40)
    | st.sampled_from(
        [
            requests.FORM,
            requests.DIRECT,
            f"{requests.DIRECT};charset=",
            f'{requests.FORM}; charset="utf-8"',
            ";;=",
            "/",
        ]
    )
)
WORDS = f"""SELECT ASK CONSTRUCT DESCRIBE WHERE FROM NAMED <{W3C}data1.rdf> <a:b> ?a ?b * {{ }} ( ) . ; , a GRAPH
    OPTIONAL UNION MINUS FILTER EXISTS BIND AS VALUES 1 "x" 'y'@ja LIMIT 5 ORDER BY GROUP COUNT PREFIX e: e:f BASE
    SERVICE INSERT DATA LOAD \\ # 計画 [] _:b true + / ^ | !""".split()


@given(query_string=BYTES, content_type=TYPES, body=BYTES)
def test_any_bytes_are_read_or_refused(query_string: bytes, content_type: str | None, body: bytes) -> None:
    with contextlib.suppress(EndpointError):
        asked = requests.read(query_string, content_type, body)
        assert isinstance(asked.query, str)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=60) | st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_any_text_is_answered_or_refused(endpoint: Endpoint, query: str) -> None:
    with contextlib.suppress(UnicodeEncodeError):  # half a pair cannot be sent
        reply = endpoint.ask(query)
        assert reply.status in (200, 400, 422), (query, reply.text)
        assert reply.body


def test_it_is_as_whole_as_before(endpoint: Endpoint) -> None:
    assert endpoint.ask("ASK {}").status == 200
