#!/bin/sh
# Writes locks/ anew from pyproject.toml, with the newest releases that fit together: `make lock`, with network.
# uv resolves for all platforms and Pythons at once (markers) and notes the hashes of every file of a release, and pip
# reads what it writes; it is needed here alone.
set -eu
python=${1:-python3}
uv=build/uv/bin/uv
[ -x "$uv" ] || { "$python" -m venv build/uv && build/uv/bin/python -m pip install -q --disable-pip-version-check uv; }
compile() {
    name=$1
    shift
    # Few forks: one version for all Pythons, wherever there is one that all can have.
    "$uv" pip compile -q --no-config --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
        --no-annotate --no-emit-index-url --no-header --upgrade -o "build/uv/$name.txt" "$@"
    { echo "# Written by \`make lock\` (tools/lock.sh) from pyproject.toml. Not edited by hand."; cat "build/uv/$name.txt"; } \
        >"locks/$name.txt"
}
mkdir -p locks
compile test pyproject.toml --group dev --group build
compile run pyproject.toml -c locks/test.txt
compile serve pyproject.toml --extra documents --extra index --extra mcp --extra readings --extra serve -c locks/test.txt
compile build --group build -c locks/test.txt
compile sssom --group sssom -c locks/build.txt
