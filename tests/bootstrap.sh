#!/usr/bin/env bash
# Gets what the tests need from Debian's packages, when it is missing: Chromium, a PostgreSQL 15 server, a font, and a
# library that the browser's driver is linked with.
# Nothing is left running: the tests start and stop a server of their own.
set -euo pipefail

packages=()
[ -x /usr/lib/postgresql/15/bin/postgres ] || packages+=(postgresql-15)
command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || packages+=(chromium-headless-shell)
command -v fc-list >/dev/null && [ -n "$(fc-list :lang=ru 2>/dev/null)" ] || packages+=(fontconfig fonts-dejavu-core)
compgen -G '/usr/lib*/*/libatomic.so.1' >/dev/null || compgen -G '/usr/lib*/libatomic.so.1' >/dev/null || packages+=(libatomic1)
[ ${#packages[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "Для тестов нужны: ${packages[*]}. В системе нет apt-get — установите их средствами своей системы и повторите make test." >&2
    exit 1
fi
as_root=()
if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "Для тестов нужны пакеты: ${packages[*]}. Установите их от имени администратора (apt-get install ${packages[*]}) и повторите make test." >&2
        exit 1
    fi
    as_root=(sudo)
fi

install() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

echo "Ставлю из пакетов системы: ${packages[*]}…"
"${as_root[@]}" apt-get update -q
if [[ " ${packages[*]} " == *" postgresql-15 "* ]]; then
    # Debian would create a database cluster and keep its server running; the tests need only the programs.
    install postgresql-common
    "${as_root[@]}" sed -i -E 's/^#?create_main_cluster *=.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
fi
install "${packages[@]}"
