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
		"numbers and words":  {bot.Table{Head: []string{"No.", "Section"}, Rows: [][]string{{"1", "When an alarm is raised"}}}, []int{8, 16}},
		"what somebody said": {bot.Table{Head: []string{"From", "View", "In their words"}, Rows: [][]string{{"small firm", "Not clear", long}}}, []int{10, 10, 25}},
		"an address":         {bot.Table{Head: []string{"a", "b"}, Rows: [][]string{{"https://westmere.example/a/very/long/address", ""}}}, []int{30, 6}},
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

// Buttons that follow each other share a row, as many as Teams shows in one.
func TestButtonsShareRows(t *testing.T) {
	row := func(n int) []bot.Button {
		return slices.Repeat([]bot.Button{{Label: "Open", Action: "say", Value: "x"}}, n)
	}
	for _, c := range []struct {
		rows [][]bot.Button
		text bool // between them
		want []int
	}{
		{[][]bot.Button{row(1), row(1)}, false, []int{2}},
		{[][]bot.Button{row(1), row(1)}, true, []int{1, 1}},
		{[][]bot.Button{row(6), row(1)}, false, []int{6, 1}},
		{[][]bot.Button{row(5), row(3), row(1)}, false, []int{6, 3}},
	} {
		r := &rendering{}
		for _, buttons := range c.rows {
			r.buttons(buttons)
			if c.text {
				r.add(richText(run("and")))
			}
		}
		var got []int
		for _, e := range r.body {
			if actions, ok := e["actions"].([]element); ok {
				got = append(got, len(actions))
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("rows of %d, text between %v: %v, want %v", len(c.rows), c.text, got, c.want)
		}
	}
}
