#!/bin/sh
# Bundles what the pages run in a browser (web/) into build/web, when the sources or the lock file are newer.
# "optional" as the argument: without node and npm it says what is missing, and goes on.
set -eu
made=build/web/assets/THIRD-PARTY-LICENSES.txt
[ -f "$made" ] && [ -z "$(find web -name node_modules -prune -o -type f -newer "$made" -print)" ] && exit 0
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "node and npm are missing: the SPARQL page and the lineage graph are left out (apt-get install nodejs npm)" >&2
    [ "${1:-}" = optional ] && exit 0
    exit 1
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { npm ci --prefix web --silent --no-audit --no-fund --ignore-scripts && node web/build.mjs; } >"$log" 2>&1; then
    cat "$log" >&2
    if [ "${1:-}" = optional ]; then
        echo "npm could not fetch the packages: the SPARQL page and the lineage graph are left out" >&2
        exit 0
    fi
    exit 1
fi
