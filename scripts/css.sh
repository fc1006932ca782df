#!/usr/bin/env bash
# Compiles internal/page/style into internal/page/assets/soundings.css. It needs node and npm, which nothing else here
# does: the result is committed. The versions are those of internal/page/style/package-lock.json, which names no place
# to download from, so that it serves with any registry; refresh it with
# "npm install --package-lock-only --omit-lockfile-registry-resolved" in that folder.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp internal/page/style/package.json internal/page/style/package-lock.json "$folder"
npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --silent

"$folder/node_modules/.bin/sass" --load-path="$folder/node_modules" --style=compressed --no-source-map --no-charset \
	--quiet-deps internal/page/style/soundings.scss "$folder/soundings.css"
version=$(node -p "require('$folder/node_modules/govuk-frontend/package.json').version")
{
	printf '/* Soundings. With parts of govuk-frontend %s, MIT licence, see govuk-frontend-LICENSE.txt. Made by scripts/css.sh. */\n' "$version"
	cat "$folder/soundings.css"
} >internal/page/assets/soundings.css
echo "internal/page/assets/soundings.css: $(wc -c <internal/page/assets/soundings.css) bytes"
