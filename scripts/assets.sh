#!/bin/sh
# Fetches the pinned front-end packages and makes var/vendor of them. "assets.sh dev" fetches what the tests need as well.
set -eu
omit="--omit=dev"
[ "${1:-}" = dev ] && omit=""
sh scripts/node.sh npm ci --ignore-scripts $omit --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null
[ "${1:-}" = dev ] && exit 0

new=var/.vendor.new
rm -rf "$new"
while read -r source target; do
    case "$source" in "" | "#"*) continue ;; esac
    mkdir -p "$new/$target"
    cp -R "node_modules/$source" "$new/$target"
done <scripts/assets.txt
.venv/bin/python scripts/kern_lean.py node_modules/@kern-ux/native "$new/kern"
rm -rf var/vendor
mv "$new" var/vendor
