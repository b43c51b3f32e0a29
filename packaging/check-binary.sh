#!/bin/sh
# Whether a binary can be published: static, stripped, and small enough.
#
#   packaging/check-binary.sh BINARY BYTES_MAX
set -eu
bytes=$(stat -c %s "$1")
headers=$(readelf --wide --program-headers --section-headers "$1")
case $headers in *INTERP*) echo "$1 is not static" >&2; exit 1 ;; esac
case $headers in *.symtab*) echo "$1 is not stripped" >&2; exit 1 ;; esac
if [ "$bytes" -ge "$2" ]; then
    echo "$1 has $bytes bytes, which must be fewer than $2" >&2
    exit 1
fi
echo "$1: static, stripped, $bytes bytes"
