"""``keikaku reviewer``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from keikaku.cli.options import LangOption
from keikaku.cli.running import chosen_language, says_errors
from keikaku.ground.errors import ReviewError
from keikaku.ground.messages import Language, say, sentence


@says_errors
def reviewer_command(
    id_: Annotated[str, typer.Argument(help="Their id; published with what they decide.", metavar="ID")],
    role: Annotated[str, typer.Option("--role", help="In what role; published.", metavar="ROLE")] = "",
    may: Annotated[
        str, typer.Option("--may", help="What they may do: read, decide or accept.", metavar="RIGHT")
    ] = "decide",
    name: Annotated[
        str, typer.Option("--name", help="Their name, kept in local files; not published.", metavar="NAME")
    ] = "",
    users: Annotated[
        Path, typer.Option("--users", help="The file of who may come to the desk.", metavar="FILE")
    ] = Path("users.yml"),
    password: Annotated[
        bool,
        typer.Option(
            "--password/--no-password",
            help="Ask for a password; none for who logs in at a proxy, or to keep the one that is there.",
        ),
    ] = True,
    remove: Annotated[bool, typer.Option("--remove", help="Take them out; what they decided stays.")] = False,
    lang: LangOption = "",
) -> int:
    """Add somebody to those who may come to a desk that is served to several, or change what they may do.

    複数人で使うレビュー画面(keikaku serve --review)の利用者を追加・変更・削除します。パスワードはハッシュで保存します。

    The password is asked for, or read as a line of standard input where that is no terminal.

    Example: keikaku reviewer t-mita --role 企画課 --may accept --users users.yml
    """
    from keikaku.reading.decisions.reviewers import reviewer
    from keikaku.web.desk import people

    language = chosen_language(lang)
    if remove:
        people.remove(users, id_)
        said = say("cli.id-taken-out", id=id_).text(language)
    else:
        by = reviewer(id_, role, name)
        if may.upper() not in people.Right.__members__:
            raise typer.BadParameter("read, decide, accept", param_hint="--may")
        secret = people.hashed(_password(language)) if password else ""
        people.keep(users, people.Person(by.id, by.role, people.Right[may.upper()], by.name, secret))
        said = say("cli.may-come", id_=by.id, role=by.role, may=may).text(language)
    typer.echo(f"{said}: {users}", err=True)
    return 0


def _password(language: Language) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    asked = (sentence(name, language) for name in ("cli.password", "cli.again"))
    first, again = (typer.prompt(one, hide_input=True, err=True) for one in asked)
    if first != again:
        raise ReviewError("desk.passwords-differ")
    return str(first)
