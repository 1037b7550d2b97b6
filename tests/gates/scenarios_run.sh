#!/usr/bin/env bash
# scenarios/run does what it says, called from another folder and through a link: verdicts and the closing line, one report, exit codes.
set -euo pipefail
repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
: "${BUILD:=$repo/.build/release}" "${CERTDRILL:=$BUILD/certdrill}"
[ "$BUILD" = "$repo/.build/release" ] || { echo "only for .build/release, which scenarios/run builds"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$repo/scenarios/run" "$work/a link"
cd "$work"

fail() { echo "$1"; exit 1; }
count=$(find "$repo/scenarios" -name scenario.json | wc -l)
"$repo/scenarios/run" >all || fail "not all scenarios end as expected: $(cat all)"
[ "$(wc -l <all)" -eq $((count + 1)) ] || fail "expected $count verdicts and a closing line, got: $(cat all)"
[ "$(tail -n 1 all)" = "$count scenarios: all as expected" ] || fail "the closing line is: $(tail -n 1 all)"
"./a link" thumbprint_rotation >report
diff <("$CERTDRILL" run thumbprint_rotation) report || fail "scenarios/run NAME prints another report than certdrill run"
code=0
"$repo/scenarios/run" no_such_scenario >unknown 2>&1 || code=$?
[ "$code" -eq 2 ] || fail "an unknown name ends with exit code $code: $(cat unknown)"
