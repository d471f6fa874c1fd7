#!/bin/sh
# Fetches the W3C's SHACL test suite, which a test runs: the source package of the locked pyshacl carries it as it is.
# Where it cannot be fetched, the test says what is missing.
set -eu
[ -f build/shacl-suite/manifest.ttl ] && exit 0
python=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sed -n '/^pyshacl==/,/[^\\]$/p' locks/test.txt >"$work/pyshacl.txt"
# pip asks a source package for its name, which takes the tool that builds it: locks/build.txt has brought it.
if ! "$python" -m pip download -q --disable-pip-version-check --no-deps --no-binary :all: --no-build-isolation \
    --require-hashes -r "$work/pyshacl.txt" -d "$work" >"$work/log" 2>&1; then
    cat "$work/log" >&2
    exit 1
fi
tar -xzf "$work"/pyshacl-*.tar.gz -C "$work"
mkdir -p build
mv "$work"/pyshacl-*/test/resources/sht_tests build/shacl-suite
