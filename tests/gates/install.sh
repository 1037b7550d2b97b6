#!/usr/bin/env bash
# An installed certdrill, with its viewer, stands on its own: it finds the scenarios beside itself wherever its prefix is moved to, and
# reports and shows the same.
set -euo pipefail
repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
: "${BUILD:=$repo/.build/release}" "${CERTDRILL:=$BUILD/certdrill}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset CERTDRILL_SCENARIOS

DESTDIR='' cmake --install "$BUILD" --prefix "$work/first place" >/dev/null
mv "$work/first place" "$work/moved"
cd "$work/moved"

expected=$(cd "$repo" && {
  echo bin/certdrill
  echo bin/certdrill-viewer
  find scenarios -mindepth 2 -type f -printf 'share/certdrill/%p\n'
  echo share/certdrill/docs/scenario.schema.json
  printf 'share/doc/certdrill/%s\n' LICENSE README.md
  find docs -name '*.md' -printf 'share/doc/certdrill/%p\n'
} | LC_ALL=C sort)
diff <(echo "$expected") <(find . -type f -printf '%P\n' | LC_ALL=C sort) || { echo "other files are installed than should be"; exit 1; }

"$CERTDRILL" run thumbprint_rotation >"$work/built"
bin/certdrill run thumbprint_rotation >"$work/installed"
cmp "$work/built" "$work/installed"
[ "$(bin/certdrill list)" = "$("$CERTDRILL" list)" ]
"$BUILD/certdrill-viewer" thumbprint_rotation --at end --size 400x300 --screenshot "$work/built.png"
bin/certdrill-viewer thumbprint_rotation --at end --size 400x300 --screenshot "$work/installed.png"
cmp "$work/built.png" "$work/installed.png"

# The scenarios of the source are not what it reads: one that is taken away here is gone.
rm -r share/certdrill/scenarios/thumbprint_rotation
if bin/certdrill list | grep -q '^thumbprint_rotation '; then
  echo "certdrill list shows a scenario that is not installed"
  exit 1
fi
