package fakeslack

import (
	"context"
	"fmt"
)

// seen gives the view that somebody sees: the one with that id, App Home
// included, or without an id the window on top.
func (s *Slack) seen(user, id string) (*view, error) {
	if home := s.homes[user]; home != nil && home.id == id {
		return home, nil
	}
	stack := s.stacks[user]
	if len(stack) == 0 {
		return nil, fmt.Errorf("%s has no window open", user)
	}
	top := stack[len(stack)-1]
	if id != "" && top.id != id {
		return nil, fmt.Errorf("%s does not see view %s", user, id)
	}
	return top, nil
}

// put puts values into a field of a view. The lock is held.
func (s *Slack) put(user, viewID, label string, values []string) (*view, place, obj, error) {
	v, err := s.seen(user, viewID)
	if err != nil {
		return nil, place{}, nil, err
	}
	p, ok := findField(v.blocks, label)
	if !ok {
		return nil, place{}, nil, fmt.Errorf("nothing is labelled %q", label)
	}
	value, err := chosen(p.element, values)
	if err != nil {
		return nil, place{}, nil, err
	}
	v.fill(p, value)
	s.touch()
	return v, p, value, nil
}

func (v *view) fill(p place, value obj) {
	if v.filled[p.blockID()] == nil {
		v.filled[p.blockID()] = map[string]obj{}
	}
	v.filled[p.blockID()][p.actionID()] = value
}

// Fill lets a person put something into the field with that label, block id or
// action id: words, the label (or value) of an option, a date as 2026-06-27; none
// empties it. Without viewID it is in the window on top. The app hears nothing.
func (s *Slack) Fill(user, viewID, label string, values ...string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, _, _, err := s.put(user, viewID, label, values); err != nil {
		return fmt.Errorf("fill in %q as %s: %w", label, user, err)
	}
	return nil
}

// Attach lets a person put a file into the field with that label.
func (s *Slack) Attach(user, viewID, label, name string, content []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, err := s.seen(user, viewID)
	if err != nil {
		return fmt.Errorf("attach %s as %s: %w", name, user, err)
	}
	p, ok := findField(v.blocks, label)
	if !ok || p.kind() != "file_input" {
		return fmt.Errorf("attach %s as %s: nothing labelled %q takes files", name, user, label)
	}
	f := s.keep(File{Name: name, Content: content}, user)
	v.files[p.blockID()] = append(v.files[p.blockID()], f)
	var shown []any
	for _, one := range v.files[p.blockID()] {
		shown = append(shown, s.fileJSON(one.ID))
	}
	v.fill(p, obj{"type": "file_input", "files": shown})
	s.touch()
	return nil
}

// Choose is Fill, and tells the app if the field is one that does so: in an
// actions or section block, or with dispatch_action.
func (s *Slack) Choose(ctx context.Context, user, viewID, label string, values ...string) (Reply, error) {
	s.mu.Lock()
	v, p, value, err := s.put(user, viewID, label, values)
	if err != nil || !p.sends() {
		s.mu.Unlock()
		if err != nil {
			err = fmt.Errorf("choose in %q as %s: %w", label, user, err)
		}
		return Reply{}, err
	}
	payload := s.viewAction(v, s.action(p, value))
	s.mu.Unlock()
	return s.interact(ctx, "choose in "+label, payload)
}

// PressIn lets a person press what has that label in a window or App Home:
// a button, or an option that tells the app at once.
func (s *Slack) PressIn(ctx context.Context, user, viewID, label string) (Reply, error) {
	s.mu.Lock()
	v, err := s.seen(user, viewID)
	if err != nil {
		s.mu.Unlock()
		return Reply{}, fmt.Errorf("press %q as %s: %w", label, user, err)
	}
	p, picked, ok := findPress(v.blocks, label)
	if !ok {
		s.mu.Unlock()
		return Reply{}, fmt.Errorf("press %q as %s: nothing in the view has that", label, user)
	}
	value := pressed(p, picked)
	if value != nil && stateful(p.kind()) {
		v.fill(p, value)
	}
	payload := s.viewAction(v, s.action(p, value))
	s.mu.Unlock()
	return s.interact(ctx, "press "+label, payload)
}

// viewAction is the payload of something done in a view.
func (s *Slack) viewAction(v *view, action obj) obj {
	payload := s.interaction("block_actions", v.user, Home)
	payload["container"] = obj{"type": "view", "view_id": v.id}
	payload["trigger_id"], payload["view"], payload["actions"] = s.trigger(v.user, v.id), s.viewJSON(v), []any{action}
	return payload
}
