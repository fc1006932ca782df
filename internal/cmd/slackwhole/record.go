package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"soundings/adapters/slack"
	"soundings/bot"
)

// record is what the record has of an engagement, as "soundings log --json" gives
// it.
type record struct {
	entries int
	facts   []string              // what people said and did, an entry each
	rooms   map[string][]string   // by key of a message: its channels, "" for what is no post in Slack
	parts   map[string]int        // by key: of how many posts it is made in each
	posts   map[post]string       // by where it stands: the key of its part
	settled map[string]int        // by key of a part: how often it was said to stand
	edits   int                   // changes of messages that were due in Slack
	failed  map[string]bot.Reason // by key of a part
}

// post is where a message stands in Slack.
type post struct{ channel, ts string }

// due is as much of a message that is due as is needed here; see package bot.
type due struct {
	Key, Replaces string
	To            []bot.Address
	Counts        map[string]int
}

// settlement says what became of parts of messages.
type settlement struct {
	Items []struct {
		Key        string
		Room, Part int
		ID         string
		Reason     bot.Reason
	}
}

// readRecord reads the entries, one on a line.
func readRecord(log string) (*record, error) {
	r := &record{
		rooms: map[string][]string{}, parts: map[string]int{}, posts: map[post]string{}, settled: map[string]int{}, failed: map[string]bot.Reason{},
	}
	for line := range strings.Lines(log) {
		f, err := bot.Decode([]byte(strings.TrimSpace(line)))
		if err != nil {
			return nil, fmt.Errorf("read record: %w", err)
		}
		r.entries++
		switch {
		case f.Kind == "message.due":
			err = r.takeDue(f.Data)
		case strings.HasPrefix(f.Kind, "message."):
			err = r.takeSettled(f.Data)
		default:
			r.facts = append(r.facts, line)
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", f.Kind, err)
		}
	}
	return r, nil
}

func (r *record) takeDue(data []byte) error {
	var d due
	if err := json.Unmarshal(data, &d); err != nil {
		return err
	}
	parts := d.Counts[slack.Name]
	if d.Replaces != "" {
		if parts > 0 {
			r.edits++
		}
		return nil
	}
	for _, to := range d.To {
		room := to.Room
		if to.Adapter != slack.Name || strings.HasPrefix(room, "+") { // which asks for a channel
			room = ""
		}
		r.rooms[d.Key] = append(r.rooms[d.Key], room)
	}
	r.parts[d.Key] = parts
	return nil
}

func (r *record) takeSettled(data []byte) error {
	var s settlement
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	for _, i := range s.Items {
		rooms := r.rooms[i.Key] // none: it is an edit
		if i.Room >= len(rooms) || rooms[i.Room] == "" {
			continue
		}
		key := fmt.Sprintf("%s/%d.%d", i.Key, i.Room, i.Part)
		if i.ID == "" {
			if i.Reason != "" {
				r.failed[key] = i.Reason
			}
			continue
		}
		ts, _, _ := strings.Cut(i.ID, "@")
		r.posts[post{rooms[i.Room], ts}] = key
		r.settled[key]++
	}
	return nil
}

// due gives the keys of all parts that have to stand in Slack.
func (r *record) due() []string {
	var all []string
	for key, rooms := range r.rooms {
		for n, room := range rooms {
			for part := range r.parts[key] {
				if room != "" {
					all = append(all, fmt.Sprintf("%s/%d.%d", key, n, part))
				}
			}
		}
	}
	return all
}

// marks are the words by which answers are told apart, in the order of their
// numbers.
var marks = regexp.MustCompile(`Mark[A-Z]\d+`)

// has counts the entries that bring a word: a colleague's comment repeats the
// answer that it stands beside, and brings the newer of the two.
func (r *record) has(mark string) int {
	n := 0
	for _, fact := range r.facts {
		if found := marks.FindAllString(fact, -1); len(found) > 0 && slices.Max(found) == mark && !strings.HasPrefix(fact, `{"kind":"talk.`) {
			n++
		}
	}
	return n
}
