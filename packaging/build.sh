#!/usr/bin/env bash
# Builds a release into dist/: for each target a static binary, its bill of materials, a Debian package
# and the root of a container image, and the checksums of all. Needs Rust, Python with venv, and dpkg-deb;
# it fetches the rest into target/. Takes some twenty minutes a target on two cores.
#
#   packaging/build.sh                                 # x86-64 and arm64, with musl
#   packaging/build.sh aarch64-unknown-linux-musl      # one of them
#
# musl's standard library comes by `rustup target add`. Where rustup cannot be had (a Rust of Debian's,
# with its rust-src) it is built from its source. Where neither can, `HOLDFAST_STATIC_GLIBC=1` builds for
# this machine with a static glibc: to try the packages with, not to publish, as that glibc still loads
# the machine's own to look names up.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TERM_COLOR=never CARGO_INCREMENTAL=0

BYTES_MAX=25000000
ZIGBUILD=0.24.1 ZIG=0.15.2 CYCLONEDX=0.5.9

step() { printf '\n== %s\n' "$*"; }
fail() { echo "packaging/build.sh: $*" >&2; exit 1; }

targets=("$@")
if [ -n "${HOLDFAST_STATIC_GLIBC:-}" ]; then
    targets=("$(uname -m)-unknown-linux-gnu")
    echo "NOT FOR PUBLISHING: static glibc in the place of musl"
elif [ ${#targets[@]} = 0 ]; then
    targets=(x86_64-unknown-linux-musl aarch64-unknown-linux-musl)
fi
version=$(cargo metadata --locked --no-deps --format-version 1 |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["packages"][0]["version"])')
# The same commit gives the same dates everywhere.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH

# The C in the dependencies and the linking, for any target: Zig is a C compiler that has musl with it.
zig=$PWD/target/zigbuild-$ZIGBUILD-$ZIG
if ! [ -x "$zig/bin/cargo-zigbuild" ] && [ -z "${HOLDFAST_STATIC_GLIBC:-}" ]; then
    step "install cargo-zigbuild $ZIGBUILD with Zig $ZIG"
    python3 -m venv --clear "$zig"
    "$zig/bin/pip" install --quiet --disable-pip-version-check "cargo-zigbuild==$ZIGBUILD" "ziglang==$ZIG"
fi
export PATH=$zig/bin:$PATH

sbom=$PWD/target/cargo-cyclonedx-$CYCLONEDX
if ! [ -x "$sbom/bin/cargo-cyclonedx" ]; then
    step "install cargo-cyclonedx $CYCLONEDX"
    cargo install --quiet --locked --root "$sbom" --target-dir "$sbom/build" "cargo-cyclonedx@$CYCLONEDX"
    rm -rf "$sbom/build"
fi

rm -rf dist && mkdir dist
# No path of the machine that built it stands in the binary.
export RUSTFLAGS="--remap-path-prefix=$PWD=/holdfast --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo"
for target in "${targets[@]}"; do
    name=holdfast-$version-${target%%-*}-linux
    step "$name"
    case $target in
    *-musl)
        std=()
        if ! [ -d "$(rustc --print sysroot)/lib/rustlib/$target/lib" ] &&
            ! { command -v rustup >/dev/null && rustup target add "$target"; }; then
            [ -f "$(rustc --print sysroot)/lib/rustlib/src/rust/library/Cargo.lock" ] ||
                fail "no standard library for $target: rustup cannot be reached, and rust-src is not there"
            echo "rustup cannot be had: the standard library is built from rust-src"
            export RUSTC_BOOTSTRAP=1
            std=(-Zbuild-std=std,panic_unwind)
            # What begins and ends a program is Zig's then: rustup's is not there.
            RUSTFLAGS+=" -Clink-self-contained=no"
        fi
        cargo zigbuild "${std[@]}" --locked --profile dist --bin holdfast --target "$target"
        ;;
    *-gnu)
        RUSTFLAGS="$RUSTFLAGS -Ctarget-feature=+crt-static" \
            cargo build --locked --profile dist --bin holdfast --target "$target"
        ;;
    *) fail "$target: neither musl nor glibc" ;;
    esac
    binary=dist/$name
    cp "target/$target/dist/holdfast" "$binary"
    packaging/check-binary.sh "$binary" "$BYTES_MAX"

    PATH=$sbom/bin:$PATH cargo cyclonedx --quiet --format json --spec-version 1.5 --target "$target" \
        --override-filename "$name.cdx"
    mv "$name.cdx.json" dist/

    case $target in x86_64-*) arch=amd64 ;; aarch64-*) arch=arm64 ;; *) fail "$target: which arch?" ;; esac
    packaging/deb.sh "$binary" "$arch" dist
    packaging/rootfs.sh "$binary" "dist/rootfs-$arch.tar"
done

step checksums
cp packaging/Containerfile packaging/compose/* dist/
(cd dist && sha256sum -- * >SHA256SUMS && cat SHA256SUMS)
