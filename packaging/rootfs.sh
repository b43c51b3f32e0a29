#!/bin/sh
# Makes the root of the container image, as a tar: the program, whom it runs as, the certificate
# authorities that this machine trusts (for NATS; all else has its own), and the folder of its data.
#
#   packaging/rootfs.sh BINARY TAR
#
# A binary that is not static, as tests have it, gets the libraries that it loads.
set -eu
binary=$1 tar=$2
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/etc/holdfast" "$root/etc/ssl/certs" "$root/data"
install -m 0755 "$binary" "$root/holdfast"
echo 'holdfast:x:65532:65532::/data:/holdfast' >"$root/etc/passwd"
echo 'holdfast:x:65532:' >"$root/etc/group"
cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
if readelf --wide --program-headers "$binary" | grep -q INTERP; then
    ldd "$binary" | grep -o '/[^ ]*' | while read -r library; do
        mkdir -p "$root$(dirname "$library")"
        cp -L "$library" "$root$library"
    done
fi
chmod -R u=rwX,go=rX "$root"
chmod 0700 "$root/data"
set -- --sort=name --mtime="@${SOURCE_DATE_EPOCH:-0}" --format=gnu --numeric-owner -C "$root"
tar --owner=0 --group=0 --exclude=./data -cf "$tar" "$@" .
tar --owner=65532 --group=65532 -rf "$tar" "$@" ./data
