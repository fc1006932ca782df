package fakeslack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
)

// Submission is what became of a window that somebody sent.
type Submission struct {
	Sent   bool              // false: Slack itself found Errors first
	Errors map[string]string // by block id, as they stand in the window
	Action string            // of the app: "", errors, update, push or clear
	// Trouble: the app did not answer, or with what Slack cannot use; the window
	// stays, and says so.
	Trouble bool
	Status  int
	Body    []byte
	Top     *View // what the person now sees; nil if no window is open
}

// Submit lets a person send the window on top (or, with an id, that one if it is
// on top). Slack first checks what is required and how long it is. The error says
// that there was nothing to send, or that the app did not acknowledge.
func (s *Slack) Submit(ctx context.Context, user, viewID string) (Submission, error) {
	s.mu.Lock()
	v, err := s.seen(user, viewID)
	if err == nil && v.def["submit"] == nil {
		err = errors.New("the window has no button to send it")
	}
	if err != nil {
		s.mu.Unlock()
		return Submission{}, fmt.Errorf("submit as %s: %w", user, err)
	}
	v.trouble, v.errors = false, v.invalid()
	if len(v.errors) > 0 {
		defer s.mu.Unlock()
		s.touch()
		return s.submitted(user, Submission{Errors: v.errors}), nil
	}
	payload := s.interaction("view_submission", user, v.team)
	payload["trigger_id"], payload["view"], payload["response_urls"] = s.trigger(user, v.id), s.viewJSON(v), []any{}
	s.mu.Unlock()
	reply, err := s.interact(ctx, "submit", payload)
	s.mu.Lock()
	defer s.mu.Unlock()
	done := Submission{Sent: true, Status: reply.Status, Body: reply.Body}
	if err != nil {
		v.trouble, done.Trouble = true, true
		s.touch()
		return s.submitted(user, done), err
	}
	if err := s.follow(v, reply.Body, &done); err != nil {
		v.trouble, done.Trouble = true, true
		err = fmt.Errorf("submit: use the answer %s: %w", reply.Body, err)
		s.touch()
		return s.submitted(user, done), err
	}
	s.touch()
	return s.submitted(user, done), nil
}

// submitted adds what the person now sees.
func (s *Slack) submitted(user string, done Submission) Submission {
	if stack := s.stacks[user]; len(stack) > 0 {
		top := s.shown(stack[len(stack)-1])
		done.Top = &top
	}
	return done
}

// follow does what the app answered to a submission.
func (s *Slack) follow(v *view, body []byte, done *Submission) error {
	var answer struct {
		Action string            `json:"response_action"`
		Errors map[string]string `json:"errors"`
		View   json.RawMessage   `json:"view"`
	}
	if body = bytes.TrimSpace(body); len(body) > 0 && string(body) != "{}" {
		if err := json.Unmarshal(body, &answer); err != nil {
			return err
		}
	}
	done.Action = answer.Action
	switch answer.Action {
	case "":
		s.closeTop(v)
	case "clear":
		s.closeAll(v.user)
	case "errors":
		if err := v.accepts(answer.Errors); err != nil {
			return err
		}
		v.errors, done.Errors = answer.Errors, answer.Errors
	case "update", "push":
		by, err := s.acceptView(answer.View, "modal", v.user)
		if err != nil {
			return err
		}
		if answer.Action == "push" {
			return s.push(by, v.id)
		}
		s.replaceView(v, by)
	default:
		return fmt.Errorf("there is no response_action %q", answer.Action)
	}
	return nil
}

// closeTop takes one window away; the one under it is seen again.
func (s *Slack) closeTop(v *view) {
	stack := s.stacks[v.user]
	for i, other := range stack {
		if other == v {
			for _, gone := range stack[i:] {
				delete(s.views, gone.id)
			}
			s.stacks[v.user] = stack[:i:i]
		}
	}
	s.touch()
}

// accepts says whether errors stand at input blocks, as they must.
func (v *view) accepts(problems map[string]string) error {
	if len(problems) == 0 {
		return errors.New("there are no errors in it")
	}
	for id, text := range problems {
		found := false
		for _, p := range places(v.blocks) {
			found = found || (p.input && p.blockID() == id)
		}
		if !found || text == "" {
			return fmt.Errorf("%q is not an input block, or its error says nothing", id)
		}
	}
	return nil
}

// mailAddress and numeral are what Slack takes in such fields.
var (
	mailAddress = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
	numeral     = regexp.MustCompile(`^-?\d+(\.\d+)?$`)
)
