package draft

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// hostileSize is the size of a file that somebody made to take long. The
// largest allowed takes forty times as long to read, if time grows as it
// should; where it grows with the square, this is enough to see.
const hostileSize = MaxBytes / 40

// patience is far above what any of these takes, on a busy machine as well.
const patience = 10 * time.Second

// fill repeats pattern up to hostileSize, or as often as lines are allowed.
func fill(pattern string) string {
	times := hostileSize / len(pattern)
	if lines := strings.Count(pattern, "\n"); lines > 0 {
		times = min(times, maxLines/lines-2)
	}
	return strings.Repeat(pattern, times)
}

func TestHostileDraftsAreReadInBoundedTime(t *testing.T) {
	if testing.Short() {
		t.Skip("reads large files")
	}
	var deeper strings.Builder
	for i := 0; deeper.Len() < hostileSize; i++ {
		deeper.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	var wide strings.Builder
	wide.WriteString(strings.Repeat("|a", 20_000) + "\n" + strings.Repeat("|-", 20_000) + "\n" + strings.Repeat("|b\n", 40_000))
	for name, source := range map[string]string{
		"open brackets":        fill("["),
		"link starts":          fill("[a]("),
		"picture starts":       fill("!["),
		"stars":                fill("*a_ "),
		"quotations":           fill(">"),
		"quotations and lists": fill("> - "),
		"lists on one line":    fill("- "),
		"list items":           fill("- a\n"),
		"spaced list items":    fill("-\n\n"),
		"deeper and deeper":    deeper.String(),
		"tag starts":           fill("<"),
		"attributes":           fill("<a b='"),
		"comments":             fill("<!--"),
		"scripts":              fill("<script>\n"),
		"blocks of HTML":       fill("<div>\n<!-- "),
		"declarations":         fill("a<![CDATA["),
		"backticks":            fill("` `` "),
		"definitions":          fill("[a]: b/c\n"),
		"open definitions":     fill("[a\n"),
		"headings":             fill("# a\n"),
		"headings with text":   fill("# a\nb\n\n"),
		"numbered headings":    fill("## 1.1 a\n\nb\n\n"),
		"numbered lines":       fill("1.1 Title\n\n"),
		"underlined":           fill("a\n=\n"),
		"contents":             fill("# Contents\n\na 1\n\n"),
		"marks":                fill("Standing: fixed\nMost want to know: a\n"),
		"empty headings":       fill("#\n"),
		"one line":             fill("word "),
		"short lines":          fill("a\n"),
		"paragraphs":           fill("a\n\n"),
		"a wide table":         wide.String(),
		"a long table":         "|a|b|\n|-|-|\n" + fill("|c\n"),
		"references":           fill("&amp;"),
		"underscores":          fill("_"),
		"escapes":              fill(`\*`),
		"tilde":                fill("~"),
		"spaces":               "a" + fill(" ")[:hostileSize-2] + "b",
		"dots":                 "# a" + fill(".")[:hostileSize-3],
		"tabs in a heading":    "# a" + fill("\t")[:hostileSize-4] + "1",
		"digits":               "# " + fill("1.")[:hostileSize-3],
		"fences":               fill("```\n"),
	} {
		t.Run(name, func(t *testing.T) {
			started := time.Now()
			d, err := ParseMarkdown([]byte(source))
			var known *Error
			if errors.As(err, &known) && known.Code == Empty {
				return // nothing but marks
			}
			if err != nil {
				t.Fatalf("ParseMarkdown: %v", err)
			}
			p := d.Propose(Options{})
			if took := time.Since(started); took > patience {
				t.Errorf("took %v, want far less than %v", took, patience)
			}
			size := 0
			for _, s := range p.Sections {
				size += len(s.Text) + len(s.Title)
			}
			if size > 4*hostileSize {
				t.Errorf("%d bytes came out of %d", size, len(source))
			}
		})
	}
}
