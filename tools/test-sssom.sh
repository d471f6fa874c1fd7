#!/bin/sh
# Installs sssom-py, which a test has read what keikaku writes, into an environment of its own: its plugins for
# pytest and rdflib would change the tests. Where it cannot be installed, the test says what is missing.
set -eu
[ -x build/sssom/bin/sssom ] && exit 0
python=$1
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "$python" -m venv build/sssom && build/sssom/bin/python -m pip install -q --disable-pip-version-check "pip>=25.1" &&
    build/sssom/bin/python -m pip install -q --disable-pip-version-check --group sssom; } >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
