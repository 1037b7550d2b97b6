# shellcheck shell=bash
# compare.sh: what certdrill says of a certificate beside what a foreign judge says, pair by pair, as a table. Sourced by bash.
#
#   need PROGRAM...                     ends the test when a program is missing; tests/setup/packages.txt has them all
#   ours=$(certdrill_says ARGUMENT...)  `certdrill judge ARGUMENT...` in one line: "accepted", or "refused" and the ids of all reasons
#   theirs=$(openssl_words TEXT)        what OpenSSL calls a fault, in nginx's or curl's words as well, as the ids that it can be
#   headings PAIR JUDGE                 those of the table
#   compare PAIR "$ours" "$theirs" [SAID]   a row. They agree when both accept, or both refuse and a reason of theirs is one of ours;
#                                       SAID is shown in place of theirs, as they said it
#   differ PAIR "$ours" "$theirs" SAID ID   a row for a pair that Service Fabric's rules accept and TLS is known to refuse, for reason ID
#   same PAIR OURS THEIRS               a row for a plain fact, equal or not
#   agreement                           the last line; fails unless all agree
#
# In theirs, "refused ?" leaves the reason open; alternatives are joined by "|".

width=60 rows=0 agreed=0 different=0 surprises=0

need() {
  local program
  for program in "$@"; do
    command -v "$program" >/dev/null || { echo "$program is missing: see tests/setup/packages.txt"; exit 1; }
  done
}

certdrill_says() {
  local code=0 text
  text=$("$CERTDRILL" judge "$@" 2>&1) || code=$?
  # shellcheck disable=SC2046  # ids are words
  case $code in
    0) echo accepted ;;
    1) echo refused $(sed -n 's/^  - \([A-Za-z]*\).*/\1/p' <<<"$text" | LC_ALL=C sort -u) ;;
    *) printf 'certdrill judge %s:\n%s\n' "$*" "$text" >&2; echo "no answer" ;;
  esac
}

openssl_words() {
  case $1 in
    *"not yet valid"*CRL* | *"CRL is not yet valid"* | *"CRL has expired"*) echo "RevocationListUnusable" ;;
    *"certificate has expired"*) echo "Expired" ;;
    *"certificate is not yet valid"*) echo "NotYetValid" ;;
    *"signature failure"*) echo "SignatureInvalid" ;;
    *"self-signed certificate"* | *"self signed certificate"*) echo "UntrustedRoot" ;;
    *"unable to get local issuer"* | *"unable to get issuer"* | *"unable to verify the first"*) echo "PartialChain" ;;
    *"certificate revoked"*) echo "Revoked" ;;
    *"unable to get certificate CRL"*) echo "RevocationUnknown" ;;
    *"purpose"*) echo "UsageNotAllowed" ;;
    *"path length"* | *"invalid CA certificate"*) echo "ConstraintViolated" ;;
    *"too weak"*) echo "WeakCrypto" ;;
    *"subject name"*) echo "CommonNameNotMatched|NameNotCounted" ;;
    *) echo "unknown:$1" ;;
  esac
}

headings() {  # PAIR JUDGE
  width=${#1}
  [ "$width" -ge 60 ] || width=60
  printf '%-*s  %-40s  %s\n' "$width" "$1" certdrill "$2"
}

row() {  # PAIR OURS SAID REMARK
  rows=$((rows + 1))
  printf '%-*s  %-40s  %s%s\n' "$width" "$1" "$2" "$3" "${4:+  $4}"
}

agrees() {  # OURS THEIRS
  [ "${1%% *}" = "${2%% *}" ] || return 1
  case $1 in accepted) return 0 ;; refused*) ;; *) return 1 ;; esac
  local reason
  [ "$2" != refused ] || return 1  # for no reason: it was asked wrongly
  [ "$2" != 'refused ?' ] || return 0
  for reason in ${2#refused}; do  # each of theirs has to be among ours
    grep -qwE -- "$reason" <<<"$1" || return 1
  done
}

compare() {  # PAIR OURS THEIRS [SAID]
  if agrees "$2" "$3"; then
    agreed=$((agreed + 1))
    row "$1" "$2" "${4:-$3}"
  else
    surprises=$((surprises + 1))
    row "$1" "$2" "${4:-$3}" "<-- they do not agree"
  fi
}

same() {  # PAIR OURS THEIRS
  if [ "$2" = "$3" ] && [ -n "$2" ]; then
    agreed=$((agreed + 1))
    row "$1" "$2" "the same"
  else
    surprises=$((surprises + 1))
    row "$1" "$2" "$3" "<-- not the same"
  fi
}

differ() {  # PAIR OURS THEIRS SAID ID
  if [ "$2/$3" = "accepted/refused $5" ]; then
    different=$((different + 1))
    row "$1" "$2" "$4" "(as it has to be)"
  else
    surprises=$((surprises + 1))
    row "$1" "$2" "$4" "<-- we should accept, they refuse: $5"
  fi
}

agreement() {
  local last="$agreed of $((rows - different)) pairs judged alike"
  [ "$different" -eq 0 ] || last+=", $different differently, as it has to be"
  [ "$surprises" -eq 0 ] || last+="; $surprises WRONG"
  echo "$last"
  [ "$surprises" -eq 0 ] && [ "$agreed" -gt 0 ]
}
