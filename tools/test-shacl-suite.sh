#!/bin/sh
# Fetches the W3C's SHACL test suite, which a test runs: pyshacl's source package carries it as it is.
# Where it cannot be fetched, the test says what is missing.
set -eu
[ -f build/shacl-suite/manifest.ttl ] && exit 0
version=0.40.1
python=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! "$python" -m pip download -q --disable-pip-version-check --no-deps --no-binary :all: -d "$work" \
    "pyshacl==$version" >"$work/log" 2>&1; then
    cat "$work/log" >&2
    exit 1
fi
tar -xzf "$work/pyshacl-$version.tar.gz" -C "$work"
mkdir -p build
mv "$work/pyshacl-$version/test/resources/sht_tests" build/shacl-suite
