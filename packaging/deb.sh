#!/bin/sh
# Makes the Debian package of a binary: the program, its service and user, its configuration in
# /etc/holdfast (which an upgrade leaves as it is), and its data in /var/lib/holdfast (which only a purge
# that was told so deletes).
#
#   packaging/deb.sh BINARY amd64|arm64 FOLDER
#
# HOLDFAST_MAINTAINER is who answers for it: name and address. Its dates are those of SOURCE_DATE_EPOCH. HOLDFAST_DEB_LEVEL
# is how hard it is packed, 0 to 9.
set -eu
binary=$1 arch=$2 into=$3
here=$(dirname "$0")
version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$here/../Cargo.toml" | head -n 1)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(date +%s)}
date=$(date -u -R -d "@$SOURCE_DATE_EPOCH")
maintainer=${HOLDFAST_MAINTAINER:-Holdfast <holdfast@localhost>}
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
umask 022
chmod 0755 "$root"

install -D -m 0755 "$binary" "$root/usr/bin/holdfast"
install -D -m 0644 "$here/holdfast.service" "$root/usr/lib/systemd/system/holdfast.service"
install -d "$root/etc/holdfast" "$root/usr/share/doc/holdfast" "$root/usr/share/lintian/overrides"
sed 's|^path = "data"|path = "/var/lib/holdfast"|' "$here/../config.toml" >"$root/etc/holdfast/config.toml"
cp "$here/../README.md" "$root/usr/share/doc/holdfast/"
cp "$here/deb/copyright" "$root/usr/share/doc/holdfast/"
cp "$here/deb/lintian-overrides" "$root/usr/share/lintian/overrides/holdfast"
gzip -9n >"$root/usr/share/doc/holdfast/changelog.gz" <<END
holdfast ($version) unstable; urgency=medium

  * Release $version.

 -- $maintainer  $date
END

install -d "$root/DEBIAN"
installed=$(du -k --apparent-size -s "$root" | cut -f1)
sed -e "s/@version@/$version/; s/@arch@/$arch/; s/@installed@/$installed/; s/@maintainer@/$maintainer/" \
    "$here/deb/control" >"$root/DEBIAN/control"
# glibc by what a binary that tests bring needs; the released one is static.
readelf --wide --program-headers "$binary" | grep -q INTERP &&
    sed -i 's/^Depends: /&libc6, libgcc-s1, /' "$root/DEBIAN/control"
echo /etc/holdfast/config.toml >"$root/DEBIAN/conffiles"
cp "$here/deb/templates" "$root/DEBIAN/"
for script in config postinst prerm postrm; do install -m 0755 "$here/deb/$script" "$root/DEBIAN/"; done
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
find "$root" -exec touch --no-dereference -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz "-z${HOLDFAST_DEB_LEVEL:-6}" --build "$root" "$into/holdfast_${version}_$arch.deb" >/dev/null
echo "$into/holdfast_${version}_$arch.deb"
