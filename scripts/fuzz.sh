#!/usr/bin/env bash
# Fuzzes every target in the tree, one after another: fuzz.sh [SECONDS-EACH] [SECONDS-IN-ALL].
# Each gets its seconds, or less where they would be more than that in all, though never less than two. What fails is
# kept under the package's testdata/fuzz, and go test then tries it every time.
set -euo pipefail
cd "$(dirname "$0")/.."

each=${1:-10}
total=${2:-300}

targets=$(grep -rEo --include='*_test.go' --exclude-dir=testdata --exclude-dir='.*' '^func Fuzz[A-Za-z0-9_]*\(' [a-z]* |
	sed -E 's,/[^/]*:func (.*)\(, \1,' | sort)
count=$(printf '%s\n' "$targets" | grep -c . || true)
if [ "$count" -eq 0 ]; then
	echo "There is no fuzz target."
	exit 1
fi
if [ $((each * count)) -gt "$total" ]; then
	each=$((total / count > 2 ? total / count : 2))
fi

echo "$count targets, $each seconds each"
failed=0
while read -r folder target; do
	started=$SECONDS
	# By default go test spends up to a minute on making each interesting input smaller; twenty tries do. Where time runs
	# out in the midst of that it fails with "context deadline exceeded" though no input failed.
	if output=$(go test "./$folder" -run '^$' -fuzz "^$target\$" -fuzztime "${each}s" -fuzzminimizetime 20x 2>&1) ||
		{ [[ $output == *"context deadline exceeded"* ]] && [[ $output != *"Failing input"* ]] && [[ $output != *panic* ]]; }; then
		echo "ok    $folder $target ($((SECONDS - started)) s)"
	else
		failed=$((failed + 1))
		printf 'FAIL  %s %s\n%s\n' "$folder" "$target" "$output"
	fi
done <<<"$targets"

[ "$failed" -eq 0 ] || { echo "$failed of $count targets failed."; exit 1; }
