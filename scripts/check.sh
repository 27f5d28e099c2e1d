#!/bin/sh
# Everything but the tests: style, types, templates, import order, migrations, settings for production. Runs all, then fails.
set -u
bin=.venv/bin
failed=""
run() {
    name=$1
    shift
    if output=$("$@" 2>&1); then echo "ok    $name"; else
        printf '%s\nFAILED %s\n' "$output" "$name"
        failed="$failed, $name"
    fi
}

mkdir -p build
run "ruff" $bin/ruff check --quiet .
run "ruff format" $bin/ruff format --quiet --check .
run "import order" $bin/lint-imports
run "templates" $bin/djlint templates --lint --quiet
run "migrations" env DJANGO_SETTINGS_MODULE=learn.settings.test $bin/python manage.py makemigrations --check --dry-run
env DJANGO_SETTINGS_MODULE=learn.settings.dev CERTIFICATE_KEYS=build/certificate-keys $bin/python manage.py certificate_keys new --if-none >/dev/null
# A warning here counts: settings for production must be silent.
run "settings for production" env DJANGO_SETTINGS_MODULE=learn.settings.production \
    SECRET_KEY="$($bin/python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
    SITE_URL=https://lernen.example.org ALLOWED_HOSTS=lernen.example.org EMAIL_URL=smtp://mail.example.org:25 \
    CERTIFICATE_KEYS=build/certificate-keys \
    $bin/python manage.py check --deploy --fail-level WARNING
run "types" $bin/mypy

if [ -n "$failed" ]; then
    echo "make check: not clean${failed#,}" >&2
    exit 1
fi
echo "make check: clean"
