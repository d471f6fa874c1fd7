#!/bin/sh
# Installs iproute2 (Debian, Ubuntu), with which the tests of the cluster make hosts in network namespaces. Where it
# cannot be installed, those tests say what is missing.
set -eu
command -v ip >/dev/null && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "ip is missing, the tests of the cluster are skipped: apt-get install iproute2" >&2
    exit 0
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends iproute2; } >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
