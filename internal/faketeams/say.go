package faketeams

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"path"
	"regexp"
	"strings"
)

// atBot is a mention of the bot in the text of an activity.
const atBot = "<at>" + BotName + "</at>"

var mention = regexp.MustCompile(`(?i)(^|\s)@` + BotName + `\b`)

func mentions(raw string) bool { return strings.Contains(raw, atBot) }

// SayOption says more of how something is said.
type SayOption func(*saying)

type saying struct {
	thread  string
	files   []file
	unheard bool
}

type file struct {
	name string
	data []byte
}

// InThread puts it into the thread of that message of a channel.
func InThread(id string) SayOption { return func(s *saying) { s.thread = id } }

// WithFile attaches a file. Only in a personal conversation does the bot get to
// know of it; elsewhere it would need Graph.
func WithFile(name string, data []byte) SayOption {
	return func(s *saying) { s.files = append(s.files, file{name, data}) }
}

// Unheard keeps it from the bot, as when Teams loses an activity.
func Unheard() SayOption { return func(s *saying) { s.unheard = true } }

// Say lets somebody write, and gives the message's id. "@Soundings" mentions the
// bot. In group chats and channels it hears only of what mentions it, unless it
// was consented that it reads all. The error says that it refused what it heard.
func (t *Teams) Say(ctx context.Context, person, id, text string, options ...SayOption) (string, error) {
	var s saying
	for _, o := range options {
		o(&s)
	}
	t.mu.Lock()
	in := t.conversations[id]
	if in == nil || !in.has(person) || in.archived {
		t.mu.Unlock()
		return "", fmt.Errorf("say as %s in %s: %w", person, id, ErrRefused)
	}
	m := &Message{ID: t.id(), Conversation: id, Thread: s.thread, From: person, Text: text}
	if s.thread != "" {
		first := in.find(s.thread)
		if first == nil || in.Kind != Channel {
			t.mu.Unlock()
			return "", fmt.Errorf("say as %s in %s: no thread %s: %w", person, id, s.thread, ErrRefused)
		}
		m.Thread = first.root()
	}
	in.messages = append(in.messages, m)
	raw := withMentions(text)
	activity := t.written("message", in, m, raw, t.attach(in, s.files))
	heard := in.hears(raw) && !s.unheard
	t.touch()
	t.mu.Unlock()
	if !heard {
		return m.ID, nil
	}
	_, err := t.push(ctx, activity)
	return m.ID, err
}

// hears says whether the bot hears of something written.
func (c *conversation) hears(raw string) bool {
	return c.Installed && (c.Consented || c.Kind == Personal || mentions(raw))
}

// signs stand in activities as HTML has them.
var signs = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// withMentions is a text as activities have it: signs as HTML would have them, and
// mentions of the bot in marks.
func withMentions(text string) string {
	var out strings.Builder
	for _, part := range splitMentions(text) {
		if part == "" {
			out.WriteString(atBot)
		} else {
			out.WriteString(signs.Replace(part))
		}
	}
	return out.String()
}

// splitMentions parts a text where the bot is mentioned; "" is a mention.
func splitMentions(text string) []string {
	var parts []string
	for {
		at := mention.FindStringSubmatchIndex(text)
		if at == nil {
			break
		}
		if before := text[:at[3]]; before != "" {
			parts = append(parts, before)
		}
		parts = append(parts, "")
		text = text[at[1]:]
	}
	if text != "" {
		parts = append(parts, text)
	}
	return parts
}

// attach keeps files, and gives what the bot is told of them. The lock is held.
func (t *Teams) attach(in *conversation, files []file) []any {
	var all []any
	for _, f := range files {
		if in.Kind != Personal {
			all = append(all, obj{"contentType": "text/html", "content": `<p><attachment id="1"></attachment></p>`})
			continue
		}
		id := t.id()
		t.files[id] = f
		link := t.o.URL + "/files/" + id + "/" + f.name
		all = append(all, obj{
			"contentType": "application/vnd.microsoft.teams.file.download.info", "contentUrl": link, "name": f.name,
			"content": obj{"downloadUrl": link, "uniqueId": id, "fileType": strings.TrimPrefix(path.Ext(f.name), ".")},
		})
	}
	return all
}

func (t *Teams) serveFile(w http.ResponseWriter, r *http.Request) {
	fault := t.takeFault("file")
	if !t.hold(r, fault) {
		return
	}
	t.mu.Lock()
	f, ok := t.files[r.PathValue("id")]
	t.counts.Calls["file"]++
	t.mu.Unlock()
	switch {
	case fault != nil && !fault.passes():
		t.applyFault(w, fault)
	case !ok:
		refusal(http.StatusNotFound).write(w)
	default:
		_, _ = w.Write(f.data)
	}
}

var tag = regexp.MustCompile(`<[^<>]*>`)

// readHTML gives what people read of the text of a message of the bot.
func readHTML(text string) string {
	text = strings.NewReplacer("<br>", "\n", "<br/>", "\n", "<br />", "\n", "</p>", "\n", "<at>", "@", "</at>", "").Replace(text)
	return strings.TrimSpace(html.UnescapeString(tag.ReplaceAllString(text, "")))
}
