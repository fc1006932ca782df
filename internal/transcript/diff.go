package transcript

import (
	"fmt"
	"strings"
)

// Diff says how what the bot said differs from what it was to say, step by
// step, or gives "". Both scripts must have the same steps: got is what Play
// made of want.
func Diff(want, got Script) string {
	var b strings.Builder
	steps, wanted, said := want.Steps(), want.Said(), got.Said()
	for i := range wanted {
		room, where := "", want.Name+": at the start"
		if i > 0 {
			step := steps[i-1]
			room, where = step.room(), fmt.Sprintf("%s:%d: after %s", want.Name, step.Line, step)
		}
		before, after := renderAll(wanted[i], room), renderAll(said[i], room)
		if before != after {
			fmt.Fprintf(&b, "%s\n%s", where, diffLines(before, after))
		}
	}
	return b.String()
}

// String gives the step in one line, for messages.
func (s Step) String() string {
	switch {
	case s.Turn != nil:
		text, _, _ := strings.Cut(s.Turn.Text, "\n")
		return fmt.Sprintf("%s/%s %s %.60q", s.Turn.Room, s.Turn.Person, s.Turn.Verb, text)
	case s.Clock != nil && s.Clock.By > 0:
		return "@ +" + s.Clock.By.String()
	case s.Clock != nil:
		return "@ " + s.Clock.At.Format(wallClock)
	case s.Direction != nil:
		return strings.TrimSpace("! " + s.Direction.Name + " " + s.Direction.Words)
	}
	return "nothing"
}

func renderAll(posts []Post, room string) string {
	var b strings.Builder
	for _, post := range posts {
		b.WriteString(render(post, room))
	}
	return b.String()
}

// maxDiff bounds the table of diffLines; longer texts are shown whole.
const maxDiff = 1 << 22

// diffLines marks the lines only in want with "-" and those only in got with
// "+".
func diffLines(want, got string) string {
	a, b := splitLines(want), splitLines(got)
	if len(a)*len(b) > maxDiff {
		return marked("- ", a) + marked("+ ", b)
	}
	var out strings.Builder
	common := commonLines(a, b)
	for len(a) > 0 || len(b) > 0 {
		row := common[len(common)-len(a)-1]
		switch {
		case len(a) > 0 && len(b) > 0 && a[0] == b[0]:
			out.WriteString("  " + a[0])
			a, b = a[1:], b[1:]
		case len(b) == 0 || (len(a) > 0 && common[len(common)-len(a)][len(row)-len(b)-1] >= row[len(row)-len(b)]):
			out.WriteString("- " + a[0])
			a = a[1:]
		default:
			out.WriteString("+ " + b[0])
			b = b[1:]
		}
	}
	return out.String()
}

// commonLines gives, for each i and j, how many lines in order a[i:] and b[j:]
// have in common at most.
func commonLines(a, b []string) [][]int {
	common := make([][]int, len(a)+1)
	common[len(a)] = make([]int, len(b)+1)
	for i := len(a) - 1; i >= 0; i-- {
		common[i] = make([]int, len(b)+1)
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	return common
}

func splitLines(text string) []string {
	return strings.SplitAfter(strings.TrimSuffix(text, "\n")+"\n", "\n")[:strings.Count(text, "\n")]
}

func marked(mark string, lines []string) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(mark + line)
	}
	return b.String()
}
