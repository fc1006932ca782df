package fakeslack

import (
	"maps"
	"net"
	"net/http"
	"strconv"
	"time"
)

// Fault is something that goes wrong in a call. Slack says "too fast" in three
// ways: {Status: 429, RetryAfter: …}, {Status: 429} and {Error: "ratelimited"}.
type Fault struct {
	Status     int           // of the answer; 0 is 200
	Error      string        // the answer has ok false, with this code
	RetryAfter time.Duration // as the header, in whole seconds, rounded up
	Body       string        // in place of JSON
	Reset      bool          // the connection is reset and there is no answer
	AfterDoing bool          // first it is done, then it fails; not for uploads and downloads
	// Hang holds the answer back until the channel is closed or the caller gives
	// up; then the rest of the fault applies, and a fault that says nothing else
	// lets the call pass.
	Hang <-chan struct{}
}

type pendingFault struct {
	Fault
	left int // times; below 0: always
}

// Fail makes the next calls of a method go wrong, so many times; times below 0
// means until Heal. Of several faults of one method the earliest comes first.
// Beside the methods there are "upload", "download" and "response_url".
func (s *Slack) Fail(method string, times int, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[method] = append(s.faults[method], &pendingFault{Fault: f, left: times})
}

// Heal takes the faults of a method back; "" those of all.
func (s *Slack) Heal(method string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if method == "" {
		clear(s.faults)
	}
	delete(s.faults, method)
}

// takeFault gives the fault that the next call of a method meets, or nil.
func (s *Slack) takeFault(method string) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.faults[method]) > 0 {
		first := s.faults[method][0]
		if first.left == 0 {
			s.faults[method] = s.faults[method][1:]
			continue
		}
		first.left--
		f := first.Fault
		return &f
	}
	return nil
}

// passes says whether there is nothing wrong after all but the delay.
func (f *Fault) passes() bool {
	return f.Status == 0 && f.Error == "" && f.Body == "" && !f.Reset
}

// hold waits until the fault lets go, and says whether the caller is still there.
func (s *Slack) hold(r *http.Request, f *Fault) bool {
	if f == nil || f.Hang == nil {
		return true
	}
	select {
	case <-f.Hang:
		return true
	case <-r.Context().Done():
		return false
	case <-s.life.Done():
		return false
	}
}

// applyFault answers as the fault says.
func (s *Slack) applyFault(w http.ResponseWriter, f *Fault) {
	if f.Reset {
		reset(w)
		return
	}
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", seconds(f.RetryAfter))
	}
	status := f.Status
	if status == 0 {
		status = http.StatusOK
	}
	switch {
	case f.Error != "":
		writeJSON(w, status, obj{"ok": false, "error": f.Error})
	case f.Body != "" || status != http.StatusTooManyRequests:
		w.WriteHeader(status)
		_, _ = w.Write([]byte(f.Body))
	default:
		writeJSON(w, status, obj{"ok": false, "error": "ratelimited"})
	}
}

func seconds(d time.Duration) string {
	return strconv.Itoa(int((d + time.Second - 1) / time.Second))
}

// reset ends the connection of a request as a crash of the other side does.
func reset(w http.ResponseWriter) {
	if hijacker, ok := w.(http.Hijacker); ok {
		if conn, _, err := hijacker.Hijack(); err == nil {
			if tcp, ok := conn.(*net.TCPConn); ok {
				_ = tcp.SetLinger(0)
			}
			_ = conn.Close()
			return
		}
	}
	panic(http.ErrAbortHandler)
}

// Counts say what went to and fro.
type Counts struct {
	Sent, Acknowledged, Refused, Retried int            // requests to the app; Retried are among Sent
	Posts, Updates, Ephemerals           int            // what the app said
	Limited                              int            // calls refused as too fast, faults not counted
	Calls                                map[string]int // by method, all
	Errors                               map[string]int // by method and code, as in "chat.update message_not_found"

	flying int
}

// Counts gives what was counted until now.
func (s *Slack) Counts() Counts {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.counts
	c.Calls, c.Errors = maps.Clone(c.Calls), maps.Clone(c.Errors)
	return c
}

// count counts a call that ended with code, "" for ok. The lock is held.
func (s *Slack) count(method, code string) {
	s.counts.Calls[method]++
	if code != "" {
		s.counts.Errors[method+" "+code]++
	}
}
