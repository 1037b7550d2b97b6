#!/usr/bin/env bash
# The gate include_arrows.sh sees each kind of mistake, and only mistakes: a row is a file, one include, and the message it must give.
set -euo pipefail
gate=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)/include_arrows.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failures=0

# row FILE INCLUDE MESSAGE: MESSAGE is empty where nothing is wrong.
row() {
  rm -rf "$tree/sim" "$tree/viewer"
  mkdir -p "$tree/sim/pki" "$tree/viewer" "$tree/$(dirname "$1")"
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
row sim/trust/judge.cpp '"wrold/world.h"' '"wrold/world.h": there is no folder wrold'
row sim/trust/judge.cpp '<openssl/x509.h>' '<openssl/x509.h>: openssl belongs to pki alone'
row sim/model/scenario.cpp '"pki/handles.h"' '"pki/handles.h" shows openssl, which stays inside pki'
row sim/model/scenario.h '"pki/through.h"' '"pki/through.h" shows openssl, which stays inside pki'
row sim/check/graph.h '<boost/graph/adjacency_list.hpp>' '<boost/graph/adjacency_list.hpp> is in a header; of boost only .cpp files know'
row sim/world/world.cpp '<nlohmann/json.hpp>' '<nlohmann/json.hpp>: nlohmann belongs to load report workspace window alone'
row sim/check/graph.cpp '<CLI/CLI.hpp>' '<CLI/CLI.hpp>: CLI belongs to app window alone'
row sim/world/world.cpp '<fmt/core.h>' '<fmt/core.h>: no folder is known to use this package'
row viewer/scene/ring.cpp '"world/setting.h"' ''
row viewer/panels/canvas.cpp '<imgui.h>' ''
row viewer/panels/canvas.cpp '<imgui_internal.h>' ''
row viewer/picture/png.cpp '<png.h>' ''
row viewer/window/window.cpp '<GLFW/glfw3.h>' ''
row viewer/window/main.cpp '<unistd.h>' ''
row viewer/scene/ring.cpp '<imgui.h>' '<imgui.h>: imgui belongs to panels picture window alone'
row viewer/workspace/play.cpp '<imgui_internal.h>' '<imgui_internal.h>: imgui belongs to panels picture window alone'
row viewer/panels/canvas.h '<imgui.h>' '<imgui.h> is in a header; of imgui only .cpp files know'
row viewer/window/window.cpp '<png.h>' '<png.h>: png belongs to picture alone'
row viewer/picture/egl.cpp '<GLFW/glfw3.h>' '<GLFW/glfw3.h>: GLFW belongs to window alone'
row viewer/panels/canvas.cpp '<backends/imgui_impl_glfw.h>' '<backends/imgui_impl_glfw.h>: backends belongs to window alone'
row viewer/scene/ring.cpp '"panels/theme.h"' '"panels/theme.h": scene does not build on panels'
row viewer/panels/ui.cpp '"picture/raster.h"' '"picture/raster.h": panels does not build on picture'
row sim/report/picture.cpp '"scene/drawing.h"' '"scene/drawing.h": report does not build on scene'
row sim/scene/ring.cpp '<string>' 'the folder sim/scene has no arrows in tests/gates/include_arrows.sh'
row viewer/wrold/ring.cpp '<string>' 'the folder viewer/wrold has no arrows in tests/gates/include_arrows.sh'
row sim/wrold/world.cpp '<string>' 'the folder sim/wrold has no arrows in tests/gates/include_arrows.sh'
exit $((failures > 0))
