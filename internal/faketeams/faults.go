package faketeams

import (
	"maps"
	"net"
	"net/http"
	"strconv"
	"time"
)

// Fault is something that goes wrong in a call of the bot.
type Fault struct {
	Status     int           // of the answer; 0 is 200
	Code       string        // of the error in the answer; empty: what fits the status
	RetryAfter time.Duration // as the header, in whole seconds, rounded up
	Body       string        // in place of JSON
	Reset      bool          // the connection is reset and there is no answer
	AfterDoing bool          // first it is done, then it fails
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
// means until Heal. The methods are: metadata, keys, token, file, and of the
// connector: create, post, reply, update, delete, members, pagedmembers, member,
// team, channels; "send" is post and reply both.
func (t *Teams) Fail(method string, times int, f Fault) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.faults[method] = append(t.faults[method], &pendingFault{Fault: f, left: times})
}

// Heal takes the faults of a method back; "" those of all.
func (t *Teams) Heal(method string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if method == "" {
		clear(t.faults)
	}
	delete(t.faults, method)
}

// takeFault gives the fault that the next call of a method meets, or nil.
func (t *Teams) takeFault(method string) *Fault {
	t.mu.Lock()
	defer t.mu.Unlock()
	names := []string{method}
	if method == "post" || method == "reply" {
		names = append(names, "send")
	}
	for _, name := range names {
		for len(t.faults[name]) > 0 {
			first := t.faults[name][0]
			if first.left == 0 {
				t.faults[name] = t.faults[name][1:]
				continue
			}
			first.left--
			f := first.Fault
			return &f
		}
	}
	return nil
}

// passes says whether there is nothing wrong after all but the delay.
func (f *Fault) passes() bool {
	return f.Status == 0 && f.Code == "" && f.Body == "" && !f.Reset
}

// hold waits until the fault lets go, and says whether the caller is still there.
func (t *Teams) hold(r *http.Request, f *Fault) bool {
	if f == nil || f.Hang == nil {
		return true
	}
	select {
	case <-f.Hang:
		return true
	case <-r.Context().Done():
		return false
	case <-t.life.Done():
		return false
	}
}

// applyFault answers as the fault says.
func (t *Teams) applyFault(w http.ResponseWriter, f *Fault) {
	if f.Reset {
		reset(w)
		return
	}
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", seconds(f.RetryAfter))
	}
	e := refusal(f.Status)
	if f.Code != "" {
		e.code = f.Code
	}
	if f.Body != "" {
		w.WriteHeader(e.status)
		_, _ = w.Write([]byte(f.Body))
		return
	}
	e.write(w)
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
	Sent, Acknowledged, Refused int            // activities to the bot
	Posts, Updates, Deletes     int            // what the bot said
	Limited                     int            // calls refused as too fast, faults not counted
	Largest                     int            // bytes of the largest body that came, refused or not
	Calls                       map[string]int // by method, all
	Errors                      map[string]int // by method and code, as in "update ActivityNotFoundInConversation"
}

// Counts gives what was counted until now.
func (t *Teams) Counts() Counts {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.counts
	c.Calls, c.Errors = maps.Clone(c.Calls), maps.Clone(c.Errors)
	return c
}
