#!/bin/sh
# Fetches the list of revoked certificates for nginx (ssl_crl), which reads PEM alone. Run every hour, or every minute.
# 失効した証明書の一覧を nginx(ssl_crl)のために取りに行きます。
#
# The file is replaced only by a list that the authority has signed. If zaitaku is down, the last one stays.
#
#   fetch-revocation-list.sh https://zaitaku.city.example/crl/ina.crl /etc/nginx/zaitaku/crl.pem /etc/nginx/zaitaku/ca.pem
set -eu

url=${1:?"expected the address of the list"}
file=${2:?"expected the path of the file"}
ca=${3:?"expected the path of the authority's certificate"}

fail() {
    echo "fetch-revocation-list: $1; the last list goes on counting" >&2
    exit 1
}

new=$(mktemp "$file.XXXXXX")
trap 'rm -f "$new" "$new.der" "$new.said"' EXIT
curl --silent --show-error --fail --max-time 20 --output "$new.der" "$url" || fail "$url does not answer"
openssl crl -inform DER -in "$new.der" -CAfile "$ca" -verify -out "$new" 2>"$new.said" || fail "what $url sent is no list"
grep -q "verify OK" "$new.said" || fail "what $url sent is not signed by $ca"

if [ -e "$file" ] && cmp -s "$file" "$new"; then exit 0; fi
chmod 0644 "$new"
mv -f "$new" "$file"
