#!/usr/bin/env bash
# other_build.sh PRESET: this tree builds under the preset too, without a warning.
set -euo pipefail
repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
. "$repo/tests/setup/prepare.sh"
build "$1"
