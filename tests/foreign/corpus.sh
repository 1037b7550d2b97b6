# shellcheck shell=bash
# corpus.sh: the certificates that the foreign judges are shown, good ones and one of each kind that goes wrong. Sourced by bash.
# They come from a scenario that is written here, around a moment: nginx and curl know no other time than the machine's.
#
#   write_certificates FOLDER NOW KEY_TYPE   FOLDER/scenario.json, and beside it what `certdrill certs` writes at NOW (seconds since 1970):
#                                            NAME.crt, NAME.key, NAME.chain.crt, NAME.crl.pem; NAME.sent.crt, the chain without its root,
#                                            is what a TLS peer sends; certificates.json is what certdrill says of them
#   names_of FOLDER KIND                     the names of the authorities or leaves
#   fact FOLDER NAME FIELD                   one field of a certificate from certificates.json

time_text() { date -u -d "@$1" +%FT%TZ; }
unix_time() { date -u -d "$1" +%s; }

write_scenario() {  # FILE NOW KEY_TYPE
  local day=86400 now=$2
  at() { time_text $((now + $1 * day)); }
  cat >"$1" <<JSON
{
  "title": "What the foreign judges are shown",
  "start": "$(at -10)",
  "end": "$(at 20)",
  "keyType": "$3",
  "authorities": {
    "R1": { "commonName": "Contoso Root CA", "crl": { "validFor": "30d" } },
    "I1": { "commonName": "Contoso Issuing CA 1", "issuer": "R1", "crl": { "validFor": "30d" } },
    "I2": { "commonName": "Contoso Issuing CA 2", "issuer": "I1", "crl": { "validFor": "5d" } },
    "I3": { "commonName": "Contoso Issuing CA 3", "issuer": "R1", "pathLength": 0, "crl": { "validFor": "30d" } },
    "I4": { "commonName": "Contoso Issuing CA 4", "issuer": "I3", "crl": { "validFor": "30d" } },
    "I5": { "commonName": "Contoso Issuing CA 5", "issuer": "R1", "notAfter": "$(at -1)", "crl": { "validFor": "30d" } },
    "I6": { "commonName": "Contoso Issuing CA 6", "issuer": "R1" },
    "R9": { "commonName": "Fabrikam Root CA", "crl": { "validFor": "30d" } },
    // Has the name of I1, and nothing else of it.
    "I9": { "commonName": "Contoso Issuing CA 1", "issuer": "R9", "crl": { "validFor": "30d" } }
  },
  "certificates": {
    "good":        { "issuer": "I1", "extendedKeyUsage": ["clientAuth"] },
    "any-use":     { "issuer": "I1" },
    "deep":        { "issuer": "I2" },
    "from-root":   { "issuer": "R1" },
    "no-list":     { "issuer": "I6" },
    "stranger":    { "issuer": "R9" },
    "namesake":    { "issuer": "I9" },
    "expired":     { "issuer": "I1", "notBefore": "$(at -60)", "notAfter": "$(at -2)" },
    "not-yet":     { "issuer": "I1", "notBefore": "$(at 3)", "notAfter": "$(at 60)" },
    "old-issuer":  { "issuer": "I5" },
    "too-deep":    { "issuer": "I4" },
    "damaged":     { "issuer": "I1", "damagedSignature": true },
    "revoked":     { "issuer": "I1" },
    "code":        { "issuer": "I1", "extendedKeyUsage": ["codeSigning"] },
    "weak-key":    { "issuer": "I1", "keyType": "rsa512" },
    "alone":       { "selfSigned": true },
    "server":      { "commonName": "server.contoso.test", "issuer": "I1", "dnsNames": ["server.contoso.test"],
                     "extendedKeyUsage": ["serverAuth"] },
    "wildcard":    { "commonName": "all", "issuer": "I1", "dnsNames": ["*.contoso.test"] },
    "other":       { "commonName": "other.contoso.test", "issuer": "I1", "dnsNames": ["other.contoso.test", "third.contoso.test"] },
    "name-only":   { "commonName": "server.contoso.test", "issuer": "I1" },
    "name-beside": { "commonName": "server.contoso.test", "issuer": "I1", "dnsNames": ["other.contoso.test"] }
  },
  "cluster": {
    // For what a certificate in a file cannot say: one that shows nothing.
    "nodes": [
      { "name": "judging", "security": "{P:{TP=good}, V:{CN=good}}" },
      { "name": "silent", "security": "{P:{}, V:{CN=good}}" }
    ],
    "trustedRoots": ["R1"]
  },
  "steps": [{ "revoke": ["revoked"], "at": "$(at -9)" }],
  "checks": [{ "never": "every pair can authenticate" }]
}
JSON
}

write_certificates() {  # FOLDER NOW KEY_TYPE
  mkdir -p "$1"
  write_scenario "$1/scenario.json" "$2" "$3"
  "$CERTDRILL" certs "$1/scenario.json" --at "$(time_text "$2")" --out "$1" --json >"$1/certificates.json" 2>"$1/warnings" ||
    { cat "$1/warnings"; exit 1; }  # one certificate outlives its issuer, as it is meant to
  local chain
  for chain in "$1"/*.chain.crt; do
    # All but the last certificate.
    awk '/-----BEGIN/ { printf "%s", held; held = "" } { held = held $0 "\n" }' "$chain" >"${chain%.chain.crt}.sent.crt"
  done
  for chain in "$1"/*.crt; do  # what is its own root goes by itself
    chain=${chain%.crt}
    case $chain in *.chain | *.sent) continue ;; esac
    [ -e "$chain.sent.crt" ] || cp "$chain.crt" "$chain.sent.crt"
  done
  cat "$1"/*.crl.pem >"$1/lists.pem"
}

fact() {  # FOLDER NAME FIELD
  awk -v name="$2" -v field="\"$3\":" '
    $1 == "\"name\":" { inside = $2 == "\"" name "\"," }
    inside && $1 == field { sub(/^[^:]*: /, ""); sub(/,$/, ""); gsub(/"/, ""); print; exit }' "$1/certificates.json"
}

names_of() {  # FOLDER authorities|leaves
  local wanted=false
  [ "$2" = leaves ] || wanted=true
  awk -v wanted="$wanted," '
    $1 == "\"name\":" { name = $2; gsub(/[",]/, "", name) }
    $1 == "\"authority\":" && $2 == wanted { print name }' "$1/certificates.json"
}
