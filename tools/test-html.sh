#!/bin/sh
# Installs the Nu HTML checker (npm, into build/) and the Java that runs it (Debian, Ubuntu).
# What cannot be installed is named; its tests are then skipped.
set -eu
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! command -v java >/dev/null; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "Java is missing, the pages are not checked: apt-get install default-jre-headless" >&2
    elif ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        default-jre-headless; } >"$log" 2>&1; then
        cat "$log" >&2
        exit 1
    fi
fi
jar=build/html/node_modules/vnu-jar/build/dist/vnu.jar
if [ ! -f "$jar" ]; then
    if ! command -v npm >/dev/null; then
        echo "npm is missing, the pages are not checked" >&2
    elif ! npm install --silent --no-audit --no-fund --ignore-scripts --prefix build/html vnu-jar@26.9.27 >"$log" 2>&1; then
        cat "$log" >&2
        exit 1
    fi
fi
