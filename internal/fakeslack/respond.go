package fakeslack

import (
	"io"
	"net/http"
	"time"
)

const (
	responseUses = 5
	responseLife = 30 * time.Minute
)

// responseURL is where the app may answer what somebody did.
type responseURL struct {
	channel, user string
	source        string // the message on which it was done, if any
	ephemeral     bool   // and whether only that person sees it
	made          time.Time
	used          int
}

// respondTo makes a response URL. The lock is held.
func (s *Slack) respondTo(channel, user string, on *Message) string {
	r := &responseURL{channel: channel, user: user, made: s.o.Now()}
	if on != nil {
		r.source, r.ephemeral = on.TS, on.For != ""
	}
	id := s.id("R")
	s.responses[id] = r
	return s.o.URL + "/response/" + id
}

// serveResponse takes what the app answers.
func (s *Slack) serveResponse(w http.ResponseWriter, r *http.Request) {
	s.withFault(w, r, "response_url", func() (obj, int) {
		data, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
		if err != nil {
			return obj{"ok": false, "error": "invalid_payload"}, http.StatusBadRequest
		}
		c := &call{method: "response_url", host: r.Host}
		s.mu.Lock()
		defer s.mu.Unlock()
		code, status := s.respond(c, s.responses[r.PathValue("id")], data)
		s.count("response_url", code)
		s.touch()
		s.tell(c.events)
		if code != "" {
			return obj{"ok": false, "error": code}, status
		}
		return obj{"ok": true}, http.StatusOK
	})
}

// respond does what a posted answer says.
func (s *Slack) respond(c *call, to *responseURL, data []byte) (code string, status int) {
	switch {
	case to == nil:
		return "invalid_url", http.StatusNotFound
	case s.o.Now().Sub(to.made) > responseLife:
		return "expired_url", http.StatusNotFound
	case to.used >= responseUses:
		return "used_url", http.StatusNotFound
	}
	c.args = args{}
	if code := c.args.addBytes(data); code != "" {
		return "invalid_payload", http.StatusBadRequest
	}
	channel := s.channels[to.channel]
	if channel == nil {
		return "channel_not_found", http.StatusNotFound
	}
	if c.args.flag("delete_original", false) {
		to.used++
		s.original(c, channel, to, nil)
		return "", 0
	}
	said, err := s.content(c, 40000)
	if err != nil {
		return err.Error(), http.StatusBadRequest
	}
	to.used++
	switch {
	case c.args.flag("replace_original", false) && to.source != "":
		s.original(c, channel, to, &said)
	case c.args["response_type"] == "in_channel":
		thread, _ := threadOf(channel, c.args["thread_ts"])
		s.post(c, channel, said, thread)
	default:
		s.whisper(to.channel, to.user, said).ThreadTS = c.args["thread_ts"]
	}
	return "", 0
}

// original replaces the message on which something was done, or deletes it.
func (s *Slack) original(c *call, in *channel, to *responseURL, said *content) {
	if to.ephemeral {
		s.whispers = replaceWhisper(s.whispers, to.source, said)
		return
	}
	m := in.find(to.source)
	switch {
	case m == nil || m.Deleted:
	case said == nil:
		c.events = append(c.events, s.remove(in, m))
	default:
		s.counts.Updates++
		s.change(c, in, m, *said)
	}
}

func replaceWhisper(all []*Message, ts string, said *content) []*Message {
	var kept []*Message
	for _, m := range all {
		if m.TS == ts {
			if said == nil {
				continue
			}
			m.Text, m.Blocks, m.Attachments, m.Edited = said.text, said.blocks, said.attachments, m.Edited+1
		}
		kept = append(kept, m)
	}
	return kept
}
