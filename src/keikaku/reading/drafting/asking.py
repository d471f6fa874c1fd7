"""The plug-in point of drafts: what a publisher connects may answer open questions, in the document's own words alone.

Nothing is connected unless the caller says so. An answer counts only where the document prints it word by word, white space
aside; what is taken is then found in the document like anything else, with its line.
"""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Callable

from keikaku.documents.numbered_lines import Document, Line
from keikaku.ground.errors import RecognitionError
from keikaku.ground.messages import sentence
from keikaku.ground.text.folding import fold

Ask = Callable[[str, str], str]
"""Answers a question about a text, "" where it does not know."""

SECONDS = 120
"""How long a program may think about one question: a model on an ordinary machine reads some pages a minute."""
_FEWEST = 2
"""Characters of the shortest answer: one stands in any document."""
QUESTIONS = {"title": "drafting.ask-title", "period": "drafting.ask-period"}
"""What can be asked; it is asked in the language of the documents."""


def answer(ask: Ask | None, question: str, document: Document) -> tuple[str, Line] | None:
    """Return an answer as the document prints it, and the first line that does; nothing where there is none.

    Args:
        ask: What answers, or nothing.
        question: A key of `QUESTIONS`.
        document: The document.
    """
    if ask is None:
        return None
    text = "\n".join(line.text for line in document.lines)
    wanted = "".join(fold(ask(sentence(QUESTIONS[question], "ja"), text)).split())
    for line in document.lines if len(wanted) >= _FEWEST else ():
        places = [at for at, char in enumerate(line.folded) if not char.isspace()]
        begin = "".join(line.folded[at] for at in places).find(wanted)
        if begin >= 0:
            return line.text[places[begin] : places[begin + len(wanted) - 1] + 1], line
    return None


def program(command: str) -> Ask:
    """Return what asks a program: it gets ``{"question": …, "text": …}`` on standard input and prints its answer.

    Args:
        command: The program with its arguments, as a shell would be told; no shell runs it.
    """

    def ask(question: str, text: str) -> str:
        said = json.dumps({"question": question, "text": text}, ensure_ascii=False).encode()
        try:
            done = subprocess.run(  # noqa: S603 - the user's own program, named on the command line
                shlex.split(command), input=said, capture_output=True, timeout=SECONDS, check=True
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise RecognitionError("reading.no-answer", program=command, why=str(error)) from error
        return done.stdout.decode("utf-8", "replace")

    return ask
