#!/usr/bin/env bash
# Certifies the stand-in for Slack (internal/fakeslack) by Slack's own client, over HTTP and in Socket Mode; holds what it
# sends against the types of that client, and what the adapter posts (adapters/slack/testdata) against Slack's own types.
# The same for Teams: the stand-in (internal/faketeams) beside Microsoft's own local client, the Agents Playground, and
# the service in it, in Chromium, as a commissioner and a supplier use its page: build/playground has a picture of each
# step. Holds what is posted in Teams (adapters/teams/testdata) against Microsoft's own library of cards.
# The versions are those of internal/interop/package-lock.json, which names no place to download from, so that it serves
# with any registry; refresh it with "npm install --package-lock-only --omit-lockfile-registry-resolved" in that folder.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/need.sh node nodejs
scripts/need.sh npm
scripts/need.sh chromium
if [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
	echo "Node $(node --version) is too old: install version 20 or newer, for example from https://nodejs.org, and try again." >&2
	exit 1
fi

folder=internal/interop
if ! [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ]; then
	npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --silent
fi

go run ./internal/cmd/interop-slack -folder "$folder"
go run ./internal/cmd/interop-teams -folder "$folder"

node "$folder/received.mjs" internal/fakeslack/testdata
node "$folder/types.mjs" --wrong "$folder/wrong.json"
shopt -s nullglob
posted=(adapters/slack/testdata/*.json adapters/slack/testdata/gallery/*.json)
node "$folder/types.mjs" "$folder/right.json" "${posted[@]}"

node "$folder/cards.mjs" --wrong "$folder/wrong_cards.json"
cards=(adapters/teams/testdata/*.json adapters/teams/testdata/*/*.json)
node "$folder/cards.mjs" "${cards[@]}"
