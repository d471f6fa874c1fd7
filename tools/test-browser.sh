#!/bin/sh
# Installs what the browser tests need and pip cannot bring: Chromium with its driver (Debian, Ubuntu) and axe-core,
# which checks accessibility (npm, into build/). What cannot be installed is named; its tests are then skipped.
set -eu
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! command -v chromium >/dev/null || ! command -v chromedriver >/dev/null; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "Chromium is missing, its tests are skipped: apt-get install chromium chromium-driver fonts-noto-cjk" >&2
    elif ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        chromium chromium-driver fonts-noto-cjk; } >"$log" 2>&1; then
        cat "$log" >&2
        exit 1
    fi
fi
axe=build/browser/node_modules/axe-core/axe.min.js
if [ ! -f "$axe" ]; then
    if ! command -v npm >/dev/null; then
        echo "npm is missing, the accessibility tests are skipped" >&2
    elif ! npm install --silent --no-audit --no-fund --ignore-scripts --prefix build/browser axe-core@4 >"$log" 2>&1; then
        cat "$log" >&2
        exit 1
    fi
fi
