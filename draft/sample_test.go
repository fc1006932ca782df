package draft

import (
	"os"
	"testing"
)

func TestTheSampleIsReadAsItWasMeant(t *testing.T) {
	data, err := os.ReadFile("../docs/sample/digital-care.md")
	if err != nil {
		t.Fatalf("read sample: %v", err)
	}
	p := propose(t, string(data))
	if len(p.Sections) != 12 || p.Title != "Digital care at home" || p.Long() {
		t.Fatalf("%d sections of %q, %d minutes; want 12 of Digital care at home, at most %d\n%s",
			len(p.Sections), p.Title, p.Minutes, LongMinutes, describe(p))
	}
	standings := map[string]int{}
	for i, s := range p.Sections {
		standings[s.Standing]++
		if s.Ask == "" || s.Standing == "" {
			t.Errorf("%s %s: standing %q, ask %q; want both", s.Number, s.Title, s.Standing, s.Ask)
		}
		if s.Words < 100 || s.Words > 250 {
			t.Errorf("%s %s: %d words, want 100 to 250", s.Number, s.Title, s.Words)
		}
		if i == 3 && s.Title != "A person answers within 60 seconds, day and night" {
			t.Errorf("fourth section is %q", s.Title)
		}
	}
	if standings[standingFixed] != 2 || standings[standingExploring] != 3 {
		t.Errorf("standings %v, want 2 fixed and 3 exploring", standings)
	}
}
