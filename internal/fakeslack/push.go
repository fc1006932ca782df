package fakeslack

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// patience is how long Slack waits for an acknowledgement.
const patience = 3 * time.Second

// request is one thing that goes to the app. kind is its name in Socket Mode:
// events_api, slash_commands or interactive.
type request struct {
	kind    string
	payload obj
	form    url.Values // over HTTP, what stands in place of the payload, if anything
	retry   int
	reason  string
}

// answer is how the app took a request. err says that none came.
type answer struct {
	status int
	header http.Header
	body   []byte
	err    error
}

func (a answer) ok() bool { return a.err == nil && a.status >= 200 && a.status < 300 }

// reason is why Slack tries again, as it says so itself.
func (a answer) reason() string {
	switch {
	case errors.Is(a.err, errTimedOut):
		return "http_timeout"
	case a.err != nil:
		return "connection_failed"
	case a.status >= 300 && a.status < 400:
		return "too_many_redirects"
	default:
		return "http_error"
	}
}

func (a answer) failure() error {
	if a.err != nil {
		return a.err
	}
	return fmt.Errorf("the app answered with status %d", a.status)
}

var errTimedOut = errors.New("the app did not answer within three seconds")

// send sends a request once and waits for its acknowledgement. Over a socket
// that includes going to another connection when one breaks.
func (s *Slack) send(ctx context.Context, r request) answer {
	s.mu.Lock()
	app := s.app
	s.counts.Sent++
	s.counts.flying++
	if r.retry > 0 {
		s.counts.Retried++
	}
	kept := r
	s.last = &kept
	s.touch()
	s.mu.Unlock()
	var a answer
	if app.events != "" {
		a = s.sendHTTP(ctx, app, r)
	} else {
		a = s.sendSocket(ctx, r)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts.flying--
	if a.ok() {
		s.counts.Acknowledged++
	} else {
		s.counts.Refused++
	}
	s.touch()
	return a
}

func (s *Slack) sendHTTP(ctx context.Context, app endpoints, r request) answer {
	target, body, media := app.events, []byte(marshal(r.payload)), "application/json"
	if r.kind != "events_api" {
		body, media = []byte(r.form.Encode()), "application/x-www-form-urlencoded"
		target = app.interactions
		if r.kind == "slash_commands" {
			target = app.commands
		}
	}
	header := s.Sign(body)
	header.Set("Content-Type", media)
	header.Set("User-Agent", userAgent)
	header.Set("Accept", "*/*")
	if r.retry > 0 {
		header.Set("X-Slack-Retry-Num", strconv.Itoa(r.retry))
		header.Set("X-Slack-Retry-Reason", r.reason)
	}
	return s.sendRaw(ctx, target, header, body)
}

// Sign gives the headers that sign a body at this moment.
func (s *Slack) Sign(body []byte) http.Header {
	at := strconv.FormatInt(s.o.Now().Unix(), 10)
	mac := hmac.New(sha256.New, []byte(s.o.SigningSecret))
	_, _ = fmt.Fprintf(mac, "v0:%s:%s", at, body)
	header := noHeader()
	header.Set("X-Slack-Request-Timestamp", at)
	header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	return header
}

// sendRaw posts a body and waits, at most as long as Slack does.
func (s *Slack) sendRaw(ctx context.Context, target string, header http.Header, body []byte) answer {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	done := make(chan struct{})
	defer close(done)
	timeout := s.o.After(patience)
	go func() {
		select {
		case <-timeout:
			cancel(errTimedOut)
		case <-s.life.Done():
			cancel(s.life.Err())
		case <-done:
		}
	}()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, target, bytes.NewReader(body))
	if err != nil {
		return answer{header: noHeader(), err: err}
	}
	r.Header = header
	response, err := s.o.Client.Do(r)
	if err != nil {
		return answer{header: noHeader(), err: because(ctx, err)}
	}
	defer response.Body.Close()
	got, err := io.ReadAll(io.LimitReader(response.Body, maxBody))
	return answer{status: response.StatusCode, header: response.Header, body: got, err: because(ctx, err)}
}

// because is the cause of an error that came of a context's end.
func because(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}
