package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/journal"
)

// toy is a domain small enough to see through: it keeps the words that were
// said, and does what they say.
//
//	add W        records W
//	tell W       records W and posts it to the room as a notice
//	release W    the same as a release; digest W as a digest
//	own W        posts W as the room's own
//	arrived K    says that K stands in the room; again K that it does not
//	list W       edits the one standing message of the room
//	invite R     links the room R too
//	under K      replies in the thread of K; greet greets somebody by name
//	whisper W    posts W for one person alone
//	boom, fail   panics, returns an error
//	ask          answers with the number of words
type toy struct {
	Words []string
	Ticks []time.Time
	Every time.Duration
	Start time.Time
}

func (d *toy) Apply(f Fact) error {
	switch f.Kind {
	case "toy.added":
		var word string
		if err := json.Unmarshal(f.Data, &word); err != nil {
			return err
		}
		if word == "poison" {
			panic("poison in the record")
		}
		d.Words = append(d.Words, word)
	case "toy.ticked":
		d.Ticks = append(d.Ticks, f.Time)
	case "toy.clock":
		d.Start = f.Time
		return json.Unmarshal(f.Data, &d.Every)
	default:
		return fmt.Errorf("%w: %s", ErrUnknownKind, f.Kind)
	}
	return nil
}

func (d *toy) Decide(ev Event, tx *Tx) error {
	answer := func() { tx.Answer(Answer{Note: &Message{Blocks: []Block{Say(fmt.Sprint(len(d.Words)))}}}) }
	verb, word, _ := strings.Cut(ev.Text, " ")
	if ev.Again {
		if verb == "stubborn" {
			return tx.Record("toy.added", []byte(`"again"`))
		}
		answer()
		return nil
	}
	record := func() error {
		data, err := json.Marshal(word)
		if err != nil {
			return err
		}
		return tx.Record("toy.added", data)
	}
	post := func(c Class) error {
		return tx.Post(Message{Key: string(c) + ":" + word, Class: c, To: []Address{ev.Room}, Blocks: []Block{Say(word)}})
	}
	defer answer()
	switch verb {
	case "new":
		return tx.Link(ev.Room, true)
	case "invite":
		return tx.Link(room(word), true)
	case "under":
		return tx.Post(Message{Key: "under " + word, Class: Notice, To: []Address{ev.Room}, Thread: word, Blocks: []Block{Say(word)}})
	case "greet":
		return tx.Post(Message{Key: "greet", Class: Notice, To: []Address{ev.Room}, Blocks: []Block{Say("hello {person:P7}")}})
	case "whisper":
		return tx.Post(Message{Key: word, Class: Notice, To: []Address{ev.Room}, For: "P9", Blocks: []Block{Say(word)}})
	case "shut":
		return tx.Link(ev.Room, false)
	case "add", "stubborn":
		return record()
	case "tell", "release", "digest":
		class := map[string]Class{"tell": Notice, "release": Release, "digest": Digest}[verb]
		if err := record(); err != nil {
			return err
		}
		return post(class)
	case "own":
		return tx.Post(Message{Key: "own:" + word, Class: Release, Own: true, To: []Address{ev.Room}, Blocks: []Block{Say(word)}})
	case "arrived", "again":
		return tx.Looked(word, ev.Room, verb == "arrived", "P7")
	case "list":
		m := Message{Key: "list", Class: Standing, To: []Address{ev.Room}, Blocks: []Block{Say(word)}}
		if tx.Messages().Known("list") {
			m.Key, m.Replaces = "list:"+word, "list"
		}
		return tx.Post(m)
	case "tick":
		every, err := time.ParseDuration(word)
		if err != nil {
			return err
		}
		return tx.Record("toy.clock", fmt.Append(nil, int64(every)))
	case "due":
		switch word {
		case "boom":
			panic("boom by the clock")
		case "nothing":
			return nil
		}
		return tx.Record("toy.ticked", []byte("{}"))
	case "boom":
		_ = record()
		panic("boom: " + word)
	case "fail":
		return fmt.Errorf("cannot %s", word)
	case "sign":
		_, err := tx.Checkpoint()
		return err
	case "foreign":
		return tx.Record("message.sent", []byte("{}"))
	}
	return nil
}

func (d *toy) Due(now time.Time) ([]Event, time.Time) {
	if d.Every == 0 {
		return nil, time.Time{}
	}
	next := d.Start.Add(time.Duration(len(d.Ticks)+1) * d.Every)
	if next.After(now) {
		return nil, next
	}
	if slices.Contains(d.Words, "blind") {
		panic("cannot see what is due")
	}
	text := "due"
	if slices.Contains(d.Words, "lazy") {
		text = "due nothing"
	}
	if slices.Contains(d.Words, "clockbomb") {
		text = "due boom"
	}
	return []Event{{ID: "tick:" + next.Format(time.RFC3339), Text: text}}, next
}

func (d *toy) Save() ([]byte, error)  { return json.Marshal(d) }
func (d *toy) Load(data []byte) error { return json.Unmarshal(data, d) }

// strangers is People without names.
type strangers struct{}

func (strangers) Person(_ context.Context, adapter string, s Sender) (string, error) {
	return "P-" + adapter + "-" + s.ID, nil
}

func (s strangers) Known(ctx context.Context, adapter string, who Sender) (string, error) {
	return s.Person(ctx, adapter, who)
}
func (strangers) Hash(id string) string { return "h:" + id }
func (strangers) Resolve(_ context.Context, text string) (string, error) {
	return strings.ReplaceAll(text, "{person:P7}", "Ana"), nil
}

func (strangers) Direct(_ context.Context, adapter, person string) (string, error) {
	return adapter + ":" + person, nil
}

// quietLog keeps what is logged for a look.
type quietLog struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *quietLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

func (l *quietLog) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.String()
}

// room is where the toy's people talk.
func room(name string) Address { return Address{Adapter: "fake", Room: name} }

// said is an event in the room "r".
func said(id int, text string) Event {
	return Event{ID: fmt.Sprintf("fake:%d", id), Kind: Said, Room: room("r"), Text: text, Sender: Sender{ID: "ana"}}
}

// service is a running bot in a synctest bubble.
type service struct {
	*Bot
	log  *quietLog
	stop func()
}

// toyOptions makes the options of a bot over the store; a word "new NAME"
// opens an engagement.
func toyOptions(t testing.TB, store journal.Store) Options {
	t.Helper()
	signer, _, err := journal.CheckpointKey(bytes.Repeat([]byte{1}, 32), "toy")
	if err != nil {
		t.Fatal(err)
	}
	return Options{
		Store: store, People: strangers{}, Signer: signer, Now: time.Now, Version: "toy1",
		NewDomain: func(string) Domain { return &toy{} },
		Lobby: func(ev Event, _ func(string) bool) (string, Answer) {
			name, _ := strings.CutPrefix(ev.Text, "new ")
			if name == ev.Text {
				return "", Answer{Note: &Message{Blocks: []Block{Say("nothing here")}}}
			}
			return name, Answer{}
		},
		Which: func(_ Event, names []string) Answer {
			return Answer{Note: &Message{Blocks: []Block{Say("which? " + strings.Join(names, ", "))}}}
		},
		Sorry: Answer{Note: &Message{Blocks: []Block{Say("sorry")}}},
		Log:   slog.New(slog.DiscardHandler),
	}
}

func start(t *testing.T, o Options, adapters ...Adapter) *service {
	t.Helper()
	log := &quietLog{}
	o.Log = slog.New(slog.NewTextHandler(log, nil))
	b := New(o)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := b.Run(ctx, adapters...); err != nil {
			t.Errorf("Run: %v", err)
		}
	}()
	return &service{Bot: b, log: log, stop: func() { cancel(); <-ended }}
}

// say delivers and gives the first words of the answer.
func (s *service) say(t *testing.T, ev Event) string {
	t.Helper()
	answer, err := s.Deliver(t.Context(), ev)
	if err != nil {
		t.Fatalf("Deliver(%q): %v", ev.Text, err)
	}
	return answerWords(answer)
}

func answerWords(a Answer) string {
	if a.Note == nil || len(a.Note.Blocks) == 0 || a.Note.Blocks[0].Text == nil {
		return ""
	}
	return a.Note.Blocks[0].Text.Markdown
}

// countFacts gives the kinds of an engagement's facts, and how often each stands.
func countFacts(t *testing.T, store journal.Journal, engagement string) map[string]int {
	t.Helper()
	kinds := map[string]int{}
	for r, err := range store.Read(t.Context(), streamPrefix+engagement, 0) {
		if err != nil {
			t.Fatal(err)
		}
		f, err := Decode(r.Data)
		if err != nil {
			t.Fatal(err)
		}
		kinds[f.Kind]++
	}
	return kinds
}

// scribe is an adapter that writes down what it posts.
type scribe struct {
	mu    sync.Mutex
	posts map[string][]string // by room
	next  int
	fail  func(p Part, try int) error // asked before each post; may block
	after func(p Part) error          // asked after each post
	tries map[string]int
	caps  Caps
}

func (a *scribe) Name() string                  { return "fake" }
func (a *scribe) Caps() Caps                    { return a.caps }
func (a *scribe) Run(ctx context.Context) error { <-ctx.Done(); return nil }

func (a *scribe) Send(ctx context.Context, p Part) (string, error) {
	a.mu.Lock()
	if a.tries == nil {
		a.tries, a.posts = map[string]int{}, map[string][]string{}
	}
	a.tries[p.Key]++
	try, fail, after := a.tries[p.Key], a.fail, a.after
	a.mu.Unlock()
	if fail != nil {
		if err := fail(p, try); err != nil {
			return "", err
		}
	}
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	a.mu.Lock()
	a.next++
	id := fmt.Sprintf("m%d", a.next)
	a.posts[p.To.Room] = append(a.posts[p.To.Room], p.Blocks[0].Text.Markdown)
	a.mu.Unlock()
	if after != nil {
		if err := after(p); err != nil {
			return "", err
		}
	}
	return id, nil
}

func (a *scribe) all() map[string][]string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return maps.Clone(a.posts)
}
