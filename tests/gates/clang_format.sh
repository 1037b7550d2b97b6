#!/usr/bin/env bash
# Every C++ file is formatted as .clang-format says. To mend: clang-format -i on the files it names.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
find sim viewer tests \( -name '*.cpp' -o -name '*.h' \) -print0 |
  LC_ALL=C sort -z | xargs -0 clang-format --dry-run --Werror
