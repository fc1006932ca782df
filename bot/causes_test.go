package bot

import (
	"fmt"
	"testing"
	"time"
)

func TestCausesAreKeptForTwoDays(t *testing.T) {
	var c causes
	c.add("first", noon)
	c.add("", noon)
	for i := range 47 {
		c.add(fmt.Sprint(i), noon.Add(time.Duration(i)*time.Hour))
	}
	if !c.known["first"] || c.known[""] {
		t.Errorf("after 46 h: first known %v, want true; empty known %v, want false", c.known["first"], c.known[""])
	}
	c.add("late", noon.Add(causeSpan+time.Second))
	if c.known["first"] || !c.known["46"] || !c.known["late"] {
		t.Errorf("after 48 h: known = %v", c.known)
	}
	if len(c.order) != len(c.known) {
		t.Errorf("%d causes in order, %d known", len(c.order), len(c.known))
	}
}
