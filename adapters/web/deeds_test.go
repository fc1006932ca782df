package web_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"soundings/adapters/web"
	"soundings/adapters/webtest"
	"soundings/bot"
)

// asks answers as a room would whose home has buttons, and one form.
func asks(ev bot.Event) (bot.Answer, error) {
	switch {
	case ev.Kind == bot.Looked && ev.Action == bot.HomeView:
		return bot.Answer{Note: &bot.Message{Title: "Your list", Plain: ev.Room.Room == "users", Blocks: []bot.Block{
			{Items: []bot.Item{
				{Label: "6 Sharing data", Status: "to do", Tone: bot.ToDo, Button: &bot.Button{Label: "Answer", Action: "answer", Value: "6", View: true}},
				{Label: "7 Paying", Status: "answered", Tone: bot.Done},
			}},
			{Buttons: []bot.Button{
				{Label: "Step back", Action: "say", Value: "step back"},
				{Label: "Help", Action: "say", Value: "help", View: true},
				{Label: "Download", URL: "file/draft.docx"},
				{Label: "Elsewhere", URL: "javascript:alert(1)"},
			}},
		}}}, nil
	case ev.Action == "answer" && ev.Kind == bot.Looked:
		form := section()
		return bot.Answer{Form: &form}, nil
	case ev.Kind == bot.Looked:
		return bot.Answer{Note: &bot.Message{Title: "Help", Blocks: []bot.Block{bot.Say("This is " + ev.Value + ".")}}}, nil
	}
	return bot.Answer{Note: &bot.Message{Blocks: []bot.Block{bot.Say("Noted: " + ev.Text + ev.Value)}}}, nil
}

func section() bot.Form {
	return bot.Form{
		Action: "answer", Value: "6", Title: "Section 6", Submit: "Save", Blocks: []bot.Block{bot.Say("The text of the section.")},
		Fields: []bot.Field{
			{Name: "stance", Kind: bot.Choice, Label: "Your view", Required: true, Options: []bot.Option{{Value: "risk", Label: "Possible, with a risk", Hint: "What is the risk?"}, {Value: "works", Label: "Works for us"}}},
			{Name: "words", Kind: bot.Words, Label: "In your words", Max: 20},
			{Name: "ticks", Kind: bot.Ticks, Label: "Who may see it", Options: []bot.Option{{Value: "quote", Label: "Quote"}, {Value: "sensitive", Label: "Sensitive"}}},
			{Name: "day", Kind: bot.Date, Label: "Until when"},
			{Name: "paper", Kind: bot.Upload, Label: "A file"},
			{Name: "who", Kind: bot.Name, Label: "Your name", Required: true},
			{Name: "mail", Kind: bot.Contact, Label: "Your address"},
		},
	}
}

func filled() map[string]string {
	return map[string]string{
		"f-stance": "risk", "f-words": "One night\r\ncentre", "f-ticks": "quote,sensitive",
		"f-day-day": "27", "f-day-month": "6", "f-day-year": "2026", "f-who": "Ana Whitlock", "f-mail": "ana@tidewell.example",
	}
}

// atForm is a browser at the form of the section.
func (h *house) atForm(room string) *webtest.Browser {
	h.t.Helper()
	h.answers(asks)
	b := h.supplier(room)
	if p, err := b.Follow(h.t.Context(), "6 Sharing data"); err != nil || p.Status != http.StatusOK {
		h.t.Fatalf("open the section: %v", err)
	}
	return b
}

func TestHomeShowsWhatTheRoomSays(t *testing.T) {
	h := newHouse(t, func(_ *house, o *web.Options) { o.Files = files })
	h.answers(asks)
	b := h.supplier("acme")
	h.record.put("acme", bot.Shown{ID: "a", Class: bot.Release, Title: "Welcome", Blocks: []bot.Block{bot.Say("Hello.")}})
	h.record.put("acme", bot.Shown{ID: "b", Class: bot.Standing, Title: "The list that stands"})
	p := h.open(b, "/r/acme", http.StatusOK)
	h.wantText(p, "Your list", "6 Sharing data", "to do", "Hello.")
	if strings.Contains(p.Text(), "The list that stands") {
		t.Error("the list stands on the page twice")
	}
	for _, l := range p.Links("main") {
		if l.Label == "Elsewhere" && l.URL != "/r/acme" {
			t.Errorf("a link leads to %s", l.URL)
		}
	}
	if p, err := b.Follow(t.Context(), "Help"); err != nil || !strings.Contains(p.Text(), "This is help.") {
		t.Errorf("Help: %v", err)
	}
	h.open(b, "/r/acme", http.StatusOK)
	p, err := b.Follow(t.Context(), "Download")
	if err != nil || p.Body != "the draft of acme" || p.Header.Get("Content-Type") != "application/msword" {
		t.Errorf("download: %v, %q", err, p.Body)
	}
	h.open(b, "/r/acme/file/other", http.StatusNotFound)
	h.open(h.supplier("tidewell"), "/r/acme/file/draft.docx", http.StatusNotFound)
	if len(h.done()) > 0 {
		t.Errorf("looking was an event: %+v", h.done())
	}
	if plain, usual := h.supplier("users").Page.Body, h.supplier("acme").Page.Body; plain == usual {
		t.Error("the page of people who use the service looks like any other")
	}
}

// Pressed twice, loaded again, sent again: it is the same event.
func TestAPressIsOneEvent(t *testing.T) {
	h := newHouse(t, nil)
	h.answers(asks)
	b := h.supplier("acme")
	var press webtest.Form
	for _, f := range b.Page.Forms("main") {
		if f.Label == "Step back" {
			press = f
		}
	}
	for range 2 {
		p, err := b.Submit(t.Context(), press, nil, "", nil)
		if err != nil {
			t.Fatal(err)
		}
		h.wantText(p, "Noted: step back")
	}
	done := h.done()
	if len(done) != 2 || done[0].ID != done[1].ID || done[0].Action != "say" || done[0].Value != "step back" || done[0].Kind != bot.Pressed {
		t.Errorf("events: %+v", done)
	}
	h.open(b, "/r/acme", http.StatusOK)
	for _, f := range b.Page.Forms("main") {
		if f.Label == "Step back" && f.Hidden("event") == press.Hidden("event") {
			t.Error("the page was loaded afresh and its button is the same event as before")
		}
	}
}

func TestAFormArrivesWhole(t *testing.T) {
	h := newHouse(t, nil)
	b := h.atForm("acme")
	h.wantText(b.Page, "The text of the section.", "What is the risk?")
	form, _ := b.Page.Form("form")
	if _, err := b.Submit(t.Context(), form, filled(), "paper.txt", []byte("on paper")); err != nil {
		t.Fatal(err)
	}
	ev := h.done()[0]
	want := map[string]string{"stance": "risk", "words": "One night\ncentre", "ticks": "quote,sensitive", "day": "2026-06-27"}
	if ev.Kind != bot.Submitted || ev.Action != "answer" || ev.Value != "6" || fmt.Sprint(ev.Fields) != fmt.Sprint(want) {
		t.Errorf("submitted %s %s %s %v", ev.Kind, ev.Action, ev.Value, ev.Fields)
	}
	if ev.Sender.Name != "Ana Whitlock" || ev.Sender.Contact != "ana@tidewell.example" {
		t.Errorf("sender: %+v", ev.Sender)
	}
	if ev.File == nil || ev.File.Name != "paper.txt" || ev.File.Size != 8 {
		t.Errorf("file: %+v", ev.File)
	}
	// The next form knows who they are.
	h.open(b, "/r/acme/see?a=answer&v=6", http.StatusOK)
	form, _ = b.Page.Form("form")
	if form.Hidden("f-who") != "Ana Whitlock" || form.Hidden("f-mail") != "ana@tidewell.example" {
		t.Error("the form asks again for what is known")
	}
}

// Nothing that was typed is lost, whatever is wrong, and it is the same event
// when it is sent again.
func TestWhatWasTypedStays(t *testing.T) {
	refused := errors.Join(bot.ErrNotNow, errors.New("disk"))
	for name, c := range map[string]struct {
		change func(map[string]string)
		answer func(bot.Event) (bot.Answer, error)
		status int
		says   string
	}{
		"missing":       {func(v map[string]string) { v["f-stance"] = "" }, nil, 422, "Choose one of these."},
		"no name":       {func(v map[string]string) { v["f-who"] = " " }, nil, 422, "Enter your name."},
		"too long":      {func(v map[string]string) { v["f-words"] = strings.Repeat("long ", 5) }, nil, 422, "at most 20"},
		"no such day":   {func(v map[string]string) { v["f-day-day"] = "31" }, nil, 422, "Enter a day that exists, for example 7 7 2026."},
		"no such month": {func(v map[string]string) { v["f-day-month"] = "Juno" }, nil, 422, "a day that exists"},
		"no address":    {func(v map[string]string) { v["f-mail"] = "ana" }, nil, 422, "name@example.org"},
		"refused beside a field": {nil, func(bot.Event) (bot.Answer, error) {
			return bot.Answer{Errors: map[string]string{"words": "Please leave out prices."}}, nil
		}, 422, "Please leave out prices."},
		"not now":           {nil, func(bot.Event) (bot.Answer, error) { return bot.Answer{}, refused }, 503, "Not saved yet"},
		"nothing reachable": {nil, nil, 503, "Not saved yet"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, nil)
			b := h.atForm("acme")
			h.answers(func(ev bot.Event) (bot.Answer, error) {
				switch {
				case name == "nothing reachable":
					return bot.Answer{}, refused
				case ev.Kind == bot.Submitted && c.answer != nil:
					return c.answer(ev)
				}
				return asks(ev)
			})
			values := filled()
			if c.change != nil {
				c.change(values)
			}
			before, _ := b.Page.Form("form")
			p := h.send(b, "form", values)
			if p.Status != c.status {
				t.Fatalf("status %d, want %d: %s", p.Status, c.status, p.Text())
			}
			h.wantText(p, c.says)
			after, ok := p.Form("form")
			if !ok || after.Hidden("event") != before.Hidden("event") || after.Hidden("event") == "" {
				t.Error("it is not the same event any more")
			}
			for _, f := range after.Fields {
				want := strings.ReplaceAll(values[f.Name], "\r\n", "\n")
				switch {
				case f.Type == "radio" || f.Type == "checkbox":
					if f.Checked != strings.Contains(","+want+",", ","+f.Value+",") {
						t.Errorf("%s %s is chosen: %v", f.Name, f.Value, f.Checked)
					}
				case strings.HasPrefix(f.Name, "f-") && f.Type != "file" && strings.TrimSpace(f.Value) != strings.TrimSpace(want):
					t.Errorf("%s stands as %q, typed was %q", f.Name, f.Value, want)
				}
			}
		})
	}
}

// What the page does not offer is not taken, nor is a form that is not ours.
func TestFormsAreOurs(t *testing.T) {
	h := newHouse(t, nil)
	b := h.atForm("acme")
	form, _ := b.Page.Form("form")
	values := url.Values{"f-stance": {"bribe"}, "f-who": {"Ana"}}
	for _, name := range []string{"token", "event", "form"} {
		values.Set(name, form.Hidden(name))
	}
	if p, err := b.Post(t.Context(), "/r/acme/form", values); err != nil || p.Status != http.StatusUnprocessableEntity {
		t.Errorf("a choice that there is not = %v, %v", p, err)
	}
	values.Set("f-stance", "works")
	values.Set("form", "x"+form.Hidden("form"))
	if p, err := b.Post(t.Context(), "/r/acme/form", values); err != nil || p.Status != http.StatusBadRequest {
		t.Errorf("a form of somebody else's = %v, %v", p, err)
	}
	if len(h.done()) > 0 {
		t.Errorf("delivered: %+v", h.done())
	}
}

func TestTyping(t *testing.T) {
	h := newHouse(t, nil)
	b := h.supplier("acme")
	h.answers(func(ev bot.Event) (bot.Answer, error) { return bot.Answer{}, bot.ErrNotNow })
	form, _ := b.Page.Form("write")
	p := h.send(b, "write", map[string]string{"text": "6 risk: a long text"})
	if p.Status != http.StatusServiceUnavailable || !strings.Contains(p.Body, "6 risk: a long text") {
		t.Errorf("not now = %d: %s", p.Status, p.Text())
	}
	h.answers(asks)
	h.send(b, "write", nil)
	done := h.done()
	if len(done) != 2 || done[0].ID != done[1].ID || done[1].Text != "6 risk: a long text" || done[1].ID != "web:"+form.Hidden("event") {
		t.Errorf("sent again: %+v", done)
	}
	h.record.put("acme", bot.Shown{Engagement: "care", Key: "card", Title: "6 Sharing data", Class: bot.Reply})
	h.open(b, "/r/acme", http.StatusOK)
	id := strings.TrimPrefix(b.Page.Messages()[0].ID, "m-")
	h.open(b, "/r/acme?re="+id, http.StatusOK)
	h.wantText(b.Page, "About: 6 Sharing data")
	h.send(b, "write", map[string]string{"text": "works"})
	if ev := h.done()[2]; ev.Thread != id || ev.Engagement != "care" {
		t.Errorf("in a thread: %+v", ev)
	}
}

func TestTooLarge(t *testing.T) {
	h := newHouse(t, nil)
	b := h.supplier("acme")
	form, _ := b.Page.Form("write")
	p, err := b.Post(t.Context(), "/r/acme/say", url.Values{"token": {form.Hidden("token")}, "event": {form.Hidden("event")}, "text": {strings.Repeat("x", 3*bot.MaxText+65<<10)}})
	if err != nil || p.Status != http.StatusRequestEntityTooLarge || len(h.done()) > 0 {
		t.Errorf("a text beyond all bounds = %d, %v", p.Status, err)
	}
	team := h.browser()
	h.open(team, h.links.To(bot.Address{Adapter: web.Name, Room: "team-x"}, ""), http.StatusOK)
	form, _ = team.Page.Form("write")
	p, err = team.Submit(t.Context(), form, nil, "big.docx", make([]byte, bot.MaxFile+13<<20))
	if err == nil && p.Status != http.StatusRequestEntityTooLarge || len(h.done()) > 0 {
		t.Errorf("a file beyond all bounds = %v, %v", p, err)
	}
}

func TestForOnePersonOnly(t *testing.T) {
	h := newHouse(t, nil)
	ana, ben := h.supplier("acme"), h.supplier("acme")
	h.send(ana, "write", map[string]string{"text": "x"})
	h.record.put("acme", bot.Shown{ID: "a", Class: bot.Reply, For: "P-" + h.done()[0].Sender.ID, Title: "Because of what you said"})
	h.wantText(h.open(ana, "/r/acme", http.StatusOK), "Because of what you said", "Only you see this")
	if p := h.open(ben, "/r/acme", http.StatusOK); strings.Contains(p.Text(), "Because") {
		t.Error("somebody else sees it, too")
	}
}

func TestRate(t *testing.T) {
	h := newHouse(t, func(_ *house, o *web.Options) { o.Rate = bot.Pace{PerSecond: 1, Burst: 40} })
	b := h.supplier("acme")
	var last *webtest.Page
	for range 60 {
		last, _ = b.Open(t.Context(), "/r/acme")
	}
	if last.Status != http.StatusTooManyRequests || last.Header.Get("Retry-After") == "" {
		t.Errorf("the sixtieth request in a moment = %d", last.Status)
	}
	h.later(time.Minute)
	h.open(b, "/r/acme", http.StatusOK)
}
