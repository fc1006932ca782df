package slack_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"testing"
	"time"

	"soundings/bot"
	"soundings/internal/fakeslack"
)

// A draft that is uploaded in a window is got with the token, from Slack.
func TestUpload(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		v := h.openForm(dana, teamRoom, bot.Form{Action: "import", Title: "Import", Fields: []bot.Field{{Name: "draft", Kind: bot.Upload, Label: "The draft", Required: true}}})
		if err := h.Attach(dana, v.ID, "The draft", "draft.md", []byte("# Draft")); err != nil {
			t.Fatal(err)
		}
		read := ""
		h.answers(func(ctx context.Context, ev bot.Event) (bot.Answer, error) {
			body, err := ev.File.Open(ctx)
			if err != nil {
				return bot.Answer{}, err
			}
			data, err := io.ReadAll(body)
			read = ev.File.Name + ": " + string(data)
			return bot.Answer{}, err
		})
		done, err := h.Submit(t.Context(), dana, v.ID)
		if err != nil || len(done.Errors) > 0 || read != "draft.md: # Draft" {
			t.Errorf("Submit = %+v, %v, read %q", done, err, read)
		}
		if _, there := h.last(t).Fields["draft"]; there {
			t.Error("the file is among the fields, too")
		}
	})
}

// A file comes from Slack alone, and nobody else gets the token.
func TestWhereFilesComeFrom(t *testing.T) {
	cases := []struct {
		name, url, want string
		fault           *fakeslack.Fault
		never           bool // nor will it be there the next time
	}{
		{"from elsewhere", "http://evil.test/files/draft.md", "", nil, true},
		{"from what looks like Slack", "https://slack.com.evil.test/draft.md", "", nil, true},
		{"from Slack, but in the open", "http://files.slack.com/draft.md", "", nil, true},
		{"no address", ":", "", nil, true},
		{"Slack asks to sign in", "", "", &fakeslack.Fault{}, true},
		{"it was taken away", "", "", &fakeslack.Fault{Status: 404}, true},
		{"Slack fails", "", "", &fakeslack.Fault{Status: 500}, false},
		{"the connection is reset", "", "", &fakeslack.Fault{Reset: true}, false},
		{"from Slack", "", "# Draft", nil, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				evil := 0
				stop := h.wires.serve("evil.test", handler(func() { evil++ }))
				t.Cleanup(stop)
				if _, err := h.Say(t.Context(), dana, teamRoom, "", fakeslack.WithFile("draft.md", []byte("# Draft"))); err != nil {
					t.Fatal(err)
				}
				if c.url != "" {
					raw, _ := json.Marshal(map[string]any{
						"type": "message", "subtype": "file_share", "user": dana, "channel": teamRoom, "text": "import", "ts": "9.1",
						"files": []any{map[string]any{"id": "F9", "name": "draft.md", "url_private": c.url}},
					})
					if err := h.tell(string(raw)); err != nil {
						t.Fatal(err)
					}
				}
				switch {
				case c.fault != nil && *c.fault == (fakeslack.Fault{}):
					_ = h.Revoke(t.Context()) // whose token does not hold is sent to where people sign in
				case c.fault != nil:
					h.Fail("download", -1, *c.fault)
				}
				got := ""
				body, err := h.last(t).File.Open(t.Context())
				if err == nil {
					data, _ := io.ReadAll(body)
					got = string(data)
				}
				if got != c.want || (err == nil) != (c.want != "") || evil > 0 {
					t.Errorf("got %q, %v, want %q; elsewhere was asked %d times", got, err, c.want, evil)
				}
				if errors.Is(err, bot.ErrNoFile) != c.never {
					t.Errorf("%v; that it never comes should be said: %t", err, c.never)
				}
				wantDiscreet(t, h, err)
			})
		})
	}
}

// Of several files one is taken, and it is said how many are not.
func TestSeveralFiles(t *testing.T) {
	inside(t, byHTTP, func(t *testing.T, h *house) {
		raw := `{"type":"message","subtype":"file_share","user":"U0DANA","channel":"C0TEAM","text":"import","ts":"9.1",
			"files":[{"id":"F1","name":"a.md","url_private":"x"},{"id":"F2","name":"b.md","url_private":"x"},{"id":"F3","name":"c.md","url_private":"x"}]}`
		if err := h.tell(raw); err != nil {
			t.Fatal(err)
		}
		if f := h.last(t).File; f == nil || f.Name != "a.md" || f.More != 2 {
			t.Errorf("file %+v", f)
		}
	})
}

// A file that was taken away before anybody could ask for it loses no words.
func TestAFileThatIsGone(t *testing.T) {
	inside(t, byHTTP, func(t *testing.T, h *house) {
		if err := h.tell(`{"type":"message","subtype":"file_share","user":"U0DANA","channel":"C0TEAM","text":"6 risk: see the file","ts":"9.1","files":[{"id":"F9"}]}`); err != nil {
			t.Fatal(err)
		}
		ev := h.last(t)
		if ev.Text != "6 risk: see the file" || ev.File == nil {
			t.Fatalf("event %+v", ev)
		}
		if _, err := ev.File.Open(t.Context()); !errors.Is(err, bot.ErrNoFile) {
			t.Errorf("Open = %v", err)
		}
	})
}

// A file of another organisation comes as an id alone; the rest is asked for.
func TestAFileOfAnotherOrganisation(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.Fail("files.info", 1, fakeslack.Fault{Status: 500})
		if _, err := h.Say(t.Context(), ana, tidewellRoom, "here", fakeslack.WithFile("answers.docx", []byte("PK"))); err != nil {
			t.Fatalf("not even the second time: %v", err)
		}
		ev := h.last(t)
		if ev.File == nil || ev.File.Name != "answers.docx" || ev.File.Size != 2 {
			t.Fatalf("file %+v", ev.File)
		}
		if body, err := ev.File.Open(t.Context()); err != nil {
			t.Error(err)
		} else if data, _ := io.ReadAll(body); string(data) != "PK" {
			t.Errorf("read %q", data)
		}
	})
}

// A large file takes longer than Slack waits for an answer: it is fetched all the
// same, and there when Slack sends the event again.
func TestAFileThatTakesLong(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		release := make(chan struct{})
		h.Fail("download", 1, fakeslack.Fault{Hang: release})
		h.Fail("download", -1, fakeslack.Fault{Status: 500})      // it is asked for once
		time.AfterFunc(10*time.Second, func() { close(release) }) // of the bubble
		h.Retries(func(int) <-chan time.Time { return time.After(time.Minute) })
		h.answers(func(ctx context.Context, ev bot.Event) (bot.Answer, error) {
			_, err := ev.File.Open(ctx)
			return bot.Answer{}, err
		})
		if _, err := h.Say(t.Context(), dana, teamRoom, "import", fakeslack.WithFile("draft.md", []byte("# Draft"))); err != nil {
			t.Errorf("never taken: %v", err)
		}
		sameIdentity(t, h.heard(), 2)
	})
}
