#!/usr/bin/env bash
# clang-tidy finds nothing in the product (.clang-tidy says what it looks for; the tests are left out, they would double its time).
# Uses the clang build.
#
# It takes seconds a file, so a clean result is remembered in .build/tidy under a digest of everything it came from: the settings, the
# compiler's command and the content of each file of ours that the compiler read.
set -euo pipefail
repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
cd "$repo"
build=$repo/.build/clang
memory=$repo/.build/tidy
mkdir -p "$memory"

settings=$({ clang-tidy --version; cat .clang-tidy "${BASH_SOURCE[0]}"; } | sha256sum)
ninja -C "$build" -t deps >"$memory/deps"  # "object: #deps ...", then an indented line for each file read

# digest_of SOURCE: the digest for one source file; nothing when the build has not compiled it.
digest_of() {
  local command inputs
  command=$(grep -F -- "-c $repo/$1\"" "$build/compile_commands.json") || return 0
  inputs=$(awk -v source="$repo/$1" -v repo="$repo/" '
    !/^ / { seen = 0; next }
    { sub(/^ +/, "") }
    $0 == source { seen = 1 }
    seen && (index($0, repo) == 1 || $0 !~ /^\//)' "$memory/deps" | LC_ALL=C sort -u)
  [ -n "$inputs" ] || return 0
  { echo "$settings$command"; cd "$build" && xargs -d '\n' sha256sum <<<"$inputs"; } | sha256sum | cut -d ' ' -f 1
}

check() {
  local digest
  digest=$(digest_of "$1")
  if [ -n "$digest" ] && [ -e "$memory/$digest" ]; then return 0; fi
  local found
  if ! found=$(clang-tidy --quiet -p "$build" "$1" 2>/dev/null); then
    printf '%s\n' "$found"
    return 1
  fi
  [ -z "$digest" ] || : >"$memory/$digest"
}
export -f digest_of check
export repo build memory settings

sed -n "s|^ *\"file\": \"$repo/\(.*\)\",\{0,1\}\$|\1|p" "$build/compile_commands.json" | grep -E '^(sim|viewer)/' | LC_ALL=C sort -u |
  xargs -P "$(nproc)" -I '{}' bash -c 'check "$1"' _ '{}'
find "$memory" -type f -mtime +30 -delete
