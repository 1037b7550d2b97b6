#!/usr/bin/env bash
# make_certificates.sh FOLDER: certificates, lists and keys for the tests of judge, all made by the openssl command.
#
#   R1 root; I1 and I2 issued by it; R9 another root
#   node        by I1: CN=node.contoso.test, DNS *.contoso.test, both usages, 2026
#   renewed     the same by I2
#   ended       the same by I1, in 2025
#   lost        the same by I1, revoked: I1.crl.pem, valid through 2026
#   client      by I1: CN=ops.contoso.test, DNS desk.contoso.test, client authentication alone
#   alone       self-signed, 2025; same.pem holds it a second time
# Files: NAME.pem, NAME.key; node.der, node.chain.pem (the leaf, then I1 and R1), node.pfx with password "correct horse".
set -euo pipefail
cd "$1"

new_key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key"; }

cat >ca.cnf <<'CONFIG'
[ca]
default_ca = any
[any]
database = ./index.txt
new_certs_dir = .
rand_serial = yes
unique_subject = no
copy_extensions = none
default_md = sha256
policy = free
[free]
commonName = supplied
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[both]
extendedKeyUsage = serverAuth, clientAuth
subjectAltName = DNS:*.contoso.test
[client]
extendedKeyUsage = clientAuth
subjectAltName = DNS:desk.contoso.test
[plain]
subjectKeyIdentifier = hash
CONFIG
: >index.txt

# issue NAME COMMON_NAME EXTENSIONS START END [ISSUER]: without an issuer, self-signed.
issue() {
  new_key "$1"
  openssl req -new -key "$1.key" -subj "/CN=$2" -out "$1.csr"
  local signer=(-selfsign -keyfile "$1.key")
  [ $# -lt 6 ] || signer=(-cert "$6.pem" -keyfile "$6.key")
  openssl ca -batch -notext -config ca.cnf -extensions "$3" -startdate "$4" -enddate "$5" "${signer[@]}" -in "$1.csr" -out "$1.pem"
}

issue R1 "Contoso Root" authority 20250101000000Z 20350101000000Z
issue R9 "Fabrikam Root" authority 20250101000000Z 20350101000000Z
issue I1 "Contoso Issuing 1" authority 20250101000000Z 20350101000000Z R1
issue I2 "Contoso Issuing 2" authority 20250101000000Z 20350101000000Z R1
issue node node.contoso.test both 20260101000000Z 20270101000000Z I1
issue renewed node.contoso.test both 20260101000000Z 20270101000000Z I2
issue ended node.contoso.test both 20250101000000Z 20260101000000Z I1
issue lost node.contoso.test both 20260101000000Z 20270101000000Z I1
issue client ops.contoso.test client 20260101000000Z 20270101000000Z I1
issue alone alone.contoso.test plain 20250101000000Z 20260101000000Z
: >index.txt
openssl ca -config ca.cnf -cert I1.pem -keyfile I1.key -valid lost.pem
openssl ca -config ca.cnf -cert I1.pem -keyfile I1.key -revoke lost.pem
openssl ca -config ca.cnf -cert I1.pem -keyfile I1.key -gencrl -crl_lastupdate 20260101000000Z -crl_nextupdate 20270101000000Z -out I1.crl.pem

openssl x509 -in node.pem -outform DER -out node.der
cat node.pem I1.pem R1.pem >node.chain.pem
cat alone.pem alone.pem >same.pem
openssl pkcs12 -export -in node.pem -inkey node.key -certfile I1.pem -out node.pfx -passout "pass:correct horse"
printf 'correct horse\nand a second line\n' >password.txt
printf 'battery staple\n' >wrong_password.txt

# What is no good.
head -c 300 node.pem >truncated.pem
head -c 200 node.der >truncated.der
printf 'The certificate is in the other folder.\n' >letter.txt
: >empty.pem
cat node.pem client.key >mismatch.pem
{ head -c 5 node.der; printf '\377\377'; tail -c +8 node.der; } >malformed.der
mkdir folder.pem twin
cp I2.pem twin/I1.pem
