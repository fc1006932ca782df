package chat_test

import (
	"strconv"
	"testing"

	"soundings/internal/chat"
)

// Whoever invents names makes us keep no more of them.
func TestCounts(t *testing.T) {
	var c chat.Counts
	if all := c.All(); all == nil || len(all) != 0 {
		t.Errorf("before anything came: %v", all)
	}
	for i := range 1000 {
		c.Add("invented " + strconv.Itoa(i))
		c.Add("message")
	}
	all := c.All()
	if all["invented 0"] != 1 || all["message"] != 1000 || all["other"] != 801 || len(all) != 201 {
		t.Errorf("%d names: %d, %d, %d", len(all), all["invented 0"], all["message"], all["other"])
	}
}
