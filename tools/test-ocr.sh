#!/bin/sh
# Installs tesseract with its Japanese models (Debian, Ubuntu), the second engine of text recognition, which pip cannot
# bring. Where it cannot be installed, the tests that hold two engines against each other say what is missing.
set -eu
if command -v tesseract >/dev/null && tesseract --list-langs 2>/dev/null | grep -qx jpn_vert; then exit 0; fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "tesseract is missing: apt-get install tesseract-ocr tesseract-ocr-jpn tesseract-ocr-jpn-vert" >&2
    exit 0
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    tesseract-ocr tesseract-ocr-jpn tesseract-ocr-jpn-vert; } >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
