#!/usr/bin/env bash
# same_bytes.sh PRESET PRESET...: every scenario gives the same bytes in each of these runs: text, JSON, JUnit, trace, certificates, exit code.
# Each run has other surroundings: time zone, language, fill of fresh memory, number of processors, current folder.
# "release" stands for the build under test, whatever it is called.
set -euo pipefail
repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
: "${BUILD:=$repo/.build/release}" "${CERTDRILL:=$BUILD/certdrill}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
time_zones=(UTC Asia/Tokyo America/St_Johns Pacific/Chatham)
languages=(C C.UTF-8 POSIX C.UTF-8)

one_processor=$(taskset --cpu-list --pid $$ | grep -oE '[0-9]+$')

# results_of SCENARIO OUT PROGRAM...: everything the program has to say about the scenario, as files in OUT.
results_of() {
  local scenario=$1 out=$2 code=0
  shift 2
  mkdir -p "$out"
  cd "$out"
  "$@" run "$scenario" --trace trace --junit junit >text 2>messages || code=$?
  "$@" run "$scenario" --json >json 2>>messages || code=$code,$?
  "$@" certs "$scenario" --out certs >certs_text 2>>messages || code=$code,$?
  echo "$code" >exit_code
  cd "$repo"
}

number=0 differences=0
for preset in "$@"; do
  program=$repo/.build/$preset/certdrill
  [ "$preset" != release ] || program=$CERTDRILL
  confined=()  # every other run on one processor, so that certificates are not made in parallel
  [ $((number % 2)) -eq 0 ] || confined=(taskset --cpu-list "$one_processor")
  export TZ=${time_zones[number % 4]} LC_ALL=${languages[number % 4]} MALLOC_PERTURB_=$((number * 85))
  for scenario in "$repo"/scenarios/*/; do
    name=$(basename "$scenario")
    results_of "$scenario" "$work/$number/$name" "${confined[@]}" "$program"
    if [ "$number" -gt 0 ] && ! diff -r "$work/0/$name" "$work/$number/$name" >"$work/difference"; then
      echo "$name: run 1 ($1) and run $((number + 1)) ($preset) differ:"
      head -n 20 "$work/difference"
      differences=$((differences + 1))
    fi
  done
  number=$((number + 1))
done
count=$(find "$work/0" -name trace -size +0 | wc -l)
echo "$count scenarios, $number runs each"
[ "$count" -gt 0 ] && [ "$differences" -eq 0 ]
