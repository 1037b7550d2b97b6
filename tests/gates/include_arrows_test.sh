#!/usr/bin/env bash
# The gate include_arrows.sh sees each kind of mistake, and only mistakes: a row is a file, one include, and the message it must give.
set -euo pipefail
gate=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)/include_arrows.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failures=0

# row FILE INCLUDE MESSAGE: MESSAGE is empty where nothing is wrong.
row() {
  rm -rf "$tree/sim"
  mkdir -p "$tree/sim/pki" "$tree/$(dirname "$1")"
  echo '#include <openssl/evp.h>' >"$tree/sim/pki/handles.h"
  echo '#include "pki/handles.h"' >"$tree/sim/pki/through.h"
  echo "#include $2" >"$tree/$1"
  local expected=${3:+$1:1: $3} code=0 said
  said=$("$gate" "$tree") || code=$?
  if [ "$said" != "$expected" ] || [ "$code" -ne $((${#expected} > 0)) ]; then
    printf 'for #include %s in %s\nexpected: %s\n     got: %s (exit %s)\n' "$2" "$1" "$expected" "$said" "$code"
    failures=$((failures + 1))
  fi
}

row sim/world/world.cpp '"trust/judge.h"' ''
row sim/world/world.cpp '"base/text.h"' ''  # along two arrows
row sim/pki/chain.cpp '<openssl/x509.h>' ''
row sim/pki/chain.cpp '"pki/through.h"' ''
row sim/check/graph.cpp '<boost/graph/adjacency_list.hpp>' ''
row sim/base/text.h '<string>' ''
row sim/trust/judge.cpp '"world/world.h"' '"world/world.h": trust does not build on world'
row sim/kernel/event.h '"model/scenario.h"' '"model/scenario.h": kernel does not build on model'
row sim/load/reader.cpp '"report/text_report.h"' '"report/text_report.h": load does not build on report'
row sim/trust/judge.cpp '"judge.h"' '"judge.h" is not of the form "folder/header.h"'
row sim/trust/judge.cpp '"../world/world.h"' '"../world/world.h" is not of the form "folder/header.h"'
row sim/trust/judge.cpp '"wrold/world.h"' '"wrold/world.h": there is no folder sim/wrold'
row sim/trust/judge.cpp '<openssl/x509.h>' '<openssl/x509.h>: openssl belongs to pki alone'
row sim/model/scenario.cpp '"pki/handles.h"' '"pki/handles.h" shows openssl, which stays inside pki'
row sim/model/scenario.h '"pki/through.h"' '"pki/through.h" shows openssl, which stays inside pki'
row sim/check/graph.h '<boost/graph/adjacency_list.hpp>' '<boost/graph/adjacency_list.hpp> is in a header; of boost only .cpp files know'
row sim/world/world.cpp '<nlohmann/json.hpp>' '<nlohmann/json.hpp>: nlohmann belongs to load report alone'
row sim/check/graph.cpp '<CLI/CLI.hpp>' '<CLI/CLI.hpp>: CLI belongs to app alone'
row sim/world/world.cpp '<fmt/core.h>' '<fmt/core.h>: no folder is known to use this package'
row sim/wrold/world.cpp '<string>' 'the folder sim/wrold has no arrows in tests/gates/include_arrows.sh'
exit $((failures > 0))
