# What can be done here; "make help" lists it.
# The tools of "make lint" have a mod file of their own, tools/go.mod, which pins them and builds them when first used.

GO    ?= go
tool   = $(GO) tool -modfile=tools/go.mod

# Packages in which goroutines share state. The others are pure: the race detector would make their tests ten times as
# long and find nothing.
side_by_side = ./app/... ./bot/... ./journal/... ./adapters/... ./internal/...

FUZZ_EACH  ?= 60
FUZZ_TOTAL ?= 1800
KILLS      ?= 500
BENCH      ?= .
# Packages tested at once, and tests of one: many wait most of the time, for a disk, a browser or a process that is killed.
AT_ONCE    ?= 3
SIDE_TESTS ?= 4

.PHONY: help run build test lint format bench fuzz soak interop whole clean need

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## the service in the browser; it prints the link that signs you in
	$(GO) run ./cmd/soundings serve

build: ## the program, as bin/soundings
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags='-s -w' -o bin/soundings ./cmd/soundings

# Tests are short of time, not of memory.
test: export GOGC ?= 400
test: need ## all tests, and those of what runs side by side again with the race detector
	$(GO) vet ./...
	$(GO) test -p $(AT_ONCE) -parallel $(SIDE_TESTS) -timeout 10m ./...
	$(GO) test -p $(AT_ONCE) -parallel $(SIDE_TESTS) -race -short -timeout 10m $(side_by_side)

lint: ## format, vet, linters, and the table of imports
	@unformatted=$$($(tool) gofumpt -l .) && if [ -n "$$unformatted" ]; then \
		printf 'Not formatted (make format does it):\n%s\n' "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(tool) golangci-lint run --allow-parallel-runners ./...
	$(GO) test ./internal/archtest

format: ## formats every Go file
	$(tool) golangci-lint fmt ./...

bench: need ## benchmarks; BENCH=Name runs some
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem ./...

fuzz: ## fuzzes every parser: FUZZ_EACH seconds each, at most FUZZ_TOTAL in all
	scripts/fuzz.sh $(FUZZ_EACH) $(FUZZ_TOTAL)

soak: need ## kills the service KILLS times on each store, and looks for what was lost
	SOUNDINGS_KILLS=$(KILLS) $(GO) test -count=1 -timeout 60m -run 'Kill|Crash|Soak' ./...

interop: ## Slack's and Microsoft's own clients against our stand-ins, the service in Microsoft's page, and their types and cards against what we post
	scripts/interop.sh

whole: ## a whole engagement through a stand-in for Slack, as a story, with the service killed seven times
	$(GO) run ./internal/cmd/slackwhole

clean: ## removes what was built
	rm -rf bin build

need:
	@scripts/need.sh redis-server
	@scripts/need.sh chromium
