#!/bin/sh
# Says what system packages are missing, and installs them where it may. "system.sh test" adds what the tests need,
# "system.sh hear" what a screen reader needs that speaks German on a machine without a screen, "system.sh office" LibreOffice.
set -eu
missing=""
then=""
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
elif [ "${1:-}" = office ]; then
    has soffice || need libreoffice-calc-nogui
elif [ "${1:-}" = hear ]; then
    has chromium || need chromium
    has orca || need orca
    has Xvfb || need xvfb
    has xdotool || need xdotool
    has openbox || need openbox
    has dbus-daemon || need dbus-x11
    has gdbus || need libglib2.0-bin
    has speech-dispatcher || need speech-dispatcher
    [ -e /usr/libexec/at-spi-bus-launcher ] || need at-spi2-core
    /usr/bin/python3 -c 'import pyatspi' 2>/dev/null || need "python3-pyatspi gir1.2-atspi-2.0"
    [ -e /usr/share/i18n/locales/de_DE ] || need locales
    locale -a | grep -qi '^de_DE\.utf-\?8$' || then=" && localedef -i de_DE -f UTF-8 de_DE.UTF-8"
fi

[ -z "$missing$then" ] && exit 0
install="apt-get install --yes --no-install-recommends$missing$then"
if ! has apt-get; then
    echo "Please install with your package manager what Debian calls:$missing" >&2
    exit 1
elif [ "$(id -u)" -ne 0 ]; then
    printf 'Some system packages are missing. Please run this line, then the same make command again:\n\n    sudo sh -c "apt-get update && %s"\n\n' "$install" >&2
    exit 1
fi
echo "Installing:$missing$then"
export DEBIAN_FRONTEND=noninteractive
apt-get update --quiet=2
sh -c "$install" >/dev/null
