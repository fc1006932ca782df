#!/usr/bin/env bash
# Sees to it that a program which the tests use is there: need.sh PROGRAM [DEBIAN-PACKAGE].
# Installs it where that can be done without asking; else says what to do, and fails.
set -euo pipefail

program=${1:?which program is needed?}
package=${2:-$program}

# Other names under which it may be there.
case $program in
chromium) names=(chromium chromium-browser google-chrome) ;;
*) names=("$program") ;;
esac
for name in "${names[@]}"; do
	if command -v "$name" >/dev/null; then
		exit 0
	fi
done

as_root=()
if [ "$(id -u)" -ne 0 ]; then
	as_root=(sudo -n)
fi

if command -v apt-get >/dev/null && "${as_root[@]}" true 2>/dev/null; then
	echo "Installing $package, which the tests use"
	log=$(mktemp)
	if { "${as_root[@]}" apt-get update && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
		apt-get install --yes --no-install-recommends "$package"; } >"$log" 2>&1 && command -v "$program" >/dev/null; then
		rm -f "$log"
		exit 0
	fi
	tail -n 5 "$log" >&2
	rm -f "$log"
fi

echo "$program is missing: install it, for example with \"sudo apt-get install $package\" or \"brew install ${package%-server}\", and try again." >&2
exit 1
