package conversations

// nearest gives the candidate that somebody who typed word may have meant, and
// false where none is near enough: one slip in a short word, two in a long
// one. Equal distances go to the candidate that comes first.
func nearest(word string, candidates []string) (string, bool) {
	if len(word) < 3 || len(word) > 24 {
		return "", false
	}
	best, least := "", 3
	if len(word) <= 4 {
		least = 2
	}
	for _, candidate := range candidates {
		if word[0] != candidate[0] {
			continue // slips seldom hit the first letter, and short words are near everything
		}
		if d := slips(word, candidate); d < least {
			best, least = candidate, d
		}
	}
	return best, best != ""
}

// slips counts the letters left out, added, changed or swapped between a and b.
func slips(a, b string) int {
	x, y := []rune(a), []rune(b)
	previous, row := make([]int, len(y)+1), make([]int, len(y)+1)
	var before []int
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(x); i++ {
		before, previous, row = previous, row, make([]int, len(y)+1)
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(previous[j]+1, row[j-1]+1, previous[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(y)]
}
