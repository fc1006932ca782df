package fakeslack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
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

// invalid gives what Slack itself finds wrong with what was filled in.
func (v *view) invalid() map[string]string {
	problems := map[string]string{}
	values := v.values()
	for _, p := range places(v.blocks) {
		if !p.input {
			continue
		}
		value := sub(sub(values, p.blockID()), p.actionID())
		switch text, filled := words(value); {
		case !filled && !flag(p.block, "optional"):
			problems[p.blockID()] = "Please complete this required field."
		case filled:
			if problem := unfit(p, text); problem != "" {
				problems[p.blockID()] = problem
			}
		}
	}
	return problems
}

// words gives what was written into a field, if it takes words, and whether
// there is anything in it.
func words(value obj) (text string, filled bool) {
	for key, v := range value {
		if key == "type" {
			continue
		}
		switch v := v.(type) {
		case nil:
		case string:
			text, filled = v, strings.TrimSpace(v) != ""
		case []any:
			filled = len(v) > 0
		case []string:
			filled = len(v) > 0
		default:
			filled = true
		}
	}
	return text, filled
}

func unfit(p place, text string) string {
	length := float64(len([]rune(text)))
	limit := func(key string) (float64, bool) { n, ok := p.element[key].(float64); return n, ok }
	if least, ok := limit("min_length"); ok && length < least {
		return fmt.Sprintf("Please use at least %v characters.", least)
	}
	most, ok := limit("max_length")
	if !ok {
		most = 3000
	}
	switch kind := p.kind(); {
	case kind == "plain_text_input" && length > most:
		return fmt.Sprintf("Please use at most %v characters.", most)
	case kind == "email_text_input" && !mailAddress.MatchString(text):
		return "Please enter a valid email address."
	case kind == "number_input" && !numeral.MatchString(text):
		return "Please enter a number."
	case kind == "number_input":
		return beyond(p.element, text)
	case kind == "url_text_input" && !strings.HasPrefix(text, "http"):
		return "Please enter a valid URL."
	case kind == "datepicker":
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			return "Please enter a date."
		}
	}
	return ""
}

// beyond says whether a number is out of its bounds.
func beyond(e obj, text string) string {
	n, _ := strconv.ParseFloat(text, 64)
	if least, err := strconv.ParseFloat(str(e, "min_value"), 64); err == nil && n < least {
		return "Please enter a larger number."
	}
	if most, err := strconv.ParseFloat(str(e, "max_value"), 64); err == nil && n > most {
		return "Please enter a smaller number."
	}
	return ""
}
