#!/usr/bin/env bash
# other_tests.sh PRESET CTEST-OPTION...: the tests pass in another build. Prints what failed, and that build's summary.
set -euo pipefail
repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
preset=$1
shift
export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1
ctest --test-dir "$repo/.build/$preset" -j "$(nproc)" --output-on-failure --no-tests=error "$@" 2>&1 |
  grep -vE '^ +Start +[0-9]+: |^ *[0-9]+/[0-9]+ Test .* Passed '
