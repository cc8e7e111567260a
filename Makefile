# The front door. `make` alone says what there is.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

VENV := .venv
PY := $(VENV)/bin/python
UI_SOURCES := $(shell find webui -path webui/node_modules -prune -o -path webui/dist -prune -o -type f -print 2>/dev/null)
language ?= en
boxes ?= 1
only ?= all
seed ?= 1
kills ?= 2

.PHONY: help setup run test check unit bench soak pictures deploy image image-test lock clean
.DELETE_ON_ERROR:

help: ## what there is
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.runtime webui/dist/.built ## set up and start the demo: make run language=de boxes=2
	@$(PY) -m appliance demo --language $(language) --boxes $(boxes) $(if $(port),--port $(port)) $(if $(welcome),--welcome)

setup: $(VENV)/.dev webui/dist/.built $(VENV)/.second .venv-ansible/.made ## everything that `make test` needs

test: setup ## set up and prove: checks, units, faults at small counts, journeys, roles, the image in emulators
	@$(PY) tests/run.py

check: $(VENV)/.dev webui/node_modules/.installed ## style, types, import contracts
	@$(PY) tests/run.py check

unit: $(VENV)/.dev ## only the fast tests
	@$(PY) tests/run.py unit

bench: setup ## measure beside the peers: make bench only=store
	@$(PY) tests/bench/run.py $(only)

image-test: $(VENV)/.dev ## boot the image in an emulator: make image-test kills=20
	@IMAGE_KILLS=$(kills) IMAGE_SEED=$(seed) $(PY) -m pytest tests/system/boot

soak: setup ## faults at full count, then the image with 20 power kills; seeded and resumable: make soak seed=1
	@$(PY) -m tests.faults.soak --seed $(seed) --state build/soak.json
	@[ -e build/soak-image-$(seed) ] || { $(MAKE) --no-print-directory image && \
	  $(MAKE) --no-print-directory image-test kills=20 seed=$(seed) && touch build/soak-image-$(seed); }

pictures: setup ## take the screenshots of the docs again
	@$(PY) tests/run.py e2e
	@$(PY) tests/e2e/publish_pictures.py

deploy: $(VENV)/.runtime webui/dist/.built .venv-ansible/.made ## make a box of a stock Debian or Pi OS: make deploy HOST=pi@stall-3.local settings=stall-3.yml
	@[ -n "$(HOST)" ] || { echo "Say which: make deploy HOST=user@address" >&2; exit 1; }
	@cd ansible && HOST="$(HOST)" ../.venv-ansible/bin/ansible-playbook --inventory inventory/stock.yml site.yml \
	  $(if $(settings),--extra-vars "@$(abspath $(settings))")

image: $(VENV)/.second webui/dist/.built .venv-ansible/.made ## the SD-card image of a box, into build/image
	@[ -x .venv313/bin/python ] || { tests/judges/get_python313.sh && tests/judges/make_second_python.sh .venv313 $(VENV)/bin/uv; }
	@.venv-ansible/bin/python -m image

lock: $(VENV)/.tools ## resolve the hashed requirement files again
	@cd requirements && for name in runtime office dev ansible uv node; do \
	  ../$(VENV)/bin/uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --universal \
	    --python-version 3.11 --no-header $$name.in -o $$name.txt; done
	@cd requirements && ../$(VENV)/bin/uv pip compile -q --upgrade --generate-hashes --no-emit-index-url \
	    --python-version 3.13 --no-header emupos.in -o emupos.txt

clean: ## forget everything built; the demo box's data too
	@rm -rf build webui/dist webui/node_modules $(VENV) .venv313 .venv-ansible

$(VENV)/.tools: requirements/uv.txt requirements/make_venv.sh
	@requirements/make_venv.sh $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.tools requirements/runtime.txt requirements/office.txt
	@echo "Installing what the box and the back office need ..."
	@[ -e $(VENV)/.dev ] || $(VENV)/bin/uv pip install -q --python $(PY) --require-hashes \
	  -r requirements/runtime.txt -r requirements/office.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.tools requirements/runtime.txt requirements/office.txt requirements/dev.txt
	@echo "Installing what the tests need ..."
	@$(VENV)/bin/uv pip install -q --python $(PY) --require-hashes -r requirements/dev.txt
	@touch $@ $(VENV)/.runtime

$(VENV)/.second: $(VENV)/.dev tests/judges/make_second_python.sh
	@tests/judges/make_second_python.sh .venv313 $(VENV)/bin/uv
	@touch $@

.venv-ansible/.made: $(VENV)/.tools requirements/ansible.txt
	@echo "Installing what boxes are made with ..."
	@[ -x .venv-ansible/bin/python ] || $(PY) -m venv --without-pip .venv-ansible
	@$(VENV)/bin/uv pip install -q --python .venv-ansible/bin/python --require-hashes -r requirements/ansible.txt
	@touch $@

webui/node_modules/.installed: webui/package.json webui/package-lock.json $(VENV)/.tools
	@echo "Installing what the screen is built with ..."
	@requirements/with_node.sh $(VENV) npm --prefix webui ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

webui/dist/.built: webui/node_modules/.installed $(UI_SOURCES)
	@echo "Building the screen ..."
	@requirements/with_node.sh $(VENV) npm --prefix webui run --silent build -- --logLevel warn
	@touch $@
