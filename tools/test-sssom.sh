#!/bin/sh
# Installs sssom-py, which a test has read what keikaku writes, into an environment of its own: its plugins for
# pytest and rdflib would change the tests. test-sssom.sh FOLDER [PYTHON]
set -eu
[ -x "$1/bin/sssom" ] && [ "$1/bin/sssom" -nt locks/sssom.txt ] && exit 0
sh tools/install.sh "$1" sssom "${2:-python3}"
touch "$1/bin/sssom"
