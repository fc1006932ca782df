#!/usr/bin/env bash
# Takes pictures of the adaptive cards in JSON files, as Microsoft's own library shows them, to look at: build/cards has a
# page and a PNG for each file. Without files it takes those that the adapter for Teams posts.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/need.sh node nodejs
scripts/need.sh npm
scripts/need.sh chromium

folder=internal/interop
if ! [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ]; then
	npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --silent
fi

shopt -s nullglob
files=("$@")
if [ ${#files[@]} -eq 0 ]; then
	files=(adapters/teams/testdata/*.json adapters/teams/testdata/*/*.json)
fi
out=build/cards
rm -rf "$out"
node "$folder/cards.mjs" --html "$out" "${files[@]}" || echo "The pictures are taken all the same." >&2

program=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
browser=("$program" --headless --no-sandbox --disable-gpu --hide-scrollbars)
for page in "$out"/*.html; do
	address="file://$PWD/$page"
	height=$("${browser[@]}" --window-size=672,800 --dump-dom "$address" 2>/dev/null | grep -o 'data-height="[0-9]*"' | tr -dc 0-9)
	"${browser[@]}" --window-size="672,${height:-800}" --screenshot="${page%.html}.png" "$address" >/dev/null 2>&1
done
ls "$out"/*.png
