"""The command line: turns what the library returns and raises into text and an exit status.

Exit status: 0 fine, 1 something does not conform, 2 something could not be done.
"""

from __future__ import annotations

import io
import sys
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from keikaku import __version__, query_commands, show
from keikaku.audit import command as audits
from keikaku.audit.scope import Scope
from keikaku.building.command import build_command, check_command
from keikaku.columns.command import index_command
from keikaku.commands import (
    DEFAULT_STORE,
    LangOption,
    LoadersOption,
    StoreOption,
    chosen_language,
    filled,
    refuse_unwritable,
    says_errors,
    write,
)
from keikaku.documents.command import text_command
from keikaku.errors import OutputError
from keikaku.examples import examples_command
from keikaku.export import FORMATS
from keikaku.files import write_whole
from keikaku.loaders import Loaders
from keikaku.migration.command import migrate_command
from keikaku.publishing.command import publish_command
from keikaku.servers import commands as server_commands
from keikaku.servers.commands import EndpointOption, TimeoutOption
from keikaku.serving.command import serve_command
from keikaku.shacl.command import validate_command
from keikaku.store import Store
from keikaku.suggest import commands as suggest_commands
from keikaku.suggest.reviewers import reviewer
from keikaku.tracing import drawings
from keikaku.tracing.trace import find, lineage

app = typer.Typer(
    name="keikaku",
    help="Turn the plans of Japanese local governments into linked open data. 自治体の計画をリンクトオープンデータに。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


app.command("build")(build_command)
app.command("check")(check_command)
app.command("validate")(validate_command)
app.command("examples")(examples_command)
app.command("text")(text_command)


@app.command("export")
@says_errors
def export_command(
    format_: Annotated[str, typer.Option("--format", "-f", help=f"One of {', '.join(FORMATS)}.")] = "nquads",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; standard output else.")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    lang: LangOption = "",
) -> None:
    """Write the store in a format that other tools read.

    ストアの内容を、ほかのツールで読める形式で書き出します。

    Example: keikaku export --format turtle --output plans.ttl
    """
    if format_ not in FORMATS:
        raise typer.BadParameter(f"one of {', '.join(FORMATS)}", param_hint="--format")
    chunks = FORMATS[format_](filled(store))
    if output is None:
        sys.stdout.buffer.writelines(chunks)
        return
    refuse_unwritable(output)
    try:
        write_whole(output, chunks)
    except OSError as error:
        raise OutputError(path=output, why=error.strerror or str(error)) from error


@app.command("trace")
@says_errors
def trace_command(
    name: Annotated[str, typer.Argument(help="A name, part of one, or an IRI.", metavar="NAME-OR-IRI")],
    store: StoreOption = DEFAULT_STORE,
    up: Annotated[bool, typer.Option("--up/--no-up", help="Follow what it serves.")] = True,
    down: Annotated[bool, typer.Option("--down/--no-down", help="Follow what serves it.")] = True,
    format_: Annotated[
        str, typer.Option("--format", "-f", help="tree, json, graphml, dot, mermaid or svg.")
    ] = "tree",
    endpoint: EndpointOption = None,
    timeout: TimeoutOption = 60.0,
    lang: LangOption = "",
) -> None:
    """Show what a project, measure, goal, indicator, department, SDG or code serves, and what serves it.

    事業・施策・目標・指標・担当課・SDGs などの系譜を、上下にたどって示します。

    Example: keikaku trace 川のきれいな水を守る
    """
    if format_ not in ("tree", *drawings.FORMATS):
        raise typer.BadParameter(f"one of tree, {', '.join(drawings.FORMATS)}", param_hint="--format")
    if endpoint:
        graph, thing = server_commands.trace(
            endpoint, name, up=up, down=down, timeout=timeout, language=chosen_language(lang)
        )
    else:
        memory = filled(store).load()
        thing = find(memory, name)
        graph = lineage(memory, thing.iri, up=up, down=down)
    if format_ == "tree":
        show.lineage_tree(graph, thing.iri)
    else:
        write(drawings.FORMATS[format_](graph))


@app.command("query")
@says_errors
def query_command(
    name: Annotated[str, typer.Argument(help="A query of the library, or a file.", metavar="NAME-OR-FILE")],
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="A parameter, key=value.", metavar="KEY=VALUE")
    ] = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format", "-f", help="table, csv, tsv, json or markdown; turtle or ntriples for a graph."
        ),
    ] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; standard output else.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the query with its parameters bound, and stop.")
    ] = False,
    whole: Annotated[bool, typer.Option("--iris", help="Show IRIs in the table also beside labels.")] = False,
    store: StoreOption = DEFAULT_STORE,
    endpoint: EndpointOption = None,
    timeout: TimeoutOption = 60.0,
    lang: LangOption = "",
) -> int:
    """Answer a question of the library, or of a file, from the store or from SPARQL servers.

    ライブラリーの質問(またはファイルの SPARQL)に、ストアや SPARQL サーバーから答えます。

    Example: keikaku query sdg-coverage
    """
    return query_commands.answer_query(
        name,
        param or [],
        format_=format_,
        output=output,
        explain=explain,
        whole=whole,
        store=store,
        endpoints=endpoint or (),
        timeout=timeout,
        language=chosen_language(lang),
    )


@app.command("queries")
@says_errors
def queries_command(
    word: Annotated[str, typer.Argument(help="Only those about a word.")] = "", lang: LangOption = ""
) -> int:
    """List the questions of the library with their parameters.

    質問(クエリ)の一覧とパラメーターを示します。

    Example: keikaku queries sdg
    """
    return query_commands.list_queries(word, chosen_language(lang))


@app.command("push")
@says_errors
def push_command(
    url: Annotated[str, typer.Argument(help="Address of the server.", metavar="URL")],
    store: StoreOption = DEFAULT_STORE,
    vocabularies: Annotated[
        bool, typer.Option("--vocabularies/--no-vocabularies", help="Send the ontology and code lists too.")
    ] = True,
    everything: Annotated[
        bool, typer.Option("--everything", help="Send also what is there already.")
    ] = False,
    replace_decisions: Annotated[
        bool,
        typer.Option("--replace-decisions", help="Send although decisions that stand there alone are lost."),
    ] = False,
    update: Annotated[
        str, typer.Option("--update-url", help="Address of the update service, where it cannot be guessed.")
    ] = "",
    graphs: Annotated[
        str, typer.Option("--graphs-url", help="Address of the graph store, where it cannot be guessed.")
    ] = "",
    timeout: TimeoutOption = 60.0,
    lang: LangOption = "",
) -> int:
    """Send the store to a SPARQL server, a graph at a time; what is there already is left alone.

    ストアを SPARQL サーバーへ送信します。送信済みのグラフは送りません。

    Name and password: KEIKAKU_USER and KEIKAKU_PASSWORD, or a netrc.

    Example: keikaku push http://localhost:7878
    """
    return server_commands.push(
        url,
        filled(store),
        update=update,
        graphs=graphs,
        vocabularies=vocabularies,
        everything=everything,
        replace_decisions=replace_decisions,
        timeout=timeout,
        language=chosen_language(lang),
    )


@app.command("pull")
@says_errors
def pull_command(
    url: Annotated[str, typer.Argument(help="Address of the server.", metavar="URL")],
    store: StoreOption = DEFAULT_STORE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File of N-Quads to write; the store else.")
    ] = None,
    changed: Annotated[
        bool, typer.Option("--changed", help="Take also graphs that are not as they were pushed.")
    ] = False,
    decisions: Annotated[
        bool, typer.Option("--decisions", help="Only add what people decided about links to the store.")
    ] = False,
    graphs: Annotated[
        str, typer.Option("--graphs-url", help="Address of the graph store, where it cannot be guessed.")
    ] = "",
    timeout: TimeoutOption = 60.0,
    lang: LangOption = "",
) -> int:
    """Fetch the graphs of a SPARQL server into the store, or into a file: all of them or none.

    SPARQL サーバーのグラフを、ストアまたはファイルに取り込みます。

    Example: keikaku pull http://localhost:7878 --store copy.store
    """
    language = chosen_language(lang)
    if decisions:
        if output:
            raise typer.BadParameter("goes into the store", param_hint="--decisions")
        return server_commands.pull_decisions(
            url, filled(store), graphs=graphs, timeout=timeout, language=language
        )
    if output:
        refuse_unwritable(output)
    return server_commands.pull(
        url,
        output or Store(store),
        graphs=graphs,
        changed=changed,
        timeout=timeout,
        language=language,
    )


@app.command("loaders")
@says_errors
def loaders_command(loaders: LoadersOption = None, lang: LangOption = "") -> None:
    """List the loaders: which document series keikaku can read.

    読み取れる文書の系列(ローダー)の一覧を示します。

    Example: keikaku loaders --loaders my-loaders/
    """
    show.loaders(Loaders.of(loaders or ()), chosen_language(lang))


@app.command("vocab")
@says_errors
def vocab_command(
    name: Annotated[str, typer.Argument(help="A term, a code, or a municipality's name or code.")] = "",
    lang: LangOption = "",
) -> int:
    """List the terms and codes, or show one; find a municipality by name or code.

    語彙とコードを示します。自治体は名前・読み・団体コードで探せます。

    Example: keikaku vocab 施策
    """
    return show.vocabulary(name, chosen_language(lang))


@app.command("audit")
@says_errors
def audit_command(
    plan: audits.PlanOption = "",
    municipality: audits.MunicipalityOption = "",
    as_of: audits.AsOfOption = "",
    output: audits.OutputOption = None,
    format_: audits.FormatOption = None,
    shapes: audits.ShapesOption = False,
    store: StoreOption = DEFAULT_STORE,
    endpoint: EndpointOption = None,
    timeout: TimeoutOption = 60.0,
    lang: LangOption = "",
) -> int:
    """Audit which measures serve which SDGs and strategy goals, what is missing, and where it says so.

    どの施策がどのSDGs・総合戦略に対応するか、何が欠けているかを、出典の行とともに監査します。

    Example: keikaku audit --municipality 架空町 --output paper
    """
    with server_commands.fetched(endpoint, timeout) if endpoint else nullcontext(store) as path:
        return audits.run(
            path,
            Scope(plan=plan, municipality=municipality, as_of=as_of),
            output=output,
            formats=format_ or [],
            shapes=shapes,
            language=chosen_language(lang),
            endpoints=endpoint or (),
        )


@app.command("suggest")
@says_errors
def suggest_command(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; standard output else.")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    least: Annotated[
        float, typer.Option("--min-confidence", min=0.0, max=1.0, help="Lowest confidence of a link.")
    ] = 0.5,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="Date to write into the table; none otherwise."),
    ] = None,
    record: Annotated[
        bool, typer.Option("--record", help="Put the suggestions into the store too, as nobody's decision.")
    ] = False,
    lang: LangOption = "",
) -> int:
    """Suggest SDG goals for measures, and national goals for strategy goals, as an SSSOM table.

    施策に SDGs の目標を、総合戦略の基本目標に国の目標を提案し、SSSOM の表として書き出します。

    Example: keikaku suggest --output links.sssom.tsv
    """
    refuse_unwritable(output)
    return suggest_commands.suggest(
        store, output=output, least=least, as_of=as_of, record=record, language=chosen_language(lang)
    )


@app.command("confirm")
@says_errors
def confirm_command(
    file: Annotated[Path, typer.Argument(help="The table of suggest, edited.", metavar="FILE")],
    by: Annotated[str, typer.Option("--by", help="Id of who decides; published.", metavar="ID")] = "",
    role: Annotated[
        str, typer.Option("--role", help="In what role they decide; published.", metavar="ROLE")
    ] = "",
    name: Annotated[
        str, typer.Option("--name", help="Their name, kept in a local file; not published.", metavar="NAME")
    ] = "",
    confirm_all: Annotated[
        bool, typer.Option("--all", help="Confirm every row that is not rejected, looked at or not.")
    ] = False,
    date: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="Day of the decision; today otherwise."),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    wait: Annotated[
        float, typer.Option(min=0, help="Seconds to wait for another process that holds the store.")
    ] = 10.0,
    lang: LangOption = "",
) -> int:
    """Take back a table of suggestions: what is marked in ext_decision is confirmed or rejected, the rest stays open.

    編集した提案の表を取り込みます。ext_decision 列に「確認」「却下」と書いた行だけを判断として記録し、空の行は未判断のままです。

    Example: keikaku confirm links.sssom.tsv --by k-yamada --role 企画課
    """
    return suggest_commands.confirm(
        file,
        by=reviewer(by, role, name),
        on=date,
        confirm_all=confirm_all,
        store=store,
        wait=wait,
        language=chosen_language(lang),
    )


app.command("index")(index_command)
app.command("migrate")(migrate_command)


app.command("publish")(publish_command)
app.command("serve")(serve_command)


@app.callback(invoke_without_command=True)
def _main(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", is_eager=True)
    ] = False,
) -> None:
    if version:
        print(f"keikaku {__version__}")
        raise typer.Exit(0)


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that cannot show ① shows something else
            stream.reconfigure(errors="backslashreplace")
    return app(arguments)
