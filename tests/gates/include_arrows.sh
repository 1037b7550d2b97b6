#!/usr/bin/env bash
# include_arrows.sh TREE: the includes in TREE/sim and TREE/viewer go only along the arrows of docs/overview.md, and outside packages stay where they belong.
# The build refuses most of this by itself (sim/CMakeLists.txt); here the rules can be read, and packages in system folders are seen too.
#
# Prints file:line: message for every include that does not belong, and fails if there is one.
set -euo pipefail
cd "$1"

# folder: the folders it builds on (and, with them, what those build on).
arrows='
base:
kernel: base
pki:    base
model:  base pki
load:   model
trust:  model
world:  kernel trust
lint:   world
check:  world
plan:   check
report: plan lint
replay: check
app:    load report

scene:     replay
workspace: scene load report
panels:    workspace
picture:   panels report
window:    picture app
'
viewer=' scene workspace panels picture window '  # these are in viewer/, the others in sim/
# package (first part of the <include>, or the start of a header's own name): where it may appear, as folders; "h" after a folder: also in headers that stay inside it.
packages='
openssl:  pki/h
boost:    check
nlohmann: load report/h workspace window
CLI:      app window
imgui:    panels picture window
png:      picture
GLFW:     window
backends: window
sys:      pki report app
arpa:     pki load
'

mapfile -t files < <(find sim viewer -mindepth 2 \( -name '*.h' -o -name '*.cpp' -o -name '*.cpp.in' \) | LC_ALL=C sort)
awk -v arrows="$arrows" -v packages="$packages" -v viewer="$viewer" '
  function complain(message) { print FILENAME ":" FNR ": " message; wrong++ }
  function path_of(folder) { return (index(viewer, " " folder " ") ? "viewer/" : "sim/") folder }
  function may_include(from, to,   parts, count, i) {  # along the arrows, however many
    if (from == to) return 1
    count = split(builds_on[from], parts, " ")
    for (i = 1; i <= count; i++) if (may_include(parts[i], to)) return 1
    return 0
  }
  BEGIN {
    count = split(arrows, lines, "\n")
    for (i = 1; i <= count; i++) if (split(lines[i], sides, ":") == 2) { builds_on[sides[1]] = sides[2]; known[sides[1]] = 1 }
    count = split(packages, lines, "\n")
    for (i = 1; i <= count; i++) if (split(lines[i], sides, ":") == 2) { gsub(/  +/, " ", sides[2]); allowed[sides[1]] = sides[2] " " }
  }
  FNR == 1 {
    split(FILENAME, place, "/")
    folder = place[2]
    is_header = FILENAME ~ /\.h$/
    if (!known[folder] || path_of(folder) != place[1] "/" folder) complain("the folder " place[1] "/" folder " has no arrows in tests/gates/include_arrows.sh")
  }
  /^[ \t]*#[ \t]*include[ \t]*"/ {
    split($0, quoted, "\"")
    target = quoted[2]
    if (target !~ /^[a-z]+\/[a-z0-9_]+\.h$/) { complain("\"" target "\" is not of the form \"folder/header.h\""); next }
    split(target, parts, "/")
    if (!known[parts[1]]) complain("\"" target "\": there is no folder " parts[1])
    else if (!may_include(folder, parts[1])) complain("\"" target "\": " folder " does not build on " parts[1])
    target = path_of(parts[1]) "/" parts[2]
    includes[FILENAME] = includes[FILENAME] " " target
    where[FILENAME, target] = FNR
  }
  /^[ \t]*#[ \t]*include[ \t]*<[^>]*(\/|\.h)/ {
    split($0, angled, /[<>]/)
    target = angled[2]
    package = target
    if (!sub(/\/.*/, "", package)) {
      sub(/[_.].*/, "", package)
      if (!(package in allowed)) next  # of the system
    }
    if (!(package in allowed)) { complain("<" target ">: no folder is known to use this package"); next }
    if (index(allowed[package], " " folder " ")) {
      if (is_header) complain("<" target "> is in a header; of " package " only .cpp files know")
    } else if (index(allowed[package], " " folder "/h ")) {
      if (is_header) inner[FILENAME] = package
    } else {
      owners = allowed[package]; gsub(/\/h/, "", owners); complain("<" target ">: " package " belongs to" owners "alone")
    }
  }
  END {
    # A header that shows an inner package, itself or through another header, is not for other folders.
    do {
      changed = 0
      for (file in includes) if (file ~ /\.h$/ && !(file in inner)) {
        count = split(includes[file], targets, " ")
        for (i = 1; i <= count; i++) if (targets[i] in inner) { inner[file] = inner[targets[i]]; changed = 1 }
      }
    } while (changed)
    for (file in includes) {
      count = split(includes[file], targets, " ")
      for (i = 1; i <= count; i++) if (targets[i] in inner) {
        split(file, from, "/"); split(targets[i], to, "/")
        if (from[2] != to[2]) {
          print file ":" where[file, targets[i]] ": \"" to[2] "/" to[3] "\" shows " inner[targets[i]] ", which stays inside " to[2]
          wrong++
        }
      }
    }
    exit wrong > 0
  }' "${files[@]}"
