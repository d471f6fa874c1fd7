#!/bin/sh
# Makes a virtual environment, or brings one up to date: install.sh FOLDER LOCK [PYTHON]
# LOCK is a name in locks/: run, test (with keikaku itself, editable) or sssom. Every file that pip takes must have a
# hash that the lock names, those that build packages too, so that a release of tomorrow changes nothing here.
# With NEWEST set, the newest releases that pyproject.toml allows are installed instead.
set -eu
folder=$1 lock=$2 python=${3:-python3}
[ -x "$folder/bin/python" ] || "$python" -m venv "$folder" ||
    { echo "The venv module is missing: apt-get install python3-venv" >&2; exit 1; }
install() { "$folder/bin/python" -m pip install -q --disable-pip-version-check "$@"; }
if [ -n "${NEWEST:-}" ]; then
    install --upgrade 'pip>=25.1' # the first that knows --group
    case $lock in
        run) install --upgrade --upgrade-strategy eager -e . ;;
        test) install --upgrade --upgrade-strategy eager --group build -e . --group dev ;;
        *) install --upgrade --upgrade-strategy eager --group "$lock" ;;
    esac
    exit 0
fi
install --require-hashes --only-binary :all: -r locks/build.txt
case $lock in
    run | test)
        install --require-hashes -r "locks/$lock.txt"
        install --no-deps --no-build-isolation -e .
        ;;
    *) install --require-hashes --no-build-isolation --no-compile -r "locks/$lock.txt" ;; # little of it is ever run
esac
