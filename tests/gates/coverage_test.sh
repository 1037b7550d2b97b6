#!/usr/bin/env bash
# The gate coverage.sh lets a true page pass and sees each kind of mistake: a row is a page of the tables and the message it must give.
set -euo pipefail
gate=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)/coverage.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failures=0

mkdir -p "$tree"/{docs/coverage,docs/rules,scenarios/swap,tests/unit,sim/lint}
touch "$tree"/docs/rules/{Expired,SharedSubject,loadExpired}.md "$tree/scenarios/swap/about.md"
printf '# Checks\n\n## Who accepts what, and why\n' >"$tree/docs/checks.md"
echo 'const char* const ids[] = {"SharedSubject"};' >"$tree/sim/lint/words.cpp"
cat >"$tree/tests/unit/rules_test.cpp" <<'T'
TEST(Rules, Hold) {}
TEST_P(
    RulesOfARatherLongName, AreJudged) {}
TEST_P(Cases, AreThose) { Row{"at_its_end"}, Case{"TP-14"}; }
T

# said PAGE [COUNTS]: what the gate says of a tree with this page, and its exit code in `code`.
said() {
  local counts=${2:-1 | 1 | 0 | 0}
  printf '# A page\n\n| statement | kind | where |\n|---|---|---|\n%s\n' "$1" >"$tree/docs/coverage/page.md"
  printf '| document | statements | shown | not ours | open |\n|---|---|---|---|---|\n| [P](coverage/page.md) | %s |\n| all | %s |\n' \
    "$counts" "${3:-$counts}" >"$tree/docs/coverage.md"
  code=0
  answer=$("$gate" "$tree" 2>&1) || code=$?
}

# row NAME MESSAGE PAGE [COUNTS [SUMS]]: MESSAGE is a part of what the gate has to say; empty where nothing is wrong.
row() {
  said "${@:3}"
  if { [ -z "$2" ] && [ "$code" -ne 0 ]; } || { [ -n "$2" ] && { [ "$code" -ne 1 ] || [[ $answer != *"$2"* ]]; }; }; then
    printf '%s\nexpected: %s\n     got: %s (exit %s)\n' "$1" "$2" "$answer" "$code"
    failures=$((failures + 1))
  fi
}

swap='[swap](../../scenarios/swap/about.md)'
row scenario '' "| a | scenario | $swap |"
row test '' '| a | test | `Rules.Hold` |'
row test_on_two_lines '' '| a | test | `RulesOfARatherLongName.AreJudged` |'
row row_of_a_test '' '| a | test | `Cases.AreThose/at_its_end` |'
row case_of_the_runtime '' '| a | test | `Cases.AreThose/TP_14_windows` |'
row test_file '' '| a | test | `tests/unit/rules_test.cpp` |'
row rule_switch_lint_docs '' '| a | rule, switch, lint, docs | [l](../rules/SharedSubject.md), [r](../rules/Expired.md), [s](../rules/loadExpired.md), [d](../checks.md#who-accepts-what-and-why) |'
row not_ours '' '| a | not ours | the article says so |' '1 | 0 | 1 | 0'
row open '' '| a | open | nothing of it is there |' '1 | 0 | 0 | 1'
row open_that_waits '' "| a | open | waits for scenario \`other\`, rule \`Expired\`; so far $swap |" '1 | 0 | 0 | 1'
row bar_in_a_cell '' '| CN=b@I1\|I2 | test | `Rules.Hold` |'

row no_scenario 'page.md:5: a link to ../../scenarios/none/about.md, which does not exist' '| a | scenario | [x](../../scenarios/none/about.md) |'
row no_rule 'page.md:5: a link to ../rules/None.md, which does not exist' '| a | rule | [x](../rules/None.md) |'
row no_heading 'page.md:5: docs/checks.md has no heading #who-refuses-what' '| a | docs | [x](../checks.md#who-refuses-what) |'
row no_test 'page.md:5: there is no test Rules.Fail' '| a | test | `Rules.Fail` |'
row no_suite 'page.md:5: there is no test Rule.Hold' '| a | test | `Rule.Hold` |'
row no_row 'page.md:5: there is no test Cases.AreThose/at_its_start' '| a | test | `Cases.AreThose/at_its_start` |'
row no_test_file 'page.md:5: there is no file tests/unit/none_test.cpp' '| a | test | `tests/unit/none_test.cpp` |'
row link_in_prose 'page.md:6: a link to none.md, which does not exist' $'| a | test | `Rules.Hold` |\nSee [x](none.md).'
row missing_cell 'page.md:5: a row has three cells, none of them empty' '| a | `Rules.Hold` |'
row empty_cell 'page.md:5: a row has three cells, none of them empty' '| a | open | |' '1 | 0 | 0 | 0'
row fourth_cell 'page.md:5: a row has three cells, none of them empty' '| a | test | `Rules.Hold` | b |' '1 | 0 | 0 | 0'
row another_kind 'its kind is "scenario", and what it names is "test"' '| a | scenario | `Rules.Hold` |'
row no_such_kind 'its kind is "proof", and what it names is "test"' '| a | proof | `Rules.Hold` |'
row names_nothing 'its kind is "test", and what it names is ""' '| a | test | somewhere |'
row kind_is_missing "its kind is \"test\", and what it names is \"scenario, test\"" "| a | test | \`Rules.Hold\`, $swap |"
row rule_is_no_lint 'its kind is "lint", and what it names is "rule"' '| a | lint | [x](../rules/Expired.md) |'
row stale 'page.md:5: it waits for scenario `swap`, which is there' '| a | open | waits for scenario `swap` |' '1 | 0 | 0 | 1'
row waits_for_no_kind 'waits for "the scenario swap", which is no kind with a name in backquotes' '| a | open | waits for the scenario swap |' '1 | 0 | 0 | 1'
row wrong_count 'coverage.md:3: the counts of coverage/page.md are | 1 | 0 | 0 | 1 |' '| a | open | nothing |' '1 | 1 | 0 | 0'
row wrong_sums 'the sums are | all | 1 | 1 | 0 | 0 |' '| a | test | `Rules.Hold` |' '1 | 1 | 0 | 0' '2 | 2 | 0 | 0'
row another_table 'page.md:7: a table that does not begin with' $'| a | test | `Rules.Hold` |\n\n| a | b |'

# --settle writes what the gate asks for.
said "| a | open | waits for scenario \`swap\`, rule \`Expired\`; so far \`Rules.Hold\` |" '9 | 9 | 9 | 9'
"$gate" "$tree" --settle >"$tree/answer" || true
expected="| a | scenario, test, rule | $swap, [Expired](../rules/Expired.md); \`Rules.Hold\` |"
if ! "$gate" "$tree" >"$tree/answer" || ! grep -qxF "$expected" "$tree/docs/coverage/page.md"; then
  printf 'settle\nexpected: %s\n     got: %s\n%s\n' "$expected" "$(tail -n 1 "$tree/docs/coverage/page.md")" "$(cat "$tree/answer")"
  failures=$((failures + 1))
fi
rm "$tree/docs/coverage.md"
code=0
"$gate" "$tree" >"$tree/answer" || code=$?
if [ "$code" -ne 1 ]; then
  echo "without an index: exit $code"
  failures=$((failures + 1))
fi
exit $((failures > 0))
