#!/usr/bin/env bash
# The openssl command judges our certificates as `certdrill judge` does, chain and lists alike, with every reason it gives.
#
# keys         Ed25519, P-256, RSA-2048; or those that are given as arguments: ed25519, p256, rsa2048
# what is sent the whole chain, the chain without its root, the leaf alone
# trusted      our root, another one, the leaf itself
# lists        none, the leaf looked up, the whole chain looked up
# moments      the second in which something of its chain or its list begins or ends, and the second before
#
# The rule: good for a client or else for a server, as the authentication article says it; `openssl verify` is asked about both in turn.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
: "${CERTDRILL:?the program under test}"
# shellcheck source-path=SCRIPTDIR
. "$here/corpus.sh"
. "$here/compare.sh"
key_types=("$@")
[ $# -gt 0 ] || key_types=(ed25519 p256 rsa2048)
need openssl
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# openssl_says TIME LEAF SENT TRUSTED [OPTION...]: "accepted", or "refused" and the ids of what it found; of its two answers that with the
# fewest faults.
openssl_says() {
  local at=$1 leaf=$2 sent=$3 trusted=$4 purpose text line found fewest=
  shift 4
  for purpose in sslclient sslserver; do
    if text=$(openssl verify -attime "$at" -auth_level 1 -no-CApath -no-CAstore -CAfile "$trusted" -untrusted "$sent" -purpose "$purpose" \
      "$@" "$leaf" 2>&1); then
      echo accepted
      return
    fi
    found=$(sed -n 's/^error [0-9]* at [0-9]* depth lookup: //p' <<<"$text" | while IFS= read -r line; do openssl_words "$line"; done |
      LC_ALL=C sort -u | tr '\n' ' ')
    [ -n "$fewest" ] && [ "$(wc -w <<<"$found")" -ge "$(wc -w <<<"$fewest")" ] || fewest=$found
  done
  echo "refused ${fewest% }"
}

ask_about() {  # COMPARISON TIME NAME SENT TRUSTED FLAG [ID]: one pair
  local how=$1 at=$2 leaf=$pki/$3.crt sent=$pki/$4.crt trusted=$pki/$5.crt lists=() options=() theirs
  case $6 in
    leaf) lists=(--crl "$pki/lists.pem") options=(-crl_check -CRLfile "$pki/lists.pem") ;;
    chainWithoutRoot) lists=(--crl "$pki/lists.pem") options=(-crl_check -crl_check_all -CRLfile "$pki/lists.pem") ;;
  esac
  theirs=$(openssl_says "$at" "$leaf" "$sent" "$trusted" "${options[@]}")
  "$how" "$(printf '%-7s  %-11s  %-17s  %-11s  %-16s  %s' "$key_type" "$3" "$4" "$5" "$6" "$(time_text "$at")")" \
    "$(certdrill_says --cert "$leaf" --chain "$sent" --root "$trusted" --at "$(time_text "$at")" --role client --rule "CN=$3" \
      --set "revocation=$6" "${lists[@]}")" "$theirs" "$theirs" "${7-}"
}

# moments_of NAME: when it or one of its issuers begins or ends, as seconds since 1970.
moments_of() {
  local name=$1 field
  while [ "$name" != null ]; do
    for field in notBefore notAfter; do unix_time "$(fact "$pki" "$name" "$field")"; done
    name=$(fact "$pki" "$name" issuer)
  done | sort -nu
}

# list_moments_of NAME: when the list of its issuer begins and ends.
list_moments_of() {
  openssl crl -in "$pki/$(fact "$pki" "$1" issuer).crl.pem" -noout -lastupdate -nextupdate | cut -d = -f 2 |
    while IFS= read -r text; do unix_time "$text"; done
}

headings "$(printf '%-7s  %-11s  %-17s  %-11s  %-16s  %-20s' keys shown sent trusted 'lists looked up' at)" "openssl verify"
now=$(unix_time 2026-03-02T12:00:00Z)
for key_type in "${key_types[@]}"; do
  pki=$work/$key_type
  write_certificates "$pki" "$now" "$key_type"
  for name in $(names_of "$pki" leaves); do
    sent_ways=("$name.sent") roots=(R1)
    if [ "$key_type" = "${key_types[0]}" ]; then  # the others are made in another way, not judged in one
      sent_ways+=("$name.chain" "$name") roots+=(R9 "$name")
    fi
    [ "$name" != alone ] || sent_ways=(alone) roots=(R1 alone)
    for sent in "${sent_ways[@]}"; do
      for trusted in "${roots[@]}"; do
        ask_about compare "$now" "$name" "$sent" "$trusted" off
        # A certificate that is its own root is never looked up, as CrlCheckingFlag says ("all but the root"); OpenSSL wants a list.
        [ "$name" != alone ] || continue
        ask_about compare "$now" "$name" "$sent" "$trusted" leaf
        ask_about compare "$now" "$name" "$sent" "$trusted" chainWithoutRoot
      done
    done
  done
  ask_about differ "$now" alone alone alone leaf RevocationUnknown
done

key_type=${key_types[0]} pki=$work/$key_type
for name in $(names_of "$pki" leaves); do
  for moment in $(moments_of "$name"); do
    for at in $((moment - 1)) "$moment"; do ask_about compare "$at" "$name" "$name.sent" R1 off; done
  done
done
for name in good revoked deep; do
  for moment in $(list_moments_of "$name"); do
    for at in $((moment - 1)) "$moment"; do ask_about compare "$at" "$name" "$name.sent" R1 leaf; done
  done
done
agreement
