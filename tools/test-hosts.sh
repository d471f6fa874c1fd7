#!/bin/sh
# Installs the web servers that the tests put a published site on: nginx and Apache, from Debian or Ubuntu.
# Does nothing where they are there already, or where they cannot be installed; the tests then say what is missing.
set -eu
PATH=$PATH:/usr/sbin
command -v nginx >/dev/null && command -v apache2 >/dev/null && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "nginx or Apache is missing, their tests are skipped: apt-get install nginx-light apache2-bin" >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
policy=/usr/sbin/policy-rc.d
# Services are not wanted: the tests start their own, in folders of their own.
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    trap 'rm -f "$log" "$policy"' EXIT
else
    trap 'rm -f "$log"' EXIT
fi
if ! { apt-get update -q && apt-get install -y -q --no-install-recommends nginx-light apache2-bin; } >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
