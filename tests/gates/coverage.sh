#!/usr/bin/env bash
# coverage.sh TREE [--settle]: what docs/coverage.md and docs/coverage/*.md name is in the tree.
#
# The tables "| statement | kind | where |" of the pages, row by row:
#   cells    three, none of them empty
#   kind     "not ours" or "open", and then where says why or what is missing; or what the names in the cell are: scenario, test, rule,
#            switch, lint, docs, separated by commas
#   where    [text](path#heading)      a file that exists, with that heading; one in scenarios/ is a scenario, one in docs/rules/ a rule, a
#                                      switch (its name begins with a small letter) or a lint finding (sim/lint has its name), others docs
#            `Suite.Name`, .../row     a test of GoogleTest as ctest -R finds it, with a row of its table
#            `tests/path`              a file
# An open row of the form "waits for scenario `x`, lint `Y`" is stale, and an error, as soon as all that it waits for is there. Behind the
# list may stand "; so far " with names that exist.
# The index docs/coverage.md has a row for each page with the counts of its rows, and one with their sums.
#
# --settle: rewrites rows that wait no longer, and the counts.
# Prints file:line: message for whatever is wrong, and fails if something is; else the counts.
set -euo pipefail
cd "$1"
settle=${2:-}
[ -z "$settle" ] || [ "$settle" = --settle ] || { echo "coverage.sh: unknown argument $settle" >&2; exit 2; }
index=docs/coverage.md
kinds='scenario test rule switch lint docs'

failures=0
fail() {  # fail FILE:LINE MESSAGE
  printf '%s: %s\n' "$1" "$2"
  failures=$((failures + 1))
}

# Suite.Name -> the folder of its file; a name may stand on the line behind TEST(.
declare -A folder_of_test=()
while read -r name file; do folder_of_test[$name]=${file%/*}; done < <(
  find tests -name '*.cpp' | LC_ALL=C sort | xargs awk '
    FNR == 1 { open = "" }
    open != "" { sub(/^ +/, ""); $0 = open $0; open = "" }
    /^(TYPED_)?TEST(_F|_P)?\([^,)]*,?[ \t]*$/ { open = $0; next }
    match($0, /^(TYPED_)?TEST(_F|_P)?\([A-Za-z0-9_]+,[ \t]*[A-Za-z0-9_]+\)/) {
      name = substr($0, RSTART, RLENGTH)
      sub(/^[^(]*\(/, "", name); sub(/,[ \t]*/, ".", name); sub(/\)$/, "", name)
      print name, FILENAME
    }')

# Rows of tables are string literals somewhere beside their test. Those of cases of the runtime are written with hyphens, and ctest
# shows the profile behind them.
has_test() {  # has_test Suite.Name[/row]
  local suite=${1%%/*} row
  [ -n "${folder_of_test[$suite]:-}" ] || return 1
  [[ $1 == */* ]] || return 0
  row=${1#*/}
  row=${row%_documented} row=${row%_windows} row=${row%_linux}
  grep -rqE --include='*.cpp' "\"(${row//_/[_-]}|${1#*/})\"" "${folder_of_test[$suite]}"
}

is_lint() { [ -d sim/lint ] && grep -rqE "\"$1\"" sim/lint; }

has() {  # has KIND NAME
  case $1 in
    scenario) [ -f "scenarios/$2/about.md" ] ;;
    test) has_test "$2" ;;
    rule | switch) [ -f "docs/rules/$2.md" ] ;;
    lint) [ -f "docs/rules/$2.md" ] && is_lint "$2" ;;
    docs) [ -f "docs/${2%%'#'*}" ] && { [[ $2 != *'#'* ]] || has_heading "docs/${2%%'#'*}" "${2#*'#'}"; } ;;
    *) return 1 ;;
  esac
}

has_heading() {  # has_heading FILE ANCHOR, as GitHub makes anchors of headings
  awk -v anchor="$2" '
    /^ *```/ { inside = !inside }
    !inside && /^#+ / {
      text = tolower($0)
      sub(/^#+ +/, "", text); gsub(/[^a-z0-9 _-]/, "", text); gsub(/ /, "-", text)
      if (text == anchor) found = 1
    }
    END { exit !found }' "$1"
}

# look_at PLACE FOLDER TEXT: checks each name in TEXT; the kinds of what it found are then in `found`.
look_at() {
  local place=$1 folder=$2 text=$3 target anchor path id
  found=' '
  while [[ $text =~ \]\(([^\)]+)\)|\`([^\`]+)\` ]]; do
    text=${text#*"${BASH_REMATCH[0]}"}
    if [ -n "${BASH_REMATCH[2]}" ]; then
      target=${BASH_REMATCH[2]}
      case $target in
        tests/*) [ -e "$target" ] || fail "$place" "there is no file $target" ;;
        *) has_test "$target" || fail "$place" "there is no test $target" ;;
      esac
      found+='test '
      continue
    fi
    target=${BASH_REMATCH[1]}
    case $target in http://* | https://*) continue ;; esac
    anchor=
    [[ $target != *'#'* ]] || anchor=${target#*'#'}
    path=$(realpath -m --relative-to=. "$folder/${target%%'#'*}")
    if [ ! -e "$path" ]; then
      fail "$place" "a link to ${target%%'#'*}, which does not exist"
    elif [ -n "$anchor" ] && ! has_heading "$path" "$anchor"; then
      fail "$place" "$path has no heading #$anchor"
    fi
    id=$(basename "$path" .md)
    case $path in
      scenarios/*) found+='scenario ' ;;
      docs/rules/[a-z]*) found+='switch ' ;;
      docs/rules/*) if is_lint "$id"; then found+='lint '; else found+='rule '; fi ;;
      *) found+='docs ' ;;
    esac
  done
}

# in_order KINDS...: each once, in the order of the documents.
in_order() {
  local kind out=
  for kind in $kinds; do
    [[ " $* " != *" $kind "* ]] || out+=${out:+, }$kind
  done
  printf '%s' "$out"
}

# waits_over PLACE TEXT: is all there that an open row waits for? The list is then in `list`, and what is behind it in `behind`.
waits_over() {
  local place=$1 item kind name over=0
  list=${2#'waits for '} behind=
  if [[ $list == *'; '* ]]; then
    behind=${list#*'; '} list=${list%%'; '*}
  fi
  while read -r item; do
    if ! [[ $item =~ ^(scenario|test|rule|switch|lint|docs)\ \`([^\`]+)\`$ ]]; then
      fail "$place" "waits for \"$item\", which is no kind with a name in backquotes"
      over=1
      continue
    fi
    kind=${BASH_REMATCH[1]} name=${BASH_REMATCH[2]}
    has "$kind" "$name" || over=1
  done < <(printf '%s\n' "${list//, /$'\n'}")
  return $over
}

settled() {  # settled STATEMENT: the row as it is to be, after waits_over
  local item kind name where= all=
  while read -r item; do
    kind=${item%% *} name=${item#*\`} name=${name%\`} all+=" $kind"
    case $kind in
      scenario) where+=", [$name](../../scenarios/$name/about.md)" ;;
      rule | switch | lint) where+=", [$name](../rules/$name.md)" ;;
      docs) where+=", [$name](../$name)" ;;
      *) where+=", \`$name\`" ;;
    esac
  done < <(printf '%s\n' "${list//, /$'\n'}")
  look_at settled docs/coverage "$behind"
  where=${where#, }
  [ -z "$behind" ] || where+="; ${behind#'so far '}"
  printf '| %s | %s | %s |' "$1" "$(in_order $all $found)" "$where"
}

[ -f "$index" ] || { echo "$index does not exist"; exit 1; }
sums=(0 0 0 0)
pages=0
for page in docs/coverage/*.md; do
  [ -e "$page" ] || continue
  pages=$((pages + 1)) line=0 inside= rows=0 shown=0 not_ours=0 open=0 text=()
  while IFS= read -r raw || [ -n "$raw" ]; do
    line=$((line + 1))
    place=$page:$line
    text+=("$raw")
    if [[ $raw != '|'* ]]; then
      inside=
      look_at "$place" "${page%/*}" "$(sed 's/`[^`]*`//g' <<<"$raw")"
      continue
    fi
    if [ "$raw" = '| statement | kind | where |' ]; then
      inside=yes
      continue
    fi
    [[ $raw != '|---'* ]] || continue
    [ -n "$inside" ] || { fail "$place" 'a table that does not begin with | statement | kind | where |'; continue; }
    rows=$((rows + 1))
    IFS=$'\x01' read -r first statement kind where last < <(
      sed -E -e 's/\\\|/\x02/g' -e 's/ *\| */\x01/g' -e 's/\x02/\\|/g' <<<"$raw") || true
    if [ -n "$first" ] || [ -n "$last" ] || [ -z "$statement" ] || [ -z "$kind" ] || [ -z "$where" ] ||
      [ "$(sed 's/\\|//g' <<<"$raw" | tr -cd '|' | wc -c)" -ne 4 ]; then
      fail "$place" 'a row has three cells, none of them empty'
      continue
    fi
    case $kind in
      'not ours')
        not_ours=$((not_ours + 1))
        look_at "$place" "${page%/*}" "$where"
        ;;
      open)
        if [[ $where != 'waits for '* ]]; then
          open=$((open + 1))
          look_at "$place" "${page%/*}" "$where"
        elif ! waits_over "$place" "$where"; then
          open=$((open + 1))
          [ -z "$behind" ] || look_at "$place" "${page%/*}" "$behind"
        elif [ -n "$settle" ]; then
          shown=$((shown + 1))
          text[line - 1]=$(settled "$statement")
        else
          open=$((open + 1))
          fail "$place" "it waits for $list, which is there (coverage.sh TREE --settle rewrites the row)"
        fi
        ;;
      *)
        shown=$((shown + 1))
        look_at "$place" "${page%/*}" "$where"
        [ "$kind" = "$(in_order $found)" ] ||
          fail "$place" "its kind is \"$kind\", and what it names is \"$(in_order $found)\""
        ;;
    esac
  done <"$page"
  [ -z "$settle" ] || printf '%s\n' "${text[@]}" >"$page"
  counts="| $rows | $shown | $not_ours | $open |"
  sums=($((sums[0] + rows)) $((sums[1] + shown)) $((sums[2] + not_ours)) $((sums[3] + open)))
  name=${page#docs/}
  if ! grep -qF "]($name) |" "$index"; then
    fail "$index:1" "it has no row for $name"
  elif [ -n "$settle" ]; then
    sed -i -E "s#(\]\(${name//./\\.}\)) \|.*#\1 $counts#" "$index"
  elif ! grep -qF "]($name) $counts" "$index"; then
    fail "$index:$(grep -nF "]($name) |" "$index" | cut -d: -f1)" "the counts of $name are $counts"
  fi
done
[ "$pages" -gt 0 ] || fail docs/coverage 'no pages'
all="| all | ${sums[0]} | ${sums[1]} | ${sums[2]} | ${sums[3]} |"
[ -z "$settle" ] || sed -i -E "s#^\| all \|.*#$all#" "$index"
grep -qxF "$all" "$index" || fail "$index:1" "the sums are $all"
line=0
while IFS= read -r raw; do
  line=$((line + 1))
  look_at "$index:$line" docs "$(sed 's/`[^`]*`//g' <<<"$raw")"
done <"$index"

echo "${sums[0]} statements: ${sums[1]} shown, ${sums[2]} not ours, ${sums[3]} open; $failures wrong"
[ "$failures" -eq 0 ]
