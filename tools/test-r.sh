#!/bin/sh
# Installs R, by which a test runs docs/plans.R over the tables, from Debian or Ubuntu: some 200 MB, so the nightly run alone.
# Does nothing where it is there already, or where it cannot be installed; the test is then skipped.
set -eu
command -v Rscript >/dev/null && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "R is missing, its test is skipped: apt-get install r-base-core" >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { apt-get update -q && apt-get install -y -q --no-install-recommends r-base-core; } >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
