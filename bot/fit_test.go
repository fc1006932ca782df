package bot

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var slackLike = Caps{Buttons: true, Tables: true, Images: true, Items: true, MaxText: 3000, MaxChars: 10_000, MaxBlocks: 50, MaxButtons: 5}

func TestFitLeavesWhatFits(t *testing.T) {
	blocks := []Block{
		Say("**10  How we pay** · *We don't know yet*"),
		{Quote: &Quote{Words: "Ten per cent at risk is our whole margin.", By: "social enterprise"}},
		{Facts: []Pair{{"Closes", "Fri 27 June"}}},
		{Table: &Table{Head: []string{"Section", "Answered"}, Rows: [][]string{{"10", "7"}}}},
		{Image: &Image{Blob: "b", Alt: "A picture"}},
		{Items: []Item{{Label: "10 How we pay", Status: "*to do*", Tone: ToDo, Button: &Button{Label: "Open 10", Typed: "show 10"}}}},
		{Buttons: []Button{{Label: "Open 10", Typed: "show 10"}}},
	}
	got := Fit("Digital care", blocks, slackLike)
	if diff := cmp.Diff([]Piece{{Title: "Digital care", Blocks: blocks}}, got); diff != "" {
		t.Errorf("Fit (-want +got):\n%s", diff)
	}
}

func TestFitFallsBack(t *testing.T) {
	for _, c := range []struct {
		name string
		in   Block
		want string
	}{
		{
			"buttons",
			Block{Buttons: []Button{{Label: "See the sections", Typed: "sections"}, {Label: "Help", Typed: "help"}, {Label: "Report", URL: "https://a.example/r"}}},
			"Reply **sections**: See the sections · Reply **help** · [Report](https://a.example/r)",
		},
		{
			"table",
			Block{Table: &Table{Head: []string{"Section", "Answered"}, Rows: [][]string{{"10 How we pay", "7"}, {"6 *Data*", ""}}}},
			"- Section: **10 How we pay** · Answered: **7**\n- Section: **6 \\*Data\\*** · Answered: –",
		},
		{
			"items",
			Block{Items: []Item{
				{Label: "6 *Data*\nin one line", Hint: "Fixed", Status: "**changed**, please look again", Button: &Button{Label: "Open 6", Typed: "show 6"}},
				{Label: " "},
				{Status: "to do"},
			}},
			"- **6 \\*Data\\* in one line** · Fixed · **changed**, please look again\n- to do",
		},
		{"table without rows", Block{Table: &Table{Head: []string{"Section", "Answered"}}}, "Section · Answered"},
		{"image", Block{Image: &Image{Blob: "b", Alt: "3 of 7 could go further"}}, "3 of 7 could go further"},
	} {
		got := Fit("", []Block{c.in}, Caps{})
		if len(got) != 1 || len(got[0].Blocks) != 1 || got[0].Blocks[0].Text == nil {
			t.Errorf("%s: %v, want one text", c.name, got)
			continue
		}
		if text := got[0].Blocks[0].Text.Markdown; text != c.want {
			t.Errorf("%s: %q, want %q", c.name, text, c.want)
		}
	}
}

func TestFitCutsWhereItReadsBest(t *testing.T) {
	sentence := "A person answers within one minute, day and night, on every day of the year. "
	for _, c := range []struct {
		name, in string
		want     []string // how the first pieces end and the second begin
	}{
		{"between paragraphs", strings.Repeat("a", 150) + "\n\n" + strings.Repeat("b", 100), []string{"aa", "bb"}},
		{"between items", "- " + strings.Repeat("a", 150) + "\n- " + strings.Repeat("b", 100), []string{"aa", "- bb"}},
		{"between sentences", strings.Repeat(sentence, 3), []string{"of the year.", "A person"}},
		{"between words", strings.Repeat("care ", 60), []string{"care", "care"}},
		{"within bold", "**" + strings.Repeat("care ", 60) + "end**", []string{"care**", "**care"}},
		{"within a link", "[" + strings.Repeat("care ", 60) + "](https://a.example)", []string{"care](https://a.example)", "[care"}},
		{"heading with its text", strings.Repeat("a", 150) + "\n\n## Head\n\n" + strings.Repeat("b", 100), []string{"aa", "## Head"}},
		{"before what looks like an item", strings.Repeat("c", 197) + " 12. " + strings.Repeat("d", 40), []string{"cc", `12\. dd`}},
	} {
		got := Fit("", []Block{Say(c.in)}, Caps{MaxText: 200, MaxChars: 200})
		if len(got) < 2 {
			t.Errorf("%s: %d pieces", c.name, len(got))
			continue
		}
		first, second := got[0].Blocks[0].Text.Markdown, got[1].Blocks[0].Text.Markdown
		if !strings.HasSuffix(first, c.want[0]) || !strings.HasPrefix(second, c.want[1]) {
			t.Errorf("%s: cut into %q and %q", c.name, first, second)
		}
	}
}

func TestFitNeverTearsAPersonOrACharacter(t *testing.T) {
	for _, whole := range []string{"{person:P71}", "👩🏽‍🚒", "é̂", "🇬🇧", "각", `\*`} {
		long := strings.Repeat(whole, 500)
		for _, piece := range Fit("", []Block{Say(long)}, Caps{MaxText: 201}) {
			for _, b := range piece.Blocks {
				if text := b.Text.Markdown; strings.ReplaceAll(text, whole, "") != "" {
					t.Errorf("%q torn in %q", whole, text)
				}
			}
		}
	}
}

func TestFitRepeatsTheHead(t *testing.T) {
	table := Table{Head: []string{"Section", "Words"}}
	for i := range 40 {
		table.Rows = append(table.Rows, []string{fmt.Sprint(i), "some words about it"})
	}
	pieces := Fit("", []Block{{Table: &table}}, Caps{Tables: true, MaxChars: 400})
	n := 0
	for _, p := range pieces {
		for _, b := range p.Blocks {
			if diff := cmp.Diff(table.Head, b.Table.Head); diff != "" {
				t.Errorf("head differs:\n%s", diff)
			}
			n += len(b.Table.Rows)
		}
	}
	if n != 40 || len(pieces) < 4 {
		t.Errorf("%d rows in %d pieces, want 40 in several", n, len(pieces))
	}
}

func TestFitKeepsThePictureWithItsFirstWords(t *testing.T) {
	alt := strings.TrimSpace(strings.Repeat("seven of nine have answered ", 20))
	pieces := Fit("", []Block{{Image: &Image{Blob: "b", Alt: alt}}}, Caps{Images: true, MaxText: 200})
	first := pieces[0].Blocks[0]
	if first.Image == nil || first.Image.Blob != "b" || Size(first) > 200 {
		t.Fatalf("first block %v, want the picture", first)
	}
	got := first.Image.Alt
	for _, b := range pieces[0].Blocks[1:] {
		got += " " + b.Text.Markdown
	}
	if got != alt {
		t.Errorf("the words are %q, want %q", got, alt)
	}
}

func TestFitOfLongButtonsAndLinks(t *testing.T) {
	long := strings.Repeat("press ", 60)
	pieces := Fit("", []Block{{Buttons: []Button{{Label: "Yes", Typed: "yes"}, {Label: long, Typed: "no"}}}}, Caps{Buttons: true, MaxText: 200})
	if b := pieces[0].Blocks; b[0].Buttons == nil || b[1].Text == nil || !strings.HasPrefix(b[1].Text.Markdown, "Reply **no**") {
		t.Errorf("%v, want a button and words to type", b)
	}
	target := "https://a.example/" + strings.Repeat("x", 150)
	words := strings.TrimSpace(strings.Repeat("read ", 40))
	got := ""
	for _, b := range Fit("", []Block{Say("[" + words + "](" + target + ")")}, Caps{MaxText: 200})[0].Blocks {
		got += " " + b.Text.Markdown
	}
	if !strings.Contains(got, "("+target+")") || strings.Contains(got, "](") {
		t.Errorf("a link too long to be repeated reads %q, want its target once, in brackets", got)
	}
}

func TestFitKeepsTogether(t *testing.T) {
	text := Say(strings.Repeat("a", 150))
	buttons := Block{Buttons: []Button{{Label: strings.Repeat("b", 60), Typed: "b"}}}
	got := Fit("", []Block{text, Say("## Head"), Say(strings.Repeat("c", 90)), buttons}, Caps{Buttons: true, MaxChars: 200})
	want := []Piece{{Blocks: []Block{text}}, {Blocks: []Block{Say("## Head"), Say(strings.Repeat("c", 90)), buttons}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Fit (-want +got):\n%s", diff)
	}
}

func TestFitOfLittle(t *testing.T) {
	if got := Fit("Only a title", nil, slackLike); len(got) != 1 || got[0].Title != "Only a title" {
		t.Errorf("title alone: %v, want one piece", got)
	}
	if got := Fit(" ", []Block{Say(" \n"), {}, {Quote: &Quote{}}, {Table: &Table{}}, {Facts: []Pair{{}}}, {Buttons: []Button{{}}}}, slackLike); got != nil {
		t.Errorf("no words: %v, want no piece", got)
	}
	long := strings.Repeat("title ", 100)
	got := Fit(long, nil, Caps{MaxText: 200})
	if got[0].Title != "" || len(got[0].Blocks) < 3 {
		t.Errorf("a long title: %v, want it as text", got)
	}
}

func TestFitForm(t *testing.T) {
	form := Form{
		Title: "10 How we pay", Blocks: []Block{Say("The text.")}, Submit: "Save",
		Fields: []Field{
			{Name: "stance", Kind: Choice, Label: "Your view", Options: []Option{{Label: "Works for us"}, {Label: "Not clear", Hint: "which words?"}}},
			{Name: "words", Kind: Words, Label: "In your words", Hint: "You can paste the sentence."},
		},
		Typed: `Reply for example **10 risk: our words**`,
	}
	want := []Block{
		Say("The text."), Say("**Your view**"), Say("- Works for us\n- Not clear: which words?"),
		Say("**In your words**"), Aside("You can paste the sentence."), Say(`Reply for example **10 risk: our words**`),
	}
	if diff := cmp.Diff(want, FitForm(form)); diff != "" {
		t.Errorf("FitForm (-want +got):\n%s", diff)
	}
}

var notWords = regexp.MustCompile(`[^\pL\pN]+`)

// readable gives the letters and figures of a block, in order.
func readable(b Block) string {
	var out strings.Builder
	switch {
	case b.Text != nil:
		for _, p := range ParseMarkdown(b.Text.Markdown) {
			out.WriteString(p.Number + " ")
			for _, s := range p.Spans {
				out.WriteString(s.Text)
			}
		}
	case b.Quote != nil:
		out.WriteString(b.Quote.Words + " " + b.Quote.By)
	case b.Table != nil: // without its head, which may come again
		for _, row := range b.Table.Rows {
			out.WriteString(strings.Join(row, " "))
		}
	case b.Image != nil:
		out.WriteString(b.Image.Alt)
	}
	for _, i := range b.Items { // without the button: what it does stands elsewhere
		out.WriteString(i.Label + " " + i.Hint + " " + readable(Say(i.Status)))
	}
	for _, p := range b.Facts {
		out.WriteString(p.Label + " " + p.Value)
	}
	for _, button := range b.Buttons {
		out.WriteString(button.Label)
	}
	return notWords.ReplaceAllString(out.String(), "")
}

func drawText(t *rapid.T, name string) string {
	pieces := rapid.SliceOfN(rapid.SampledFrom([]string{
		"care ", "night.", " ", "\n", "\n\n", "**", "*", "***", "- ", "12. ", "## ", "[", "](https://a.example/x_(y)) ", `\`, `\*`, "{person:P7}",
		"é", "👩🏽‍🚒", "&", "<b>", "2", "_", "`", "a", strings.Repeat("x", 90), strings.Repeat("word ", 60),
	}), 0, 40)
	return strings.Join(pieces.Draw(t, name), "")
}

func drawBlock(t *rapid.T) Block {
	switch rapid.IntRange(0, 6).Draw(t, "kind") {
	case 0:
		return Block{Text: &Text{Markdown: drawText(t, "text"), Small: rapid.Bool().Draw(t, "small")}}
	case 1:
		return Block{Quote: &Quote{Words: drawText(t, "words"), By: drawText(t, "by")}}
	case 2:
		return Block{Facts: []Pair{{drawText(t, "label"), drawText(t, "value")}, {"Closes", "Friday"}}}
	case 3:
		table := Table{Head: []string{"", ""}}
		for range rapid.IntRange(0, 6).Draw(t, "rows") {
			table.Rows = append(table.Rows, []string{drawText(t, "cell"), "seven"})
		}
		return Block{Table: &table}
	case 4:
		return Block{Image: &Image{Blob: "b", Alt: drawText(t, "alt")}}
	case 5:
		var items []Item
		for range rapid.IntRange(1, 6).Draw(t, "items") {
			status := strings.Join(strings.Fields(drawText(t, "status")), " ")
			items = append(items, Item{Label: drawText(t, "label"), Hint: drawText(t, "hint"), Status: status, Button: &Button{Label: "open"}})
		}
		return Block{Items: items}
	default:
		var buttons []Button
		for range rapid.IntRange(1, 7).Draw(t, "buttons") {
			buttons = append(buttons, Button{Label: "press " + drawText(t, "label")})
		}
		return Block{Buttons: buttons}
	}
}

func drawCaps(t *rapid.T) Caps {
	return Caps{
		Buttons: rapid.Bool().Draw(t, "has buttons"), Tables: rapid.Bool().Draw(t, "has tables"), Images: rapid.Bool().Draw(t, "has images"),
		Items:   rapid.Bool().Draw(t, "has items"),
		MaxText: rapid.SampledFrom([]int{0, 200, 230, 1000}).Draw(t, "MaxText"), MaxChars: rapid.SampledFrom([]int{0, 200, 333, 2000}).Draw(t, "MaxChars"),
		MaxBlocks: rapid.IntRange(0, 4).Draw(t, "MaxBlocks"), MaxButtons: rapid.IntRange(0, 3).Draw(t, "MaxButtons"),
	}
}

func TestFitNeverDropsAndKeepsWithinLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCaps(t)
		title := drawText(t, "title")
		var blocks []Block
		for range rapid.IntRange(0, 5).Draw(t, "blocks") {
			blocks = append(blocks, drawBlock(t))
		}
		want := notWords.ReplaceAllString(toUTF8(title), "")
		for _, b := range blocks {
			want += readable(b)
		}
		pieces := Fit(title, blocks, c)
		got := ""
		for i, p := range pieces {
			got += notWords.ReplaceAllString(p.Title, "")
			for _, b := range p.Blocks {
				got += readable(b)
			}
			checkPiece(t, i, p, c)
		}
		got, want = strings.ReplaceAll(got, "Reply", ""), strings.ReplaceAll(want, "Reply", "")
		if got != want {
			t.Fatalf("words differ:\n%s", cmp.Diff(want, got))
		}
		if diff := cmp.Diff(pieces, Fit(title, blocks, c)); diff != "" {
			t.Fatalf("Fit differs from itself:\n%s", diff)
		}
	})
}

func checkPiece(t *rapid.T, i int, p Piece, c Caps) {
	size, count := textSize(p.Title), len(p.Blocks)
	if p.Title != "" {
		count++
	}
	for _, b := range p.Blocks {
		size += Size(b)
		if (b.Table == nil || !c.Tables) && c.MaxText > 0 && Size(b) > max(c.MaxText, leastText) {
			t.Fatalf("piece %d: a block of %d characters, at most %d allowed: %v", i, Size(b), c.MaxText, b)
		}
		if len(b.Buttons) > c.MaxButtons && c.MaxButtons > 0 {
			t.Fatalf("piece %d: %d buttons in a row", i, len(b.Buttons))
		}
		if b.Buttons != nil && !c.Buttons || b.Table != nil && !c.Tables || b.Image != nil && !c.Images || b.Items != nil && !c.Items {
			t.Fatalf("piece %d: a block that cannot be shown: %v", i, b)
		}
		if readable(b) == "" && b.Image == nil && b.Text != nil && strings.TrimSpace(b.Text.Markdown) == "" {
			t.Fatalf("piece %d: a block without words: %v", i, b)
		}
	}
	if c.MaxChars > 0 && size > max(c.MaxChars, leastText) {
		t.Fatalf("piece %d: %d characters, at most %d allowed", i, size, c.MaxChars)
	}
	if c.MaxBlocks > 0 && count > max(c.MaxBlocks, leastBlocks) {
		t.Fatalf("piece %d: %d blocks, at most %d allowed", i, count, c.MaxBlocks)
	}
	if count == 0 {
		t.Fatalf("piece %d is empty", i)
	}
}

func FuzzFit(f *testing.F) {
	f.Add("title", "**bold** [link](https://a.example) *it*", "quote", 200)
	f.Add("", strings.Repeat("*a **b ", 100)+strings.Repeat("c** d*", 100), "", 250)
	f.Fuzz(func(t *testing.T, title, markdown, words string, limit int) {
		c := Caps{MaxText: limit % 3000, MaxChars: limit % 7000}
		want := notWords.ReplaceAllString(toUTF8(title), "") + readable(Say(markdown)) + notWords.ReplaceAllString(toUTF8(words), "")
		got := ""
		for _, p := range Fit(title, []Block{Say(markdown), {Quote: &Quote{Words: words}}}, c) {
			got += notWords.ReplaceAllString(p.Title, "")
			for _, b := range p.Blocks {
				got += readable(b)
				if c.MaxText > 0 && Size(b) > max(c.MaxText, leastText) {
					t.Fatalf("a block of %d characters, at most %d allowed", Size(b), c.MaxText)
				}
			}
		}
		if got != want {
			t.Fatalf("words differ:\n%s", cmp.Diff(want, got))
		}
	})
}
