"""``keikaku index``: the columnar index of a store, and its tables as Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keikaku.cli.options import DEFAULT_STORE, LangOption, StoreOption
from keikaku.cli.running import chosen_language, says_errors


@says_errors
def index_command(
    store: StoreOption = DEFAULT_STORE,
    parquet: Annotated[
        Path | None, typer.Option("--parquet", help="Folder for its tables as Parquet files.", metavar="DIR")
    ] = None,
    memory: Annotated[
        int, typer.Option("--memory-mib", min=64, help="Memory to use before going to the disk, in MiB.")
    ] = 1024,
    force: Annotated[bool, typer.Option("--force", help="Make it again though nothing changed.")] = False,
    lang: LangOption = "",
) -> int:
    """Make the index from which questions over many municipalities are answered quickly.

    多数の自治体にまたがる質問にすばやく答えるための索引を作ります。

    Example: keikaku index --parquet tables
    """
    from keikaku.asking.columns.index import Index
    from keikaku.ground.messages import say
    from keikaku.store.folder import filled

    language = chosen_language(lang)
    index = Index(filled(store))
    if index.fresh and not force:
        print(say("indexing.fresh", path=index.path).text(language))
    else:
        index.make(memory=f"{memory}MiB")
        made = say("indexing.made", documents=len(index.store.documents), path=index.path)
        print(made.text(language))
    for path in index.write_parquet(parquet) if parquet else ():
        print(path)
    return 0
