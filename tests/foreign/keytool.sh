#!/usr/bin/env bash
# Java's keytool reads our certificates, lists and keys, and trusts what `certdrill judge` trusts.
#
# facts     names, dates and thumbprint of every certificate, as `certdrill certs --json` has them
# imports   a certificate is taken into a trust store without a question when a chain of good signatures leads to one that is there;
#           authorities one after the other, then leaves. keytool looks at no date and no use, so they are leaves without such faults
# replies   a chain is installed for its private key without a question when its signatures are good and its root is trusted
# lists     who is revoked, and whose signature is on the list
# PKCS#12   key and chain go from our files through `openssl pkcs12` to keytool, which signs with the key; the store that keytool writes
#           comes back to `certdrill judge`
# keys      Ed25519, P-256, RSA-2048; or those that are given as arguments: ed25519, p256, rsa2048
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
: "${CERTDRILL:?the program under test}"
# shellcheck source-path=SCRIPTDIR
. "$here/corpus.sh"
. "$here/compare.sh"
key_types=("$@")
[ $# -gt 0 ] || key_types=(ed25519 p256 rsa2048)
need keytool openssl
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset JAVA_TOOL_OPTIONS _JAVA_OPTIONS JDK_JAVA_OPTIONS
export LC_ALL=C TZ=UTC
password=rehearsal

java_keytool() {  # stdin is the answer to its question, if it has one
  keytool "$@" -J-Duser.language=en -J-Duser.country=US -J-Duser.timezone=UTC -J-Duser.home="$work" \
    -J-XX:TieredStopAtLevel=1 -J-XX:-UsePerfData 2>&1
}
in_store() { java_keytool "$1" -keystore "$2" -storetype PKCS12 -storepass "$password" "${@:3}"; }
pair() { printf '%-7s  %-10s  %-11s  %s' "$key_type" "$@"; }
trusted_by_us() {  # NAME WHAT-IS-SENT: to keytool there are no uses
  certdrill_says --cert "$pki/$1.crt" --chain "$pki/$1.$2.crt" --root "$pki/R1.crt" --at "$(time_text "$now")" --role client \
    --rule "CN=$1" --set usageMatters=no --set revocation=off
}

# "CN=good | CN=Contoso Issuing CA 1 | 1772452800 to 1803988800 | D8F3..." of each certificate that keytool prints.
facts_by_keytool() {
  local line owner='' issuer='' from='' until=''
  while IFS= read -r line; do
    case $line in
      'Owner: '*) owner=${line#Owner: } ;;
      'Issuer: '*) issuer=${line#Issuer: } ;;
      'Valid from: '*)
        from=${line#Valid from: }
        until=${from##* until: } from=${from%% until: *}
        ;;
      *'SHA1: '*)
        line=${line##* }
        echo "$owner | $issuer | $(unix_time "$from") to $(unix_time "$until") | ${line//:/}"
        ;;
    esac
  done
}
facts_by_us() {  # NAME
  local issuer
  issuer=$(fact "$pki" "$1" issuer)
  [ "$issuer" != null ] || issuer=$1
  echo "CN=$(fact "$pki" "$1" commonName) | CN=$(fact "$pki" "$issuer" commonName) |" \
    "$(unix_time "$(fact "$pki" "$1" notBefore)") to $(unix_time "$(fact "$pki" "$1" notAfter)") | $(fact "$pki" "$1" thumbprint)"
}

compare_facts() {
  local names name theirs number=0
  names="$(names_of "$pki" authorities) $(names_of "$pki" leaves)"
  for name in $names; do cat "$pki/$name.crt"; done >"$pki/all.pem"
  java_keytool -printcert -file "$pki/all.pem" >"$pki/printed" </dev/null || true
  mapfile -t theirs < <(facts_by_keytool <"$pki/printed")
  for name in $names; do
    same "$(pair facts "$name" printcert)" "$(facts_by_us "$name")" "${theirs[number]-nothing}"
    number=$((number + 1))
  done
}

compare_imports() {
  local name text ours theirs taken=1 store=$pki/trust.p12
  in_store -importcert "$store" -alias R1 -file "$pki/R1.crt" -noprompt </dev/null >/dev/null
  for name in I1 I2 I3 R9 I9 good any-use deep from-root stranger namesake damaged server alone; do
    text=$(in_store -importcert "$store" -alias "$name" -file "$pki/$name.crt" <<<no) || true
    case $text in
      *'Trust this certificate? [no]:'*'was not added to keystore'*) theirs="refused SignatureInvalid|PartialChain|UntrustedRoot" ;;
      *'was added to keystore'*) theirs=accepted ;;
      *) theirs="no answer" ;;
    esac
    ours=$(trusted_by_us "$name" sent)
    [ "$ours" != accepted ] || taken=$((taken + 1))
    compare "$(pair import "$name" importcert)" "$ours" "$theirs" "$(tail -n 1 <<<"$text")"
  done
  theirs=$(in_store -list "$store" </dev/null | grep -c trustedCertEntry) || true
  same "$(pair import all list)" "$taken trusted" "$theirs trusted"
}

compare_replies() {
  local name text theirs store
  for name in good deep stranger namesake damaged; do
    store=$pki/$name.reply.p12
    openssl pkcs12 -export -inkey "$pki/$name.key" -in "$pki/$name.crt" -name "$name" -passout "pass:$password" -out "$store"
    in_store -importcert "$store" -alias R1 -file "$pki/R1.crt" -noprompt </dev/null >/dev/null
    text=$(in_store -importcert "$store" -alias "$name" -file "$pki/$name.chain.crt" <<<no) || true
    case $text in
      *'Certificate reply was installed'*) theirs=accepted ;;
      *'Install reply anyway? [no]:'*'was not installed'*) theirs="refused UntrustedRoot" ;;
      *'Incomplete certificate chain in reply'*) theirs="refused SignatureInvalid|PartialChain" ;;  # no issuer whose signature it is
      *) theirs="no answer" ;;
    esac
    compare "$(pair reply "$name" importcert)" "$(trusted_by_us "$name" chain)" "$theirs" "$(tail -n 1 <<<"$text")"
  done
}

compare_lists() {
  local name issuer text theirs serial
  for name in good revoked deep; do
    issuer=$(fact "$pki" "$name" issuer)
    text=$(in_store -printcrl "$pki/trust.p12" -file "$pki/$issuer.crl.pem" </dev/null) || true
    serial=$(java_keytool -printcert -file "$pki/$name.crt" </dev/null | sed -n 's/^Serial number: //p')
    theirs="no answer"
    if grep -qi "^Verified by $issuer " <<<"$text"; then
      theirs=accepted
      ! grep -qi "SerialNumber: $serial " <<<"$(sed "s/\\([0-9a-f]\\):/\\1/g" <<<"$text")" || theirs="refused Revoked"
    fi
    compare "$(pair list "$name" "printcrl $issuer")" \
      "$(certdrill_says --cert "$pki/$name.crt" --chain "$pki/$name.sent.crt" --root "$pki/R1.crt" --crl "$pki/lists.pem" --role client \
        --at "$(time_text "$list_time")" --rule "CN=$name" --set revocation=leaf)" "$theirs" "$theirs, $(grep -i '^Verified by' <<<"$text")"
  done
}

compare_stores() {
  local name text store back length issuer own_name
  echo "$password" >"$pki/password"
  for name in good deep server; do
    store=$pki/$name.p12 back=$pki/$name.java.p12 length=1 issuer=$name
    openssl pkcs12 -export -inkey "$pki/$name.key" -in "$pki/$name.chain.crt" -name "$name" -passout "pass:$password" -out "$store"
    text=$(in_store -list "$store" -v </dev/null) || true
    while issuer=$(fact "$pki" "$issuer" issuer) && [ "$issuer" != null ]; do length=$((length + 1)); done
    same "$(pair PKCS#12 "$name" list)" "PrivateKeyEntry, $length certificates, $(fact "$pki" "$name" thumbprint)" \
      "$(sed -n 's/^Entry type: //p' <<<"$text"), $(sed -n 's/^Certificate chain length: //p' <<<"$text") certificates, $(
        facts_by_keytool <<<"$text" | sed -n '1s/.* //p')"
    in_store -certreq "$store" -alias "$name" -file "$pki/$name.req" </dev/null >/dev/null || true
    same "$(pair PKCS#12 "$name" "certreq, signed")" "verify OK, $(openssl x509 -in "$pki/$name.crt" -noout -pubkey | sed -n 2p)" \
      "$(openssl req -in "$pki/$name.req" -verify -noout 2>&1 | grep -o 'verify OK'), $(
        openssl req -in "$pki/$name.req" -noout -pubkey | sed -n 2p)"
    own_name=$(fact "$pki" "$name" commonName)
    java_keytool -importkeystore -srckeystore "$store" -srcstoretype PKCS12 -srcstorepass "$password" -destkeystore "$back" \
      -deststoretype PKCS12 -deststorepass "$password" </dev/null >/dev/null || true
    same "$(pair PKCS#12 "$name" "importkeystore, and back")" "$(trusted_by_us "$name" chain)" \
      "$(certdrill_says --cert "$back" --password-file "$pki/password" --root "$pki/R1.crt" --at "$(time_text "$now")" --role client \
        --rule "CN='$own_name'" --set usageMatters=no --set revocation=off)"
  done
}

headings "$(printf '%-7s  %-10s  %-11s  %s' keys what certificate how)" keytool
now=$(unix_time 2026-03-02T12:00:00Z)
list_time=$(unix_time 2026-02-22T12:00:00Z)  # all lists are current
for key_type in "${key_types[@]}"; do
  pki=$work/$key_type
  write_certificates "$pki" "$now" "$key_type"
  compare_facts
  compare_imports
  compare_replies
  compare_lists
  compare_stores
done
agreement
