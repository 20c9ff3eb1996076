# The two commands of the program are `make run` and `make test`; `make help` lists the rest.
#
# Each finished step leaves an empty stamp whose name holds the hash of what it was made from: a step runs again when its
# input changes, not when a clock or a checkout touches a file, and a start with nothing to do costs some milliseconds.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Every process that the program and its tests start would compile the modules anew.
unexport PYTHONDONTWRITEBYTECODE

hash_of = $(shell cat $(1) | sha256sum | cut -c1-16)

VENV_READY := .venv/.stamps/venv
RUNTIME_READY := .venv/.stamps/runtime-$(call hash_of,requirements.lock)
SPARK_READY := .cluster/.stamp-$(call hash_of,requirements-cluster.lock requirements-spark.lock)
DEV_READY := .venv/.stamps/dev-$(call hash_of,requirements-dev.lock)
FRONT_SOURCES := package.json package-lock.json assets/build.mjs $(sort $(wildcard assets/bundle/*))
FRONT_READY := assets/vendor/.stamp-$(call hash_of,$(FRONT_SOURCES))

PIP := .venv/bin/python -m pip --disable-pip-version-check
PIP_LOCKED := $(PIP) install --only-binary :all: --require-hashes
UV_COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

.PHONY: help run setup dev test check lint types bench bench-peers shots cluster test-cluster bench-cluster lock clean

help: ## показать этот список
	@echo "Команды (по умолчанию показывается этот список):"
	@grep -E '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 16

run: setup ## установить недостающее и запустить программу на http://127.0.0.1:8050
	@exec .venv/bin/python app.py

setup: $(RUNTIME_READY) $(FRONT_READY) ## установить всё нужное, не запуская

dev: setup $(DEV_READY) ## то же и инструменты разработчика

test: ## все тесты; ARGS="tests/geo -k контур" — только часть
	@bash tests/bootstrap.sh
	@$(MAKE) dev
	@.venv/bin/python -m pytest $(or $(ARGS),-n 2 --dist loadgroup -q)

check: dev ## быстрая проверка: без браузера, PostgreSQL, стойкости, перебора, долгих опытов и целых путей; ARGS — как у test
	@.venv/bin/python -m pytest $(or $(ARGS),-n 2 --dist loadgroup -q) --hypothesis-profile=check \
		-m "not browser and not postgres and not durability and not fuzz and not trial and not whole"

lint: $(DEV_READY) ## проверить стиль и оформление кода (ruff)
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .

types: $(DEV_READY) ## проверить типы (mypy)
	@.venv/bin/mypy

bench: setup ## измерить скорость; ARGS="--json файл" — числа ещё и в файл (docs/performance.md)
	@.venv/bin/python -m bench $(ARGS)

bench-peers: dev ## те же вопросы pandas, SQLite, PostgreSQL, DuckDB и Superset; ARGS="--superset http://127.0.0.1:8088 --superset-database 1"
	@.venv/bin/python -m bench.peers $(ARGS)

shots: dev ## снять все экраны выдуманного района (светлые, тёмные, телефон, 1920, слайды на стене); ARGS="папка --var демонстрация --looks dark,wall"
	@.venv/bin/python -m bench.shots $(ARGS)

cluster: dev $(SPARK_READY) ## поднять на этой машине кластер Spark для проверки (нужна Java 17); остановить: make cluster ARGS=stop
	@.cluster/client/bin/python -m bench.cluster $(or $(ARGS),start)

test-cluster: ## тесты того, что отвечает и пишет кластер
	@$(MAKE) cluster ARGS=start
	@.cluster/client/bin/python -m pytest -q -s -m "" tests/data/metrics/test_question_on_cluster.py \
		tests/data/snapshots/test_months_on_cluster.py tests/data/metrics/test_both_engines.py

bench-cluster: ## измерить кластер: факты, плитки и вопросы без него, с одним рабочим и с двумя; ARGS="--records 1000000"
	@$(MAKE) cluster ARGS=start
	@.cluster/client/bin/python -m bench.cluster_times $(ARGS)

lock: $(VENV_READY) ## пересчитать *.lock после правки requirements*.txt; UPGRADE=1 — обновить и косвенные зависимости
	@[ -x .venv/bin/uv ] || $(PIP) install --quiet "$$(grep '^uv==' requirements-dev.txt)"
	$(UV_COMPILE) requirements.txt -o requirements.lock
	$(UV_COMPILE) --constraint requirements.lock requirements-dev.txt -o requirements-dev.lock
	$(UV_COMPILE) requirements-node.txt -o requirements-node.lock
	$(UV_COMPILE) --constraint requirements.lock requirements-cluster.txt -o requirements-cluster.lock
	$(UV_COMPILE) requirements-spark.txt -o requirements-spark.lock

clean: ## убрать установленное и собранное (данные в var/ остаются)
	@rm -rf .venv .cluster node_modules assets/vendor assets/.vendor-new test-results
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Убрано. Данные программы (var/) не тронуты."

$(VENV_READY):
	@if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
		python=
		for candidate in $(PYTHON) python3.11 python3 python3.12 python3.13 python3.14; do
			if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$candidate; break; fi
		done
		if [ -z "$$python" ]; then
			echo "Нужен Python 3.11 или новее, а его в системе нет. Установите пакет python3 и повторите команду." >&2
			exit 1
		fi
		if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then
			if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
				echo "В системе нет модуля venv языка Python. Установите его: sudo apt-get install python3-venv — и повторите команду." >&2
				exit 1
			fi
			echo "Ставлю python3-venv из пакетов системы…"
			apt-get update -qq
			DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
		fi
		echo "Создаю окружение .venv ($$("$$python" --version))…"
		"$$python" -m venv --clear .venv
	fi
	mkdir -p $(@D)
	touch $@

$(RUNTIME_READY): $(VENV_READY)
	@echo "Ставлю зависимости программы (первый раз — несколько минут)…"
	$(PIP_LOCKED) -r requirements.lock
	rm -f .venv/.stamps/runtime-*
	touch $@

$(DEV_READY): $(RUNTIME_READY)
	@echo "Ставлю инструменты разработчика…"
	$(PIP_LOCKED) -r requirements-dev.lock
	rm -f .venv/.stamps/dev-*
	touch $@

# The cluster and its client share the name of a package, so each has an environment of its own; the client's sees the
# program's. Server and client come as source archives only.
$(SPARK_READY): $(DEV_READY)
	@echo "Ставлю кластер Spark в .cluster…"
	.venv/bin/python -m venv .cluster/server
	.cluster/server/bin/python -m pip --disable-pip-version-check install --require-hashes -r requirements-spark.lock
	.venv/bin/python -m venv .cluster/client
	echo "$(CURDIR)/$$(echo .venv/lib/python*/site-packages)" > "$$(echo .cluster/client/lib/python*/site-packages)/program.pth"
	.cluster/client/bin/python -m pip --disable-pip-version-check install --only-binary :all: --no-binary pyspark-client \
		--require-hashes -r requirements-cluster.lock
	touch $@

$(FRONT_READY): $(VENV_READY)
	@bash assets/build.sh
	touch $@
