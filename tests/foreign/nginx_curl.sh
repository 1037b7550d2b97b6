#!/usr/bin/env bash
# nginx judges our certificates as those of clients, and curl judges them as those of servers, over TLS on loopback; each as
# `certdrill judge` does, and for the same reason.
#
# clients   every leaf of the corpus, sent with its intermediates or alone, to a server that demands a certificate (ssl_verify_client
#           on), one that asks for it (optional), and one that also looks it up in the written lists (ssl_crl); and a client without any
# servers   every leaf of the corpus, asked for by its right name and by others, with and without the lists
# keys      Ed25519, P-256, RSA-2048; or those that are given as arguments: ed25519, p256, rsa2048
#
# nginx runs with a prefix of its own in a temporary folder, on free ports, and ends with the test. It tells its verdict as
# $ssl_client_verify; a client it refuses gets 400.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
: "${CERTDRILL:?the program under test}"
PATH=$PATH:/usr/sbin  # nginx
# shellcheck source-path=SCRIPTDIR
. "$here/corpus.sh"
. "$here/compare.sh"
key_types=("$@")
[ $# -gt 0 ] || key_types=(ed25519 p256 rsa2048)
need nginx curl openssl
work=$(mktemp -d)
nginx_id=
stop_nginx() {
  [ -n "$nginx_id" ] || return 0
  kill -TERM "$nginx_id" 2>/dev/null || true
  wait "$nginx_id" || true
  nginx_id=
}
trap 'stop_nginx; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

# listener NUMBER CERTIFICATE KEY ["DIRECTIVE; ..."]: one server of nginx.conf on its own port.
listener() {
  cat <<CONF
  server {
    listen 127.0.0.1:$((first_port + $1)) ssl;
    ssl_certificate $pki/$2.crt;
    ssl_certificate_key $pki/$3.key;
    $4
    error_page 495 496 = @refused;
    location / { return 200 "\$ssl_client_verify"; }
    location @refused { return 400 "\$ssl_client_verify"; }
  }
CONF
}

# The ports behind the first: how clients are judged, and who serves. Each leaf serves at two, at the second it is sent alone.
declare -A port_of
write_configuration() {
  local number=0 name user='' judged="ssl_client_certificate $pki/R1.crt; ssl_verify_depth 9;"
  [ "$(id -u)" -ne 0 ] || user='user root;'  # whoever runs the test: no other user has to exist
  add() {  # WORD CERTIFICATE KEY DIRECTIVES
    port_of[$1]=$number
    listener "$number" "$2" "$3" "$4"
    number=$((number + 1))
  }
  {
    cat <<CONF
$user
daemon off;
pid $prefix/pid;
worker_processes 1;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path $prefix/body;
  proxy_temp_path $prefix/proxy;
  fastcgi_temp_path $prefix/fastcgi;
  uwsgi_temp_path $prefix/uwsgi;
  scgi_temp_path $prefix/scgi;
  default_type text/plain;
  ssl_protocols TLSv1.2 TLSv1.3;
CONF
    add on server.sent server "$judged ssl_verify_client on;"
    add optional server.sent server "$judged ssl_verify_client optional;"
    add on,lists server.sent server "$judged ssl_verify_client on; ssl_crl $pki/lists.pem;"
    for name in $leaves; do
      add "$name.sent" "$name.sent" "$name" ''
      add "$name" "$name" "$name" ''
    done
    echo "}"
  } >"$prefix/nginx.conf"
}

# start_nginx: on a row of ports that nobody else has. Another program may take one between two looks, so nginx itself finds out.
start_nginx() {
  local attempts=20 looks
  while [ "$attempts" -gt 0 ]; do
    attempts=$((attempts - 1)) looks=300
    first_port=$((20000 + RANDOM % 12000))  # below those that the system deals out itself
    write_configuration
    : >"$prefix/log"
    nginx -p "$prefix" -c nginx.conf -e log </dev/null >"$prefix/out" 2>&1 &
    nginx_id=$!
    while [ "$looks" -gt 0 ] && kill -0 "$nginx_id" 2>/dev/null; do
      if [ -s "$prefix/pid" ]; then return; fi  # it writes this when it listens
      looks=$((looks - 1))
      sleep 0.1
    done
    stop_nginx
    grep -q 'Address already in use' "$prefix/log" || break
  done
  echo "nginx does not start:"
  cat "$prefix/out" "$prefix/log"
  exit 1
}

ask() {  # PORT HOST CURL-OPTION...: sets code, body and failure
  local port=$((first_port + $1)) host=$2
  shift 2
  : >"$work/body"
  code=$(curl -q -sS --noproxy '*' --max-time 60 --resolve "$host:$port:127.0.0.1" -o "$work/body" -w '%{http_code}' "$@" \
    "https://$host:$port/" 2>"$work/failure") || true
  body=$(cat "$work/body")
  failure=$(head -n 1 "$work/failure")
}

# nginx_says MODE: its verdict from code and body.
nginx_says() {
  case $code/$body in
    200/SUCCESS) echo accepted ;;
    400/FAILED:*) echo "refused $(openssl_words "${body#FAILED:}")" ;;
    400/NONE) [ "$1" != optional ] && echo "refused NothingPresented" ;;
    200/NONE) [ "$1" = optional ] && echo "refused NothingPresented" ;;  # let in, as nobody
    *) echo "no answer" ;;
  esac || echo "no answer"
}

curl_says() {
  case $code/$failure in
    200/) echo accepted ;;
    000/*"SSL certificate problem: "*) echo "refused $(openssl_words "${failure##*SSL certificate problem: }")" ;;
    000/*"subject name"*) echo "refused $(openssl_words "$failure")" ;;
    # Of a signature that is wrong, curl tells what the key said, not what OpenSSL makes of it.
    000/*"curl: (35)"*asn1* | 000/*"curl: (35)"*rsa*) echo "refused SignatureInvalid" ;;
    *) echo "no answer" ;;
  esac
}

said() { echo "$code ${body:-$failure}"; }
pair() { printf '%-7s  %-9s  %-18s  %s' "$key_type" "$@"; }
lists_for() { [ "$1" = off ] || echo --crl "$pki/lists.pem"; }

show_client() {  # HOW MODE NAME SENT: one client to one of the judging servers
  local look=off ours
  [ "$2" != on,lists ] || look=chainWithoutRoot
  ask "${port_of[$2]}" server.contoso.test --cacert "$pki/R1.crt" --cert "$pki/$4.crt" --key "$pki/$3.key"
  # shellcheck disable=SC2046  # options are words
  ours=$(certdrill_says --cert "$pki/$3.crt" --chain "$pki/$4.crt" --root "$pki/R1.crt" --role client --rule "CN=$3" \
    --set "revocation=$look" $(lists_for "$look"))
  "$1" "$(pair nginx "$4" "$2")" "$ours" "$(nginx_says "$2")" "$(said)" UsageNotAllowed
}

show_nothing() {  # MODE
  local told ours="no answer"
  told=$("$CERTDRILL" explain "$pki/scenario.json" silent judging at "$(time_text "$now")" 2>&1)
  ! grep -q '^judging refuses silent: NothingPresented' <<<"$told" || ours="refused NothingPresented"
  ask "${port_of[$1]}" server.contoso.test --cacert "$pki/R1.crt"
  compare "$(pair nginx nothing "$1")" "$ours" "$(nginx_says "$1")" "$(said)"
}

show_server() {  # HOW NAME SENT HOST LOOK: one server to curl, asked for by that host's name
  local ours lists=()
  [ "$5" = off ] || lists=(--crlfile "$pki/lists.pem")
  ask "${port_of[$3]}" "$4" --cacert "$pki/R1.crt" "${lists[@]}"
  # With DNS names the common name does not count (RFC 6125, 6.4.4), as in the runtime on Linux.
  # shellcheck disable=SC2046
  ours=$(certdrill_says --cert "$pki/$2.crt" --chain "$pki/$3.crt" --root "$pki/R1.crt" --role server --rule "CN=$4" \
    --set nameMatching=hostName --set "revocation=$5" $(lists_for "$5"))
  local as="$4"
  [ "$5" = off ] || as+=" (lists)"
  "$1" "$(pair curl "$3" "$as")" "$ours" "$(curl_says)" "$(said)" UsageNotAllowed
}

headings "$(printf '%-7s  %-9s  %-18s  %s' keys judge shown how)" "nginx or curl"
now=$(date -u +%s)
for key_type in "${key_types[@]}"; do
  pki=$work/$key_type prefix=$work/$key_type.nginx
  mkdir "$prefix"
  write_certificates "$pki" "$now" "$key_type"
  leaves=''
  for name in $(names_of "$pki" leaves); do
    [ "$name" != weak-key ] || continue  # OpenSSL as Debian sets it up does not even load it
    leaves+=" $name"
  done
  start_nginx

  show_nothing on
  show_nothing optional
  for name in $leaves; do
    how=compare
    # To TLS a client is a client. Service Fabric tries a certificate as a server's as well.
    [ "$name" != server ] || how=differ
    show_client "$how" on "$name" "$name.sent"
    show_client "$how" optional "$name" "$name.sent"
    show_client compare on "$name" "$name"
    [ "$name" = alone ] || show_client "$how" on,lists "$name" "$name.sent"
  done

  for host in server.contoso.test third.contoso.test a.b.contoso.test; do
    for name in server wildcard other name-only name-beside; do show_server compare "$name" "$name.sent" "$host" off; done
  done
  for name in $leaves; do
    host=$(fact "$pki" "$name" commonName)
    [ "$name" != wildcard ] || host=any.contoso.test
    [ "$name" != name-beside ] || host=other.contoso.test
    how=compare
    # And a server is a server.
    [ "$name" != good ] || how=differ
    show_server "$how" "$name" "$name.sent" "$host" off
    show_server compare "$name" "$name" "$host" off
    [ "$name" = alone ] || show_server "$how" "$name" "$name.sent" "$host" chainWithoutRoot
  done
  stop_nginx
done
agreement
