package digest

import (
	"slices"
	"testing"
)

func TestUnpriced(t *testing.T) {
	for _, test := range []struct {
		words string
		want  []string
	}{
		{"Our price is 12 pounds an hour.", nil},
		{"It costs us £1,200.50 a week. The nights are the risk. Days are fine.", []string{"The nights are the risk. Days are fine."}},
		{"The nights are the risk. We ask €40k for them. Days are fine.", []string{"The nights are the risk.", "Days are fine."}},
		{"We charge twelve pounds an hour.", nil},
		{"85 pence a mile, no more.", nil},
		{"Sixty seconds, 24 hours a day, for 2,400 people in 12 districts.", []string{"Sixty seconds, 24 hours a day, for 2,400 people in 12 districts."}},
		{"Ten per cent is our whole margin.", []string{"Ten per cent is our whole margin."}},
		{"Pay per visit? The pound shop is near.", []string{"Pay per visit? The pound shop is near."}},
	} {
		if got := unpriced(test.words); !slices.Equal(got, test.want) {
			t.Errorf("unpriced(%q) = %q, want %q", test.words, got, test.want)
		}
	}
}
