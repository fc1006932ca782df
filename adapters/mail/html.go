package mail

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"

	"soundings/bot"
)

//go:embed mail.html
var mailHTML string

//go:embed fewer.html
var fewerHTML string

// pages are the templates: a mail, and the page on which one asks for fewer.
type pages struct {
	mail, fewer *template.Template
	// style is that of the page, by its hash: a browser obeys no other.
	style string
}

func newPages() pages {
	words := map[string]string{"there": thereWords, "page": pageWords, "keep": pageKeep, "fewer": fewerWords, "from": fromWords}
	p := pages{
		mail: template.Must(template.New("mail").Funcs(template.FuncMap{
			"lists": lists,
			"lines": func(s string) []string { return strings.Split(s, "\n") },
			"words": func(name string) string { return words[name] },
		}).Parse(mailHTML)),
		fewer: template.Must(template.New("fewer").Parse(fewerHTML)),
	}
	_, rest, _ := strings.Cut(fewerHTML, "<style>")
	style, _, _ := strings.Cut(rest, "</style>")
	sum := sha256.Sum256([]byte(style))
	p.style = "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	return p
}

// html is the mail as a page that loads nothing, sets no colours that would
// fight with a dark screen, and reads in order.
func (p pages) html(l letter) (string, error) {
	var out strings.Builder
	if err := p.mail.Execute(&out, l); err != nil {
		return "", fmt.Errorf("fill in template: %w", err)
	}
	return out.String(), nil
}

// list is a run of paragraphs: list items that belong together, or one that is
// none.
type list struct {
	Kind string // ul, ol, h2 or p
	Of   []bot.Paragraph
}

func lists(all []bot.Paragraph) []list {
	kinds := map[bot.ParagraphKind]string{bot.Plain: "p", bot.Heading: "h2", bot.Bullet: "ul", bot.Numbered: "ol"}
	var runs []list
	for _, p := range all {
		kind := kinds[p.Kind]
		if n := len(runs); n > 0 && kind == runs[n-1].Kind && (kind == "ul" || kind == "ol") {
			runs[n-1].Of = append(runs[n-1].Of, p)
			continue
		}
		runs = append(runs, list{Kind: kind, Of: []bot.Paragraph{p}})
	}
	return runs
}
