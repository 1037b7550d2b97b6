#!/usr/bin/env bash
# The gate documents.sh lets true documents pass and sees each kind of untruth.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

# row NAME MESSAGE < document: MESSAGE is a part of what the gate has to say; empty where the document is true.
row() {
  local code=0 said
  cat >"$work/$1.md"
  # The gate finds documents from the top of the tree.
  said=$("$here/documents.sh" "$(realpath --relative-to="$here/../.." "$work/$1.md")" 2>&1) || code=$?
  if { [ -z "$2" ] && [ "$code" -ne 0 ]; } || { [ -n "$2" ] && { [ "$code" -ne 1 ] || [[ $said != *"$2"* ]]; }; }; then
    printf '%s\nexpected: %s\n     got: %s (exit %s)\n' "$1" "$2" "$said" "$code"
    failures=$((failures + 1))
  fi
}

row true_commands '' <<'D'
```sh
git clone https://example.test/certdrill.git
cd certdrill
scenarios/run
certdrill list > list.txt
test -s list.txt && test -x .build/release/certdrill
```
```console
$ printf 'one\ntwo\nthree\n'
one
...
three
$ certdrill run no_such_scenario 2>/dev/null; echo $?
2
```
<!-- not run: shows that this is honoured -->
```sh
false
```
D
row failing_command ':1: a command fails:' <<'D'
```sh
false
```
D
row command_after_a_failure ':2: a command fails:' <<'D'

```sh
certdrill no_such_verb
true
```
D
row other_output ':2: "echo one" prints something else' <<'D'
```console
$ echo one
two
```
D
row output_missing_a_line 'prints something else' <<'D'
```console
$ printf 'one\ntwo\n'
one
```
D
row dots_are_not_the_end 'prints something else' <<'D'
```console
$ printf 'one\ntwo\n'
...
one
```
D
row second_command ':4: "echo three" prints something else' <<'D'
```console
$ echo one
one
$ echo three
four
```
D
row whole_scenario '' <<'D'
```json
{
  "title": "A sample", "start": "2026-01-10T00:00:00Z",
  "certificates": { "A": { "selfSigned": true, "notBefore": "2025-02-01", "notAfter": "2026-06-01" } },
  "cluster": { "nodes": 5, "installed": ["A"], "security": "{P:{TP=A}, V:{TP=A}}" },
  "steps": [ { "upgrade": "nothing new", "to": "{P:{TP=A}, V:{TP=A}}" } ],
  "checks": [ { "always": "every pair can authenticate" } ]
}
```
D
row wrong_scenario_is_left_alone '' <<'D'
```json wrong scenario
{ "titel": "A sample" }
```
D
row field_of_a_scenario '' <<'D'
```json
"checks": [ { "always": "seed quorum" } ],
```
D
row unknown_field 'this does not run as a scenario (exit code 2)' <<'D'
```json
"checkz": [ { "always": "seed quorum" } ]
```
D
row broken_link 'a link to no_such_page.md, which does not exist' <<'D'
See [this](no_such_page.md).
D
exit $((failures > 0))
