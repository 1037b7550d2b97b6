# shellcheck shell=bash disable=SC2154
# Installs what is missing and builds: the part that scenarios/run and tests/run share. Sourced by bash, which sets `repo` before.
# Says what it does on stderr, keeps quiet about what goes well, and ends the script when something does not.

say() { printf '%s\n' "$*" >&2; }

# run_quietly LOG COMMAND...: the command's output is seen only when it fails, all of it. On a terminal it is seen as it comes.
run_quietly() {
  local log=$1
  shift
  if [ -t 2 ]; then "$@" </dev/null >&2; return; fi
  "$@" </dev/null >"$log" 2>&1 || { cat "$log" >&2; return 1; }
}

# packages SECTION...: the packages of these sections of packages.txt, one a line.
packages() {
  awk -v sections=" $* " '
    { sub(/#.*/, "") }
    /^\[/ { gsub(/[][ \t]/, ""); wanted = index(sections, " " $0 " "); next }
    wanted && NF { print $1 }' "$repo/tests/setup/packages.txt"
}

# without_services COMMAND...: an installation after which no server runs that did not run before, nor at the next boot: those among the
# packages are for the tests to start. Debian asks policy-rc.d, which only administrators have; theirs stays.
without_services() {
  local policy=/usr/sbin/policy-rc.d mark='certdrill, tests/setup/prepare.sh: only there while packages are installed'
  (
    if [ ! -e "$policy" ] || grep -qsF "$mark" "$policy"; then
      trap '"${as_root[@]}" rm -f "$policy"' EXIT
      trap 'exit 2' HUP INT TERM
      printf '#!/bin/sh\n# %s\nexit 101\n' "$mark" | "${as_root[@]}" install -m 755 /dev/stdin "$policy" || exit
    fi
    "$@"
  ) || return
  local package
  for package in $missing; do
    [ ! -e "/etc/init.d/$package" ] || "${as_root[@]}" update-rc.d "$package" disable >&2 || return
  done
}

# install_missing SECTION...: on Debian, installs the packages of these sections that are not there.
install_missing() {
  if ! command -v dpkg-query >/dev/null; then
    say "This is not a Debian system: nothing is installed. Needed are: $(packages "$@" | tr '\n' ' ')"
    return
  fi
  local missing as_root=() log
  missing=$(LC_ALL=C comm -23 <(packages "$@" | LC_ALL=C sort -u) \
    <(packages "$@" | xargs dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null |
      sed -n 's/^installed //p' | LC_ALL=C sort -u))
  [ -n "$missing" ] || return 0
  missing=$(tr '\n' ' ' <<<"$missing")
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { say "As root, first: apt-get install --no-install-recommends $missing"; exit 2; }
    as_root=(sudo)
  fi
  say "Installing with apt: $missing"
  log=$(mktemp)
  as_root+=(env DEBIAN_FRONTEND=noninteractive)
  # shellcheck disable=SC2086  # the list is meant to become words
  if ! { run_quietly "$log" "${as_root[@]}" apt-get -q update &&
    without_services run_quietly "$log" "${as_root[@]}" apt-get -q -y -o DPkg::Lock::Timeout=300 \
      install --no-install-recommends $missing; }; then
    rm -f "$log"
    say "The packages could not be installed."
    exit 2
  fi
  rm -f "$log"
}

# build PRESET [TARGET...]: configures .build/PRESET when that is needed and builds the targets, by default all of them.
# with_tests=OFF, with_viewer=OFF, set before: the packages of the tests, of the viewer need not be there. A folder that has them already
# keeps them.
build() {
  local preset=$1
  shift
  local folder="$repo/.build/$preset" targets=()
  [ $# -eq 0 ] || targets=(--target "$@")
  mkdir -p "$folder"
  # A tree that was moved or copied takes its build folder along, which still names the old place.
  if [ -e "$folder/CMakeCache.txt" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$repo" "$folder/CMakeCache.txt"; then
    rm -rf "$folder"
    mkdir -p "$folder"
  fi
  local wanted=("BUILD_TESTING:BOOL=${with_tests:-ON}" "CERTDRILL_VIEWER:BOOL=${with_viewer:-ON}") options=() part new=false
  for part in "${wanted[@]}"; do
    if [ -e "$folder/build.ninja" ] && grep -qx "${part%=*}=ON" "$folder/CMakeCache.txt"; then
      part=${part%=*}=ON
    elif [ ! -e "$folder/build.ninja" ] || ! grep -qx "$part" "$folder/CMakeCache.txt"; then
      new=true
    fi
    options+=("-D$part")
  done
  if $new || [ "$repo/CMakePresets.json" -nt "$folder/build.ninja" ]; then
    say "Building in .build/$preset; the first time takes minutes."
    ! command -v ccache >/dev/null || options+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
    (cd "$repo" && run_quietly "$folder/configure.log" cmake --preset "$preset" "${options[@]}") ||
      { say "Configuring .build/$preset failed."; exit 2; }
  fi
  run_quietly "$folder/build.log" cmake --build "$folder" -j "$(nproc)" "${targets[@]}" ||
    { say "Building .build/$preset failed."; exit 2; }
}
