#!/bin/sh
# Installs the SPARQL server that the tests start and pip cannot bring: Virtuoso, from Debian or Ubuntu.
# Does nothing where it is there already, or where it cannot be installed; the tests then say what is missing.
set -eu
command -v virtuoso-t >/dev/null && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Virtuoso is missing, its tests are skipped: apt-get install virtuoso-opensource" >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# A service is not wanted: the tests start their own, in a folder of their own.
if ! { apt-get update -q && apt-get install -y -q --no-install-recommends virtuoso-opensource-7-bin openssl; } >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
