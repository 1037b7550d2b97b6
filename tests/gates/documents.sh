#!/usr/bin/env bash
# documents.sh [FILE...]: what the documents show is true. Without FILE: README.md, docs/**.md and scenarios/*/about.md.
#
# Each document is tried in a copy of the tree, with the built certdrill and certdrill-viewer in PATH (and in .build/release), without a display:
#   ```sh        commands: the block is run as one script and has to succeed
#   ```console   "$ command", then exactly what it prints, both streams; a line "..." stands for any number of lines.
#                The exit code is seen where it is shown: "$ certdrill run x; echo $?"
#   ```json      a scenario: a whole one has to rehearse to an end, whatever the verdict; top-level fields of one ("steps": [ ... ]) have
#                to do so beside a plain cluster with certificates A and B. Not ```json wrong scenario: the tests of load/ have those.
#   [text](path) links to files that exist
# Not run: the lines that make or test a build (scenarios/run, viewer/run, tests/run, .ci/run, git clone and the cd after it, sudo, apt-get); and a
# block right after <!-- not run: why -->.
# Other blocks are not looked at.
set -euo pipefail
repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
: "${BUILD:=$repo/.build/release}" "${CERTDRILL:=$BUILD/certdrill}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME=$work/home PATH=$BUILD:$PATH
unset CERTDRILL_SCENARIOS CERTDRILL_APPROVE DISPLAY WAYLAND_DISPLAY
mkdir -p "$HOME"

failures=0
fail() {  # fail FILE LINE MESSAGE
  printf '%s:%s: %s\n' "$1" "$2" "$3"
  failures=$((failures + 1))
}

# split FILE FOLDER: each checked block of the document becomes FOLDER/LINE.KIND.
split() {
  awk -v folder="$2" '
    !inside && /^ *```/ {
      kind = $0
      sub(/^ *```/, "", kind)
      if (kind !~ / wrong /) sub(/[^a-z].*/, "", kind)
      inside = 1
      out = (kind == "sh" || kind == "console" || kind == "json") && !skip ? sprintf("%s/%05d.%s", folder, FNR, kind) : ""
      skip = 0
      if (out != "") printf "" > out
      next
    }
    inside && /^ *```/ { inside = 0; if (out != "") close(out); next }
    inside { if (out != "") print > out; next }
    /^ *<!-- not run: .*-->$/ { skip = 1; next }
    NF { skip = 0 }' "$1"
}

# runnable BLOCK: its lines, without those for a fresh machine.
runnable() {
  awk '
    $1 == "git" && $2 == "clone" { cloned = 1; next }
    $1 == "cd" && cloned { cloned = 0; next }
    $1 ~ /^(scenarios\/run|viewer\/run|tests\/run|\.ci\/run|sudo|apt-get)$/ { next }
    { print }' "$1"
}

# alike EXPECTED GOT: equal, where a line "..." of EXPECTED stands for any number of lines.
alike() {
  awk '
    function match_from(i, j,   k) {
      while (i <= n && e[i] != "...") if (j > m || e[i++] != g[j++]) return 0
      if (i > n) return j > m
      for (k = j; k <= m + 1; k++) if (match_from(i + 1, k)) return 1
      return 0
    }
    FILENAME == ARGV[1] { e[++n] = $0; next }
    { g[++m] = $0 }
    END { exit !match_from(1, 1) }' "$1" "$2"
}

check_sh() {  # DOCUMENT LINE BLOCK
  runnable "$3" >"$work/script"
  (cd "$work/tree" && bash -euo pipefail "$work/script") </dev/null >"$work/out" 2>&1 ||
    fail "$1" "$2" "a command fails:
$(cat "$work/out")"
}

check_console() {  # DOCUMENT LINE BLOCK
  local line command='' at=$2
  : >"$work/expected"
  compare() {
    [ -n "$command" ] || return 0
    (cd "$work/tree" && bash -c "$command") </dev/null >"$work/got" 2>&1 || true
    alike "$work/expected" "$work/got" || fail "$1" "$at" "\"$command\" prints something else (- here, + really):
$(diff -u "$work/expected" "$work/got" | tail -n +3)"
  }
  local number=$2
  while IFS= read -r line; do
    number=$((number + 1))
    case $line in
      '$ '*)
        compare "$1"
        command=${line#'$ '} at=$number
        : >"$work/expected"
        ;;
      *) printf '%s\n' "$line" >>"$work/expected" ;;
    esac
  done <"$3"
  [ -n "$command" ] || fail "$1" "$2" 'a console block without a "$ command"'
  compare "$1"
}

check_json() {  # DOCUMENT LINE BLOCK
  local field value code=0 file=$work/scenario.json
  if [ "$(head -c 1 "$3")" = '{' ]; then
    cp "$3" "$file"
  else
    {
      echo '{'
      while read -r field value; do
        grep -q "^\"$field\":" "$3" || echo "\"$field\": $value,"
      done <<'FIELDS'
title "A sample"
start "2026-01-10T00:00:00Z"
certificates { "A": { "selfSigned": true, "notBefore": "2025-02-01", "notAfter": "2026-06-01" }, "B": { "selfSigned": true, "notBefore": "2026-01-05", "notAfter": "2027-01-05" } }
cluster { "nodes": 10, "upgradeDomains": 5, "seedNodes": 5, "installed": ["A", "B"], "security": "{P:{TP=A}, V:{TP=A}}" }
steps [ { "upgrade": "accept B as well", "to": "{P:{TP=A}, V:{TP=A, TP=B}}" } ]
checks [ { "sometimes": "every pair can authenticate" } ]
FIELDS
      sed '$s/,[ ]*$//' "$3"
      echo '}'
    } >"$file"
  fi
  certdrill run --brief "$file" >"$work/out" 2>&1 || code=$?
  [ "$code" -le 1 ] || fail "$1" "$2" "this does not run as a scenario (exit code $code):
$(cat "$work/out")"
}

check_links() {  # DOCUMENT
  local link number
  { grep -noE '\]\([^)# ]+' "$repo/$1" || true; } | while IFS=: read -r number link; do
    link=${link#*'('}
    case $link in http://* | https://* | mailto:*) continue ;; esac
    [ -e "$repo/$(dirname "$1")/$link" ] || echo "$number $link"
  done >"$work/broken"
  while read -r number link; do fail "$1" "$number" "a link to $link, which does not exist"; done <"$work/broken"
}

cd "$repo"
documents=("$@")
[ $# -gt 0 ] || mapfile -t documents < <(find README.md docs scenarios -name '*.md' | LC_ALL=C sort)
blocks=0
for document in "${documents[@]}"; do
  rm -rf "$work/tree" "$work/blocks"
  mkdir -p "$work/tree/.build" "$work/blocks"
  tar -c --exclude=./.build --exclude=./.git . | tar -x -C "$work/tree"
  ln -s "$BUILD" "$work/tree/.build/release"
  split "$document" "$work/blocks"
  for block in "$work/blocks"/*; do
    [ -e "$block" ] || continue
    kind=${block##*.} line=$(basename "${block%.*}")
    "check_$kind" "$document" "$((10#$line))" "$block"
    blocks=$((blocks + 1))
  done
  check_links "$document"
done
echo "${#documents[@]} documents, $blocks blocks tried, $failures wrong"
[ "$failures" -eq 0 ] && [ "${#documents[@]}" -gt 0 ]
