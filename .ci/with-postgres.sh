#!/bin/sh
# Runs a command beside a throw-away PostgreSQL cluster, whose address the command finds in LW_TEST_PG.
# Usage: .ci/with-postgres.sh COMMAND [ARGUMENT…]
# The cluster listens on a socket in its own directory, does not sync, and is gone when the command ends, however it ends.
# If LW_TEST_PG is set already, that server is used and nothing is started.
set -eu

[ $# -gt 0 ] || { echo "usage: $0 COMMAND [ARGUMENT…]" >&2; exit 2; }
[ -z "${LW_TEST_PG:-}" ] || exec "$@"

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb 2>/dev/null || echo ./none)")
if [ ! -x "$bin/initdb" ]; then
	echo "PostgreSQL is not installed: initdb is neither below /usr/lib/postgresql nor on the path. On Debian: apt-get install postgresql" >&2
	exit 1
fi

dir=$(mktemp -d)
as=
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
	chown postgres "$dir"
	as='runuser -u postgres --'
fi

started=
finish() {
	trap - EXIT INT TERM HUP
	[ -z "$started" ] || (cd / && $as "$bin/pg_ctl" -D "$dir/db" -m immediate -W stop >/dev/null 2>&1) || true
	rm -rf "$dir" 2>/dev/null || { sleep 1; rm -rf "$dir"; } # a process of the cluster may still be writing
}
trap finish EXIT
trap 'finish; exit 130' INT TERM HUP

here=$PWD
cd / # a folder that the user postgres may enter
$as "$bin/initdb" -D "$dir/db" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1 </dev/null ||
	{ cat "$dir/initdb.log" >&2; exit 1; }
started=yes
options="-k $dir -c listen_addresses='' -c max_connections=300 -c shared_buffers=64MB -c timezone=UTC" # one line: a shell reads it
options="$options -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
$as "$bin/pg_ctl" -D "$dir/db" -l "$dir/log" -w -t 60 -o "$options" start >/dev/null 2>&1 </dev/null ||
	{ echo "PostgreSQL did not start:" >&2; cat "$dir/log" >&2; exit 1; }
cd "$here"

LW_TEST_PG="postgres://postgres@/postgres?host=$dir" "$@"
