#!/usr/bin/env bash
# Tries what is published, with any binary of Holdfast: the service's sandbox, the image's root in a
# chroot, the Debian package in a throw-away root over this machine's, and a real Caddy in front of the
# site. Needs root, Debian's systemd, strace, lintian, caddy and curl, and Python; nothing outside of
# temporary folders is changed.
#
#   packaging/test.sh target/debug/holdfast
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
binary=$(realpath "$1")
work=$(mktemp -d)
chmod 0755 "$work"
children=()
end() {
    for child in "${children[@]}"; do kill "$child" 2>/dev/null || true; done
    wait
    rm -rf "$work"
}
trap end EXIT
trap 'echo "FAIL in line $LINENO" >&2' ERR
passed=0
step() { printf '== %s\n' "$*"; }
pass() { passed=$((passed + 1)); echo "ok   $*"; }
fail() { echo "FAIL $*" >&2; exit 1; }
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
# Until a command succeeds, a minute at the most; else says what is wrong, and the end of a log.
until_ok() {
    local what=$1 log=$2
    shift 2
    for _ in $(seq 300); do
        if "$@" >/dev/null 2>&1; then return; fi
        sleep 0.2
    done
    tail -n 20 "$log" >&2
    fail "$what"
}

# What tests are built with has hundreds of megabytes of debugging information.
strip -o "$work/holdfast" "$binary"
binary=$work/holdfast

step 'the service'
sed 's|^ExecStart=.*|ExecStart=/bin/true|' "$here/holdfast.service" >"$work/holdfast.service"
said=$(systemd-analyze verify --man=no "$work/holdfast.service" 2>&1 | grep holdfast.service || true)
[ -z "$said" ] || fail "systemd-analyze verify: $said"
pass 'systemd-analyze verify has nothing to say'
score=$(systemd-analyze security --offline=true --threshold=19 "$here/holdfast.service" | tail -n 1) ||
    fail "its sandbox is too loose: $score"
pass "${score#→ }"

step 'the image'
"$here/rootfs.sh" "$binary" "$work/rootfs.tar"
mkdir "$work/image" "$work/data"
tar -xpf "$work/rootfs.tar" -C "$work/image"
mv "$work/image/data" "$work/data/volume"
mkdir "$work/image/data"
port=$(free_port)
# As a runtime has it with --read-only: nothing can be written but the volume.
cat >"$work/in-image" <<END
set -e
mount --bind "$work/image" "$work/image"
mount --bind "$work/data/volume" "$work/image/data"
mount -o remount,bind,ro "$work/image"
if touch "$work/image/x" 2>/dev/null; then echo 'its root can be written to' >&2; exit 1; fi
exec env -i PATH="$PATH" HOLDFAST_STORAGE__PATH=/data HOLDFAST_SERVER__LISTEN=0.0.0.0:$port "\$@"
END
# In the place of the shell that calls it, which must be one of its own.
in_image() { exec unshare --mount sh "$work/in-image" chroot --userspec=65532:65532 "$work/image" /holdfast "$@"; }
if (in_image health) 2>"$work/said"; then fail 'health says that a site is alive that is not there'; fi
grep -q 'no site answers' "$work/said" || fail "health says $(cat "$work/said")"
in_image serve >"$work/image.log" 2>&1 &
site=$!
children+=("$site")
until_ok 'it does not start' "$work/image.log" grep -q '^Holdfast is at' "$work/image.log"
(in_image health) | grep -q 'is alive' || fail 'its health check fails'
pass 'it runs as 65532 with a root that cannot be written to, and its health check passes'
curl -sf "http://127.0.0.1:$port/" | grep -q '<h1' || fail 'no home page'
[ "$(stat -c %u "$work/data/volume/journal")" = 65532 ] || fail 'the volume is not its own'
kill -TERM "$site"
wait "$site" || fail "it does not end in good order: $(cat "$work/image.log")"
pass 'it serves, keeps its data in the volume, and ends in good order'

step 'what system calls it needs, and what the service may'
port=$(free_port)
mkdir "$work/strace"
(cd "$work/strace" && HOLDFAST_SERVER__LISTEN=127.0.0.1:$port exec strace -f -qq -o "$work/calls" "$binary") \
    >"$work/strace.log" 2>&1 &
tracer=$!
children+=("$tracer")
until_ok 'it does not start under strace' "$work/strace.log" grep -q '^Holdfast is at' "$work/strace.log"
curl -sf "http://127.0.0.1:$port/" >"$work/page"
# strace ends with what it runs.
kill -TERM "$(cut -d' ' -f1 "$work/calls" | sed -n 1p)"
wait "$tracer" || fail 'it does not end in good order under strace'
systemd-analyze syscall-filter >"$work/sets"
python3 - "$work/sets" "$here/holdfast.service" "$work/calls" <<'END' || fail 'the service lacks system calls'
import re, sys

sets, name = {}, None
for line in open(sys.argv[1]):
    line = re.sub(r"\x1b\[[0-9;]*m", "", line).split("#")[0].rstrip()
    if line.startswith("@"):
        name = line
        sets[name] = []
    elif line.startswith(" ") and name:
        sets[name].append(line.strip())

def calls(of):
    if not of.startswith("@"):
        return {of}
    return set().union(*(calls(one) for one in sets[of]))

allowed = set()
for line in open(sys.argv[2]):
    if line.startswith("SystemCallFilter="):
        named = line.strip().split("=", 1)[1]
        for one in named.lstrip("~").split():
            allowed = allowed - calls(one) if named.startswith("~") else allowed | calls(one)
used = set(re.findall(r"^\d+ +(?:<\.\.\. )?(\w+)(?:\(| resumed)", open(sys.argv[3]).read(), re.M))
assert len(used) > 20, used
# What systemd starts it with is its own.
lacking = used - allowed - {"execve", "arch_prctl"}
print(f"     {len(used)} kinds, of {len(allowed)} that it may")
sys.exit(f"not allowed: {sorted(lacking)}" if lacking else 0)
END
pass 'all that it asks of the system is allowed'

step 'the Debian package'
arch=$(dpkg --print-architecture)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$here" log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH HOLDFAST_DEB_LEVEL=0
mkdir "$work/one" "$work/two"
deb=$("$here/deb.sh" "$binary" "$arch" "$work/one")
again=$("$here/deb.sh" "$binary" "$arch" "$work/two")
cmp "$deb" "$again" || fail 'built twice, it is another'
pass 'built twice, it is the same'
# Nobody answers for a package that a test has made.
lintian --allow-root --suppress-tags bogus-mail-host,bogus-mail-host-in-debian-changelog \
    --fail-on error,warning "$deb" || fail lintian
pass 'lintian has nothing to say'
mkdir "$work/upper" "$work/workdir" "$work/root"
mount -t tmpfs tmpfs "$work/upper" 2>/dev/null && mkdir "$work/upper/u" "$work/upper/w" || fail 'no tmpfs'
cat >"$work/in-root" <<END
set -e
mount -t overlay overlay -o lowerdir=/,upperdir="$work/upper/u",workdir="$work/upper/w" "$work/root"
mount --bind /dev "$work/root/dev"
mount -t proc proc "$work/root/proc"
mkdir -p "$work/root/packages"
cp "\$1" "$work/root/packages/holdfast.deb"
exec chroot "$work/root" env -i PATH="$PATH" DEBIAN_FRONTEND=noninteractive sh -ex /packages/steps
END
mkdir -p "$work/upper/u/packages"
port=$(free_port)
cat >"$work/upper/u/packages/steps" <<END
export HOLDFAST_SERVER__LISTEN=127.0.0.1:$port
dpkg -i /packages/holdfast.deb
id holdfast
[ "\$(stat -c '%U:%G %a' /var/lib/holdfast)" = 'holdfast:holdfast 700' ]
[ "\$(stat -c '%U:%G %a' /etc/holdfast/config.toml)" = 'root:holdfast 640' ]
[ "\$(stat -c %a /)" = 755 ]
as_site() { setpriv --reuid=holdfast --regid=holdfast --clear-groups "\$@"; }
setpriv --reuid=holdfast --regid=holdfast --clear-groups holdfast serve --config /etc/holdfast/config.toml >/packages/log 2>&1 &
site=\$!
for _ in \$(seq 300); do if as_site holdfast health 2>/packages/said; then break; fi; sleep 0.2; done
as_site holdfast health
kill -TERM \$site
wait \$site
as_site holdfast verify --config /etc/holdfast/config.toml
echo '# mine' >>/etc/holdfast/config.toml
chmod 0600 /etc/holdfast/config.toml
dpkg -i /packages/holdfast.deb
grep -q '# mine' /etc/holdfast/config.toml
[ "\$(stat -c %a /etc/holdfast/config.toml)" = 600 ]
dpkg -r holdfast
[ ! -e /usr/bin/holdfast ] && [ -e /etc/holdfast/config.toml ] && [ -d /var/lib/holdfast/journal ]
dpkg -P holdfast
[ ! -e /etc/holdfast/config.toml ] && [ -d /var/lib/holdfast/journal ]
dpkg -i /packages/holdfast.deb
echo 'holdfast holdfast/purge-data boolean true' | debconf-set-selections
dpkg -P holdfast
[ ! -e /var/lib/holdfast ]
echo all-is-well
END
if unshare --mount sh "$work/in-root" "$deb" >"$work/deb.log" 2>&1 && grep -q all-is-well "$work/deb.log"; then
    umount "$work/upper"
else
    umount "$work/upper" || true
    tail -n 30 "$work/deb.log" >&2
    fail 'it cannot be installed, run, upgraded, removed and purged'
fi
pass 'installed, run, upgraded with a changed configuration, removed, purged; data goes only if that is said'

step 'Caddy in front of it'
export XDG_DATA_HOME=$work/caddy XDG_CONFIG_HOME=$work/caddy HOME=$work
HOLDFAST_DOMAIN=tickets.example.org caddy validate --adapter caddyfile --config "$here/compose/Caddyfile" \
    >"$work/caddy.log" 2>&1 || fail "$(cat "$work/caddy.log")"
pass 'caddy validate'
port=$(free_port) https=$(free_port) http=$(free_port)
export HOLDFAST_DOMAIN=https://localhost:$https HOLDFAST_UPSTREAM=127.0.0.1:$port
(cd "$work" && HOLDFAST_SITE__BASE_URL=https://localhost:$https HOLDFAST_SERVER__LISTEN=127.0.0.1:$port \
    HOLDFAST_SERVER__TRUSTED_PROXIES='["127.0.0.1"]' exec "$binary" demo) >"$work/site.log" 2>&1 &
children+=("$!")
cat >"$work/Caddyfile" <<END
{
	admin off
	http_port $http
	skip_install_trust
}
import $here/compose/Caddyfile
END
caddy run --adapter caddyfile --config "$work/Caddyfile" >"$work/caddy.log" 2>&1 &
children+=("$!")
authority=$work/caddy/caddy/pki/authorities/local/root.crt
through() { curl --silent --show-error --max-time 60 --cacert "$authority" --noproxy '*' "$@"; }
base=https://localhost:$https
until_ok 'the site does not start' "$work/site.log" grep -q '^Holdfast is at' "$work/site.log"
until_ok 'Caddy does not serve it' "$work/caddy.log" through --fail "$base/healthz"
through --fail "$base/" >"$work/page"
grep -q '<h1' "$work/page" || fail 'no home page through Caddy'
[ "$(through -o /dev/null -w '%{http_code}' "$base/metrics")" = 404 ] || fail '/metrics is there for all'
pass 'pages come through, and /metrics does not'
event=$(grep -o '/events/[0-9a-f-]\{36\}' "$work/page" | sed -n 1p)
through --fail --location "$base$event" >"$work/page"
ticket=$(tr '<' '\n' <"$work/page" | grep 'data-ticket-status="available"' | grep -o 'data-ticket-id="[^"]*"' | sed -n 1p | cut -d'"' -f2)
[ -n "$ticket" ] || fail "no ticket at $event"
through --no-buffer "$base/tickets/$ticket/live" >"$work/stream" &
children+=("$!")
until_ok 'the stream does not begin' "$work/stream" grep -q '"status":"available"' "$work/stream"
account=$(grep -o '[a-z]*@demo.example  password: .*' "$work/site.log" | tail -n 1)
through -c "$work/jar" -o /dev/null -H "Origin: $base" --data-urlencode "email=${account%% *}" \
    --data-urlencode "password=${account##* }" "$base/signin"
price=$(through -b "$work/jar" --fail "$base/tickets/$ticket" | grep -o 'name="price" value="[^"]*"' | sed -n 1p | cut -d'"' -f4)
bought=$(through -b "$work/jar" -o /dev/null -w '%{http_code}' -H "Origin: $base" --data "price=$price" "$base/tickets/$ticket/buy")
[ "$bought" = 303 ] || fail "Buy is answered $bought"
until_ok 'the open stream is not told of the hold' "$work/stream" grep -q '"status":"reserved"' "$work/stream"
pass 'an open stream is told at once that a ticket is held'

step 'the compose file'
if command -v docker-compose >/dev/null; then
    (cd "$here/compose" && HOLDFAST_DOMAIN=tickets.example.org docker-compose config -q)
    pass 'docker-compose config'
else
    echo 'left out: docker-compose is not there'
fi

# The form in which a count of tests is read.
echo "packaging: $passed passed, 0 failed"
