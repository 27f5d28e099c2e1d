#!/bin/sh
# Says what system packages are missing, and installs them where it may. "system.sh test" adds what the tests need.
set -eu
missing=""
need() { missing="$missing $1"; }
has_library() { ldconfig -p 2>/dev/null | grep -q "$1" || /sbin/ldconfig -p 2>/dev/null | grep -q "$1"; }
has() { command -v "$1" >/dev/null 2>&1; }

"${PYTHON:-python3}" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or newer is needed: make PYTHON=python3.12 setup" >&2
    exit 1
}
"${PYTHON:-python3}" -c 'import ensurepip' 2>/dev/null || need python3-venv
# WeasyPrint's libraries; without harfbuzz-subset a certificate costs ten times the work.
has_library libpango-1.0.so.0 || need libpango-1.0-0
has_library libpangoft2-1.0.so.0 || need libpangoft2-1.0-0
has_library libharfbuzz-subset.so.0 || need libharfbuzz-subset0
if [ "${1:-}" = test ]; then
    has chromium || need chromium
    has pdftotext || need poppler-utils
fi

[ -z "$missing" ] && exit 0
install="apt-get install --yes --no-install-recommends$missing"
if ! has apt-get; then
    echo "Please install with your package manager what Debian calls:$missing" >&2
    exit 1
elif [ "$(id -u)" -ne 0 ]; then
    printf 'Some system packages are missing. Please run this line, then the same make command again:\n\n    sudo sh -c "apt-get update && %s"\n\n' "$install" >&2
    exit 1
fi
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update --quiet=2
$install --quiet=2 -o Dpkg::Use-Pty=0 >/dev/null
