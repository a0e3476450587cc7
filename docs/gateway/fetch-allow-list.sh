#!/bin/sh
# Fetches the allow-list onto a gateway that is another machine than zaitaku's: run every minute (zaitaku-allow.timer).
# zaitaku とは別のゲートウェイに、許可の一覧を取りに行きます。1 分ごとに実行します(zaitaku-allow.timer)。
#
# The file is replaced only by one that is whole, and only where it says something else. If zaitaku is down, the last
# one stays: its times go on counting. Exit 0: it is as it should be; 1: not fetched, with the reason.
#
#   fetch-allow-list.sh https://zaitaku.city.example /etc/nginx/zaitaku/allow.map /etc/nginx/zaitaku/header.txt
#
# header.txt, readable for root alone, is one line: Authorization: Bearer <the gateway's secret>
set -eu

url=${1:?"expected the address of zaitaku"}
file=${2:?"expected the path of the file"}
header=${3:?"expected the path of the file with the Authorization line"}

fail() {
    echo "fetch-allow-list: $1" >&2
    exit 1
}

new=$(mktemp "$file.XXXXXX")
trap 'rm -f "$new"' EXIT
curl --silent --show-error --fail --max-time 20 --header "@$header" --output "$new" \
    "$url/gateway/allow?format=nginx" || fail "$url does not answer; the last file goes on counting"

said=$(sed -n '$s/^# sha256 //p' "$new")
[ -n "$said" ] && [ "$said" = "$(sed '$d' "$new" | sha256sum | cut -d ' ' -f 1)" ] ||
    fail "what $url sent is not a whole list; the last file goes on counting"

# Entries alone: the instant at which it was written changes every minute.
if [ -e "$file" ] && [ "$(grep -v '^#' "$file")" = "$(grep -v '^#' "$new")" ]; then
    touch "$file.checked"
    exit 0
fi
chmod 0644 "$new"
mv -f "$new" "$file"
touch "$file.checked"
