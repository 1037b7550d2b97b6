#!/usr/bin/env bash
# The real window, with a real mouse and keyboard, on a screen of its own (Xvfb): open a scenario, play, step back, select an edge, read the
# refusal, ask what if, save that as a scenario, quit; and what is said where there is no display or no OpenGL 3.
#
# What the window shows, and where, it tells in a file (--report-to). Every wait looks at that file, and ends after `patience` seconds.
set -euo pipefail
repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
: "${CERTDRILL:=$repo/.build/release/certdrill}" "${CERTDRILL_VIEWER:=$repo/.build/release/certdrill-viewer}"
if [ -z "${ON_OWN_SCREEN-}" ]; then
  ON_OWN_SCREEN=yes exec xvfb-run --auto-servernum --server-args '-screen 0 1500x1000x24' "${BASH_SOURCE[0]}"
fi
patience=60
work=$(mktemp -d)
viewer=
cleanup() {
  [ -z "$viewer" ] || kill "$viewer" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
export XDG_CONFIG_HOME=$work/settings CERTDRILL_SCENARIOS=$repo/scenarios
report=$work/report

fail() {
  printf '%s\n' "$1"
  echo "the window told last:"
  tail -n 1 "$report" 2>/dev/null | cut -c 1-4000 || true
  echo "it said:"
  cat "$work/said" 2>/dev/null || true
  exit 1
}

# wait_for WHAT REGEX: until the last line of the report has a match.
wait_for() {
  local deadline=$((SECONDS + patience))
  until tail -n 1 "$report" 2>/dev/null | grep -qE -- "$2"; do
    [ "$SECONDS" -lt "$deadline" ] || fail "waited in vain: $1 ($2)"
    kill -0 "$viewer" 2>/dev/null || fail "the viewer has ended while waiting: $1"
    sleep 0.05
  done
  echo "ok: $1"
}

# member NAME: a number or text of the last line.
member() { tail -n 1 "$report" | grep -oE "\"$1\":(\"([^\"\\\\]|\\\\.)*\"|[^,}]*)" | head -n 1 | sed -E "s/^\"$1\"://; s/^\"(.*)\"\$/\1/"; }

# middle_of NAME: x and y of a widget, a node or a link in the last line.
middle_of() {
  tail -n 1 "$report" | awk -v name="\"$1\":[" '
    (start = index($0, name)) {
      rest = substr($0, start + length(name))
      count = split(substr(rest, 1, index(rest, "]") - 1), at, ",")
      if (count == 4) printf "%d %d\n", (at[1] + at[3]) / 2, (at[2] + at[4]) / 2
      else printf "%d %d\n", at[1], at[2]
    }'
}

click() {
  wait_for "\"$1\" can be seen" "\"$1\":\["
  local x y
  read -r x y < <(middle_of "$1")
  xdotool mousemove --window "$window" "$x" "$y" mousedown 1 mouseup 1
}

# type_into FIELD TEXT: in place of what is in it.
type_into() {
  click "$1"
  wait_for "\"$1\" has the keyboard" '"typing":'
  xdotool key ctrl+a type --delay 5 -- "$2"
  wait_for "the text is in it" "\"typing\":\"$(sed 's/[][{}.*+?()|^$\\]/\\&/g' <<<"$2")\""
}

"$CERTDRILL_VIEWER" thumbprint_swap_without_overlap --size 1400x900 --report-to "$report" 2>"$work/said" &
viewer=$!
wait_for "the scenario is open" '"event":0,"events":[1-9]'
window=$(xdotool search --onlyvisible --pid "$viewer" | tail -n 1)

click play
wait_for "it plays" '"event":[1-9].*"playing":true'
click play
wait_for "it pauses" '"playing":false'
click 'to end'
wait_for "it stands at the end" "\"event\":$(member events),"
xdotool key comma
wait_for "a key steps back" "\"event\":$(($(member events) - 1)),"
click 'to start'
wait_for "it stands at the start" '"event":0,'
xdotool key n
wait_for "a key goes to the first finding" '"event":[1-9]'
xdotool key Escape

click 'N0-N5'
wait_for "an edge is selected" '"selected":"N(0-N5|5-N0)"'
wait_for "the refusal can be read" '"why":"[^"]*refuses'

click 'tab: what-if'
type_into 'what-if: steps/0/to' '{P:{TP=A}, V:{TP=A, TP=B}}'
xdotool key Return
click 'what-if: run'
wait_for "two runs are compared" '"comparing":true'
click 'what-if: save'
type_into 'save: field' "$work/mended"
click 'save: go'
deadline=$((SECONDS + patience))
until [ -s "$work/mended/scenario.json" ]; do
  [ "$SECONDS" -lt "$deadline" ] || fail "waited in vain: the changed scenario is saved"
  sleep 0.05
done
echo "ok: the changed scenario is saved"
code=0
"$CERTDRILL" run --brief "$work/mended" >"$work/mended_verdict" 2>&1 || code=$?
[ "$code" -le 1 ] || fail "the saved scenario cannot be run: $(cat "$work/mended_verdict")"
cmp -s "$work/mended/scenario.json" "$CERTDRILL_SCENARIOS/thumbprint_swap_without_overlap/scenario.json" &&
  fail "what was saved is the scenario without its change"

xdotool key ctrl+q
deadline=$((SECONDS + patience))
while kill -0 "$viewer" 2>/dev/null; do
  [ "$SECONDS" -lt "$deadline" ] || fail "waited in vain: it quits"
  sleep 0.05
done
code=0
wait "$viewer" || code=$?
viewer=
[ "$code" -eq 0 ] || fail "it ended with exit code $code"
echo "ok: it quits"
grep -q what-if "$work/settings/certdrill/viewer.json" || fail "the settings are not kept"

# said WHAT CODE TEXT COMMAND...: the command ends so and says so.
said() {
  local what=$1 expected=$2 text=$3 code=0
  shift 3
  timeout "$patience" "$@" >"$work/said" 2>&1 || code=$?
  { [ "$code" -eq "$expected" ] && grep -qF -- "$text" "$work/said"; } || fail "$what: exit code $code instead of $expected, or not \"$text\""
  echo "ok: $what"
}
said "no display" 2 'no display: DISPLAY and WAYLAND_DISPLAY are not set' env -u DISPLAY -u WAYLAND_DISPLAY "$CERTDRILL_VIEWER"
said "a display that is not there" 2 'no display: it cannot be opened' env DISPLAY=:98765 "$CERTDRILL_VIEWER"
said "no OpenGL 3" 2 'has no OpenGL 3' env MESA_GL_VERSION_OVERRIDE=2.1 "$CERTDRILL_VIEWER"
said "they name the way without one" 2 '--screenshot' env MESA_GL_VERSION_OVERRIDE=2.1 "$CERTDRILL_VIEWER"
