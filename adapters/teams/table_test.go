package teams

import (
	"slices"
	"testing"

	"soundings/bot"
)

// A column of numbers is narrow, one of people's words is wide, and none is so narrow
// that its longest word is broken while another has room.
func TestColumnsAreAsWideAsTheirWords(t *testing.T) {
	long := "sixty seconds is too short at three in the morning, and nobody has said who pays for it"
	for name, c := range map[string]struct {
		table bot.Table
		want  []int
	}{
		"numbers and words":  {bot.Table{Head: []string{"No.", "Section"}, Rows: [][]string{{"1", "When an alarm is raised"}}}, []int{58, 124}},
		"what somebody said": {bot.Table{Head: []string{"From", "View", "In their words"}, Rows: [][]string{{"small firm", "Not clear", long}}}, []int{78, 77, 167}},
		"an address":         {bot.Table{Head: []string{"a", "b"}, Rows: [][]string{{"https://westmere.example/a/very/long/address", ""}}}, []int{252, 34}},
	} {
		var got []int
		for _, column := range columns(c.table) {
			got = append(got, column["width"].(int))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
