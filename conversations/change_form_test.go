package conversations

import (
	"fmt"
	"testing"

	"soundings/bot"
)

// Where more answers stand than a form lists, those that a change rests on are
// among those it lists.
func TestManyAnswersUnderAChange(t *testing.T) {
	var options []bot.Option
	for i := range mostBecause + 2 {
		options = append(options, bot.Option{Value: fmt.Sprint("R", i+1)})
	}
	last := options[len(options)-1].Value
	listed := tickedFirst(options, []string{last, "R0"})
	if len(listed) != mostBecause || listed[0].Value != last || listed[1].Value != "R1" {
		t.Errorf("of %d, %d are listed, from %s and %s on", len(options), len(listed), listed[0].Value, listed[1].Value)
	}
	if got := tickedOf(listed, []string{last, "R0"}); got != last {
		t.Errorf("ticked is %q, want %q", got, last)
	}
	section, because := readChangeValue(changeButton("", 7, []string{"R1", "R2"}).Value)
	if section != 7 || fmt.Sprint(because) != "[R1 R2]" {
		t.Errorf("the button opens section %d, resting on %v", section, because)
	}
}
