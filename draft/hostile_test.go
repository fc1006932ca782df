package draft

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// hostileSize is the size of a file that somebody made to take long: the largest
// allowed is forty times as large.
const hostileSize = MaxBytes / 40

// fill repeats pattern up to size, or as often as lines are allowed.
func fill(pattern string, size int) string {
	times := size / len(pattern)
	if lines := strings.Count(pattern, "\n"); lines > 0 {
		times = min(times, maxLines/lines-2)
	}
	return strings.Repeat(pattern, times)
}

// hostile gives files of about one size that somebody made to take long, by what is
// in them.
func hostile(size int) map[string]string {
	var deeper strings.Builder
	for i := 0; deeper.Len() < size; i++ {
		deeper.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	var wide strings.Builder
	wide.WriteString(strings.Repeat("|a", size/15) + "\n" + strings.Repeat("|-", size/15) + "\n" + strings.Repeat("|b\n", size/7))
	return map[string]string{
		"open brackets":        fill("[", size),
		"link starts":          fill("[a](", size),
		"picture starts":       fill("![", size),
		"stars":                fill("*a_ ", size),
		"quotations":           fill(">", size),
		"quotations and lists": fill("> - ", size),
		"lists on one line":    fill("- ", size),
		"list items":           fill("- a\n", size),
		"spaced list items":    fill("-\n\n", size),
		"deeper and deeper":    deeper.String(),
		"tag starts":           fill("<", size),
		"attributes":           fill("<a b='", size),
		"comments":             fill("<!--", size),
		"scripts":              fill("<script>\n", size),
		"blocks of HTML":       fill("<div>\n<!-- ", size),
		"declarations":         fill("a<![CDATA[", size),
		"backticks":            fill("` `` ", size),
		"definitions":          fill("[a]: b/c\n", size),
		"open definitions":     fill("[a\n", size),
		"headings":             fill("# a\n", size),
		"headings with text":   fill("# a\nb\n\n", size),
		"numbered headings":    fill("## 1.1 a\n\nb\n\n", size),
		"numbered lines":       fill("1.1 Title\n\n", size),
		"underlined":           fill("a\n=\n", size),
		"contents":             fill("# Contents\n\na 1\n\n", size),
		"marks":                fill("Standing: fixed\nMost want to know: a\n", size),
		"empty headings":       fill("#\n", size),
		"one line":             fill("word ", size),
		"short lines":          fill("a\n", size),
		"paragraphs":           fill("a\n\n", size),
		"a wide table":         wide.String(),
		"a long table":         "|a|b|\n|-|-|\n" + fill("|c\n", size),
		"references":           fill("&amp;", size),
		"underscores":          fill("_", size),
		"escapes":              fill(`\*`, size),
		"tilde":                fill("~", size),
		"spaces":               "a" + fill(" ", size)[:size-2] + "b",
		"dots":                 "# a" + fill(".", size)[:size-3],
		"tabs in a heading":    "# a" + fill("\t", size)[:size-4] + "1",
		"digits":               "# " + fill("1.", size)[:size-3],
		"fences":               fill("```\n", size),
	}
}

// Whatever somebody made, it is read, and no more comes out than went in, in the order
// of size. How long it takes is for BenchmarkHostileDrafts.
func TestHostileDraftsAreRead(t *testing.T) {
	if testing.Short() {
		t.Skip("reads large files")
	}
	const most = hostileSize / 4 // what grows is for the benchmark
	for name, source := range hostile(most) {
		t.Run(name, func(t *testing.T) {
			d, err := ParseMarkdown([]byte(source))
			var known *Error
			if errors.As(err, &known) && known.Code == Empty {
				return // nothing but marks
			}
			if err != nil {
				t.Fatalf("ParseMarkdown: %v", err)
			}
			size := 0
			for _, s := range d.Propose(Options{}).Sections {
				size += len(s.Text) + len(s.Title)
			}
			if size > 4*most {
				t.Errorf("%d bytes came out of %d", size, len(source))
			}
		})
	}
}

// BenchmarkHostileDrafts tells how many times as long four times as much takes: about
// four is as it should be, sixteen would be a way to keep the service busy.
func BenchmarkHostileDrafts(b *testing.B) {
	large := hostile(hostileSize)
	small := hostile(hostileSize / 4)
	for _, name := range slices.Sorted(maps.Keys(large)) {
		b.Run(name, func(b *testing.B) {
			var took [2]time.Duration
			for b.Loop() {
				for i, source := range []string{small[name], large[name]} {
					started := time.Now()
					if d, err := ParseMarkdown([]byte(source)); err == nil {
						d.Propose(Options{})
					}
					took[i] += time.Since(started)
				}
			}
			b.ReportMetric(float64(took[1])/float64(took[0]), "times-as-long/4x")
		})
	}
}
