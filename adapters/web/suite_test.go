package web_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"soundings/adapters/adaptertest"
	"soundings/adapters/web"
	"soundings/adapters/webtest"
	"soundings/bot"
)

// recorded is the adapter with the record that a service has: what it is given
// to send was recorded before.
type recorded struct {
	*web.Adapter
	record *record
	sent   map[string]bool
}

func (r recorded) put(id string, p bot.Part) {
	r.record.put(p.To.Room, bot.Shown{
		Engagement: p.Engagement, Key: p.Key, ID: id, Class: p.Class, Thread: p.Thread, Title: p.Title, Blocks: p.Blocks,
	})
}

func (r recorded) Send(ctx context.Context, p bot.Part) (string, error) {
	id, err := r.Adapter.Send(ctx, p)
	if err == nil {
		r.put(id, p)
		r.sent[p.Key] = true
	}
	return id, err
}

func (r recorded) Edit(ctx context.Context, id string, p bot.Part) error {
	err := r.Adapter.Edit(ctx, id, p)
	if err == nil {
		r.put(id, p)
	}
	return err
}

// Find finds what is in the record: the sender asks for nothing else.
func (r recorded) Find(ctx context.Context, to bot.Address, key string) (string, bool, error) {
	if !r.sent[key] {
		return "", false, nil
	}
	return r.Adapter.Find(ctx, to, key)
}

func TestSuite(t *testing.T) {
	adaptertest.Run(t, func(t *testing.T, deliver bot.Deliver) *adaptertest.Subject {
		h := newHouse(t, func(_ *house, o *web.Options) {
			o.Deliver = func(ctx context.Context, ev bot.Event) (bot.Answer, error) {
				if ev.Kind == bot.Looked {
					return bot.Answer{}, nil
				}
				return deliver(ctx, ev)
			}
		})
		b := h.supplier("acme")
		var last webtest.Form
		var words map[string]string
		say := func(ctx context.Context) error {
			p, err := b.Submit(ctx, last, words, "", nil)
			if err == nil && p.Status != 200 {
				err = fmt.Errorf("answered with %d: %s", p.Status, p.Text())
			}
			return err
		}
		return &adaptertest.Subject{
			Adapter: recorded{h.adapter, h.record, map[string]bool{}},
			Room:    bot.Address{Adapter: web.Name, Room: "acme"},
			Read: func(bot.Address) []string {
				var texts []string
				for _, m := range h.open(b, "/r/acme", 200).Messages() {
					if m.ID == "" {
						t.Error("a message has no id")
					}
					texts = append(texts, m.Text)
				}
				return texts
			},
			Say: func(ctx context.Context, text string) error {
				form, ok := h.open(b, "/r/acme", 200).Form("write")
				if !ok {
					return errors.New("there is nowhere to write")
				}
				last, words = form, map[string]string{"text": text}
				return say(ctx)
			},
			Redeliver: say,
			Alarms:    func() int { return alarms(b.Page) },
		}
	})
}

// alarms counts what a browser would obey in a page, and our templates never
// write.
func alarms(p *webtest.Page) int {
	n := strings.Count(p.Body, "<script>") + strings.Count(p.Body, "<img src=x")
	for _, l := range p.Links("") {
		if strings.Contains(l.URL, "evil.example") || strings.HasPrefix(l.URL, "javascript:") {
			n++
		}
	}
	return n
}
