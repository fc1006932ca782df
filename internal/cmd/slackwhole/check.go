package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"syscall"

	"soundings/internal/fakeslack"
)

// stands is a message of the app as it stands in Slack.
type stands struct {
	at    post
	key   string // in its metadata
	words string
	edits int
}

// findings are what a play came to.
type findings struct {
	lines  []string // for people
	faults []string // what must not be
}

func (f *findings) say(format string, args ...any) {
	f.lines = append(f.lines, fmt.Sprintf(format, args...))
}

func (f *findings) fault(format string, args ...any) {
	f.faults = append(f.faults, fmt.Sprintf(format, args...))
}

// findsOut ends the service and compares what people saw and were told with what
// the record has.
func (s *stage) findsOut() findings {
	var f findings
	if s.err != nil {
		return f
	}
	if err := s.service.End(syscall.SIGTERM); err != nil {
		s.fail(err)
	}
	log, err := s.service.Command(s.ctx, "log", "--json", slug)
	if err != nil {
		s.fail(err)
		return f
	}
	r, err := readRecord(log)
	if err != nil {
		s.fail(err)
		return f
	}
	c := s.slack.Counts()
	f.say("Slack sent %d requests: %d acknowledged, %d not, %d of them sent again by Slack itself; the service was killed %d times.", c.Sent, c.Acknowledged, c.Refused, c.Retried, s.service.Kills())
	f.say("%d times a call came too fast for Slack and was made again.", c.Limited)
	f.private(log, privately())
	f.answers(s.answers, r)
	f.messages(s.standing(), r)
	f.say("%d edits of lists due, %d made: the newest alone is sent.", r.edits, c.Updates)
	f.leaks(s.answers, s.read())
	verified, err := s.service.Command(s.ctx, "verify")
	if err != nil {
		f.fault("soundings verify: %v", err)
	}
	for line := range strings.Lines(strings.TrimSpace(verified)) {
		f.say("soundings verify: %s", strings.TrimSpace(line))
	}
	return f
}

// private looks for what may be in the vault alone.
func (f *findings) private(log string, words []string) {
	found := len(f.faults)
	for _, word := range words {
		if n := strings.Count(log, word); n > 0 {
			f.fault("%s stands in the record %d times", word, n)
		}
	}
	if len(f.faults) == found {
		f.say("No name and no address of a person who answered is in the record.")
	}
}

// answers looks for what was acknowledged.
func (f *findings) answers(answers []said, r *record) {
	found := 0
	for _, a := range answers {
		switch n := r.has(a.mark); n {
		case 1:
			found++
		case 0:
			f.fault("%s of %s was acknowledged, and is not in the record", a.mark, a.by.name)
		default:
			f.fault("%s of %s stands in the record %d times", a.mark, a.by.name, n)
		}
	}
	f.say("%d of %d acknowledged answers and questions are in the record of %d entries, each once.", found, len(answers), r.entries)
}

// messages holds what stands in Slack against what was due.
func (f *findings) messages(all []stands, r *record) {
	byKey := map[string]int{}
	once := 0
	for _, m := range all {
		byKey[m.key]++
		if r.posts[m.at] == "" {
			f.fault("a message stands in %s of which the record does not know: %.60q", m.at.channel, m.words)
			continue
		}
		once++
	}
	for key, n := range byKey {
		if n > 1 {
			f.fault("the message %s stands in Slack %d times", key, n)
		}
	}
	missing := 0
	for _, key := range r.due() {
		if r.settled[key] == 0 {
			missing++
			f.fault("the message %s was due and is not known to stand: %s", key, r.failed[key])
		}
	}
	for at, key := range r.posts {
		if !slices.ContainsFunc(all, func(m stands) bool { return m.at == at }) {
			missing++
			f.fault("the message %s does not stand in %s, where the record has it", key, at.channel)
		}
	}
	f.say("%d messages due in Slack: %d posted, %d missing, %d posted twice.", len(r.due()), once, missing, len(all)-len(byKey))
}

// standing gives the messages of the app in all channels.
func (s *stage) standing() []stands {
	var all []stands
	for _, room := range s.channels() {
		for _, m := range s.slack.Messages(room) {
			if m.BotID == "" || m.Deleted {
				continue
			}
			var metadata struct {
				Payload struct {
					Key string `json:"key"`
				} `json:"event_payload"`
			}
			if err := json.Unmarshal(m.Metadata, &metadata); err != nil {
				s.failf("read the metadata of a message in %s: %w", room, err)
			}
			all = append(all, stands{at: post{room, m.TS}, key: metadata.Payload.Key, words: m.Words(), edits: m.Edited})
		}
	}
	return all
}

func (s *stage) channels() []string {
	all := []string{teamRoom, kindred, s.made}
	for _, p := range []party{team(), tidewell(), kindredTrust()} {
		for _, user := range p.people {
			all = append(all, s.slack.Direct(user))
		}
	}
	return all
}

// reading is all that a party could read.
type reading struct {
	by    party
	words string
}

// read gives what each party could read: in its channels, whispered, in windows
// and on pages.
func (s *stage) read() []reading {
	rooms := map[string][]string{team().name: {teamRoom}, tidewell().name: {s.made}, kindredTrust().name: {kindred}}
	var all []reading
	for _, p := range []party{team(), tidewell(), kindredTrust(), moor()} {
		var out strings.Builder
		add := func(messages []fakeslack.Message) {
			for _, m := range messages {
				out.WriteString(m.Words() + "\n")
			}
		}
		for _, room := range rooms[p.name] {
			add(s.slack.Messages(room))
			for _, user := range p.people {
				add(s.slack.Ephemerals(room, user))
				add(s.slack.Messages(s.slack.Direct(user)))
				out.WriteString(s.window(user) + "\n")
			}
		}
		if seen := s.seen[p.name]; seen != nil {
			out.WriteString(seen.String())
		}
		all = append(all, reading{p, out.String()})
	}
	return all
}

// leaks looks for what somebody read that is another's, and for what is
// commercially sensitive in the team's room.
func (f *findings) leaks(answers []said, read []reading) {
	before := len(f.faults)
	for _, one := range read {
		buys := one.by.name == team().name
		for _, other := range read {
			if !buys && other.by.name != one.by.name && other.by.name != team().name && strings.Contains(one.words, other.by.name) {
				f.fault("%s could read the name of %s", one.by.name, other.by.name)
			}
		}
		for _, a := range answers {
			if a.by.name != one.by.name && strings.Contains(one.words, a.mark) && (!buys || a.sensitive) {
				f.fault("%s could read %s of %s (sensitive: %v)", one.by.name, a.mark, a.by.name, a.sensitive)
			}
		}
	}
	if len(f.faults) == before {
		f.say("No supplier could read another's name or words, and what is commercially sensitive stands in no room.")
	}
}
