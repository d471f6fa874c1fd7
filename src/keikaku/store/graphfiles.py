"""What a file of a store's graphs may hold: N-Quads of RDF 1.1, in named graphs, each whole on its line.

A store can come from anybody, its hashes right and its lines made to end the process that reads them (Oxigraph
reads RDF 1.2's triples within triples by recursion). Where all lines pass, every parser of N-Quads takes them.
"""

from __future__ import annotations

import re

_IRI = rb"<[^<>\\ \t\n\r\f\v]++>"  # without \s: a class that holds another one is looked up half as fast
_BLANK = rb"_:[0-9A-Za-z_](?:[\w.-]*[\w-])?"
_ESCAPE = (
    rb"""\\(?:[tbnrf"'\\]|u(?![Dd][89A-Fa-f])[0-9A-Fa-f]{4}"""
    rb"|U(?:0000(?![Dd][89A-Fa-f])|000[1-9A-Fa-f]|0010)[0-9A-Fa-f]{4})"
)
_TEXT = rb'[^"\\\r\n]*+(?:%s[^"\\\r\n]*+)*+' % _ESCAPE
_LITERAL = rb'"%s"(?:@[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*+|\^\^%s)?' % (_TEXT, _IRI)
_LINE = rb"(?:%s|%s) %s (?:%s|%s|%s) %s \.\n" % (_IRI, _BLANK, _IRI, _IRI, _LITERAL, _BLANK, _IRI)
_LINES = re.compile(rb"(?:%s)*+" % _LINE)


def fault(data: bytes) -> int | None:
    """Return the number of the first line, from 1, that a graph file cannot hold; None where there is none.

    Args:
        data: The bytes of the file.
    """
    try:
        data.decode()
    except UnicodeDecodeError as error:
        data, is_text = data[: data.rfind(b"\n", 0, error.start) + 1], False
    else:
        is_text = True
    match = _LINES.match(data)
    end = match.end() if match else 0
    return None if is_text and end == len(data) else data.count(b"\n", 0, end) + 1
