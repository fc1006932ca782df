package config

import (
	"fmt"
	"strings"
)

// unknown says that there is no setting of that key, and which it may have
// meant: one whose own name, or whose section's, is not far away.
func unknown(table []*setting, key string) string {
	const text = "there is no such setting"
	section, name := split(strings.ToLower(key))
	best, distance := "", 2+len(name)/3 // from there on it is another word
	closer := func(candidate string, d int) {
		if d < distance {
			best, distance = candidate, d
		}
	}
	for _, s := range table {
		theirs, candidate := split(s.key)
		elsewhere := 0
		if theirs != section {
			elsewhere = 1
		}
		closer(s.key, edits(name, candidate)+elsewhere)
		if strings.HasPrefix(candidate, name+"_") {
			closer(s.key, 1+elsewhere)
		}
		if section == "" && theirs != "" {
			closer(theirs, edits(name, theirs))
		}
	}
	if best == "" {
		return text
	}
	return fmt.Sprintf("%s; did you mean %s?", text, best)
}

// split cuts a key into its section, or "", and its own name.
func split(key string) (section, name string) {
	at := strings.LastIndex(key, ".")
	return key[:max(at, 0)], key[at+1:]
}

// edits is how many letters must be put in, taken out or changed to make b of
// a. It looks at no more than the first 64 bytes.
func edits(a, b string) int {
	a, b = a[:min(len(a), 64)], b[:min(len(b), 64)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
