#!/bin/sh
# Looks for what is needed outside of the repository, and says what to do about what is missing.
# Usage: .ci/deps.sh build   Go, gcc and Node, which must be there
#        .ci/deps.sh test    besides, Chromium, a Chinese font and PostgreSQL: installed by apt when root
set -eu

for tool in go gcc node npm; do
	command -v "$tool" >/dev/null || { echo "$tool is missing. Needed: Go 1.26, gcc, Node 20 with npm." >&2; exit 1; }
done
[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || { echo "Node 20 or newer is needed, this is $(node --version)." >&2; exit 1; }
[ "${1:-build}" = test ] || exit 0

missing=
[ -x "${CHROMIUM:-/usr/bin/chromium}" ] || missing="$missing chromium"
dpkg-query -W -f='${Status}' fonts-noto-cjk 2>/dev/null | grep -q 'ok installed' ||
	fc-list :lang=zh 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing="$missing postgresql"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
	echo "The tests need packages that are not installed:$missing" >&2
	echo "On Debian: sudo apt-get install$missing    (Chromium elsewhere: CHROMIUM=/path/to/chromium)" >&2
	exit 1
fi
echo "installing$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086 # a list of names
apt-get install -y -qq --no-install-recommends $missing >/dev/null
