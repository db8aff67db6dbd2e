# make run    build, and serve the demo zone at http://localhost:8080
# make test   everything that has to hold; at most 15 minutes on two cores
# make check  the fast part of it
# make build  bin/liangwang, with the front end in it
# make gen    the OpenAPI document and the front end's types, after a change of the API
# make bench  pickups per second beside the textbook handler, PocketBase, SQLite itself, and a million that are there
# make crash  kills, power cuts and disk failures under load      make crash-full  all of them, and the mutants: half an hour
# make matrix who may do what, with what, and what they see        make matrix-full  on both databases, with times, 200 texts on every page
# make fuzz   every parser a minute in all, and made requests     make fuzz-full   an hour, 1,000 requests of each operation, 10,000 forged logs
# make soak   a minute of phones, desks and backups side by side, overload, floods, damage     make soak-full  the long form: half an hour
# make fmt    gofmt                                               make docker-steps  the steps of the Dockerfile, without Docker

SHELL   := /bin/bash
TAGS    := nomsgpack
VERSION := $(shell git describe --tags --always 2>/dev/null || echo dev)
BIN     := bin/liangwang

# What the binary is made from, folders included: a file that is gone counts as a change too.
GO_SRC    := go.mod go.sum $(shell find cmd geo internal static/*.go static/unbuilt.html -name testdata -prune -o ! -name '*_test.go' -print 2>/dev/null)
FRONT_SRC := $(shell find static/src static/public static/scripts static/*.html static/*.config.ts static/tsconfig.json static/package.json \
	! -name '*.test.ts' -print 2>/dev/null)
PACKAGES  := static/node_modules/.package-lock.json
DIST      := static/dist/collect.html

export CGO_ENABLED := 1

.PHONY: run build test check gen bench crash crash-full matrix matrix-full fmt docker-steps fuzz fuzz-full soak soak-full
.DELETE_ON_ERROR:

run: build
	@exec $(BIN) serve --demo --data data $(ARGS)

build: $(BIN)

$(BIN): $(GO_SRC) $(DIST)
	@mkdir -p bin
	go build -tags $(TAGS) -ldflags "-s -w -X main.version=$(VERSION)" -o $@ ./cmd/liangwang

# The build for the phone is the last, so its page stands for all of dist.
$(DIST): $(PACKAGES) $(FRONT_SRC)
	cd static && npm run --silent build
	@touch $@

$(PACKAGES): static/package-lock.json
	@.ci/deps.sh build
	cd static && npm ci
	@touch $@

gen: $(PACKAGES)
	@mkdir -p bin
	go run -tags $(TAGS) ./cmd/liangwang openapi >bin/openapi.json
	@cmp -s bin/openapi.json static/src/api/openapi.json || cp bin/openapi.json static/src/api/openapi.json
	cd static && npm run --silent gen

test:
	@.ci/deps.sh test
	@TAGS=$(TAGS) .ci/with-postgres.sh node .ci/parts.mjs test

check: $(PACKAGES)
	@TAGS=$(TAGS) .ci/with-postgres.sh node .ci/parts.mjs check

bench: $(BIN)
	go test -tags "$(TAGS) bench" -run TestBench -count=1 -v -timeout 30m ./internal/benchtest

crash: $(BIN)
	LW_BIN=$(abspath $(BIN)) go test -tags "$(TAGS) crash" -count=1 -v -timeout 30m ./internal/crashtest/...

crash-full: $(BIN)
	LW_BIN=$(abspath $(BIN)) go test -tags "$(TAGS) crashfull" -count=1 -v -timeout 2h ./internal/crashtest/...

MATRIX := -run 'TestAccess|TestMatrix|TestFields|TestForeign|TestElsewhere|TestCanaries|TestStack|TestSession|TestScope|TestGuard|TestStatements|TestAcross|TestService_|TestServer' \
	./internal/api ./internal/store ./internal/account ./internal/server

matrix:
	set -o pipefail; go test -tags $(TAGS) -count=1 -v $(MATRIX) | grep -v '^=== \|^ *--- PASS'

matrix-full: $(BIN)
	set -o pipefail; go test -tags $(TAGS),matrixfull -count=1 -v -timeout 30m $(MATRIX) | grep -v '^=== \|^ *--- PASS'
	cd static && LW_BIN=$(abspath $(BIN)) LW_XSS=200 npm run --silent e2e -- e2e/xss.e2e.ts

# What a generator makes, in the two forms: requests from the document, changes of the audit log.
MADE := go test -tags $(TAGS) -count=1 -v -timeout 1h -run 'TestInput_generated|TestVerifyAudit_forged' ./internal/api ./internal/store

fuzz:
	.ci/with-postgres.sh $(MADE)
	TAGS=$(TAGS) node .ci/fuzz.mjs 60

fuzz-full:
	LW_FUZZ=full .ci/with-postgres.sh $(MADE)
	TAGS=$(TAGS) node .ci/fuzz.mjs 3600

soak: $(BIN)
	LW_BIN=$(abspath $(BIN)) go test -tags "$(TAGS) soak" -run 'TestSoak|TestLoad|TestDecay' -count=1 -v -timeout 30m ./internal/crashtest

soak-full: $(BIN)
	LW_BIN=$(abspath $(BIN)) go test -tags "$(TAGS) soakfull" -run 'TestSoak|TestLoad|TestDecay' -count=1 -v -timeout 2h ./internal/crashtest

fmt:
	gofmt -w cmd geo internal static/*.go

docker-steps:
	node .ci/docker-steps.mjs
