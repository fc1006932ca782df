package fakeslack

import "encoding/json"

// View is a window (modal) or an App Home as it stands.
type View struct {
	ID, Type, CallbackID, Title, PrivateMetadata, Hash string
	Root, Previous                                     string          // ids
	JSON                                               json.RawMessage // as payloads have it, with state
	// Errors stand under the blocks with those ids, as at the last Submit.
	Errors map[string]string
	// Trouble: "We had some trouble connecting. Try again?" stands above them.
	Trouble bool

	names func(id string) string
}

// view is a View within.
type view struct {
	id, user, team string
	def            obj // as the app gave it, with ids
	blocks         []obj
	hash           string
	root, previous string
	filled         map[string]map[string]obj // by block and action: what somebody put there
	files          map[string][]File         // by block
	errors         map[string]string
	trouble        bool
}

// acceptView checks a view and makes it, for a user.
func (s *Slack) acceptView(raw json.RawMessage, kind, user string) (*view, error) {
	var def obj
	if len(raw) == 0 || json.Unmarshal(raw, &def) != nil {
		return nil, invalidArguments("missing required field: view")
	}
	if len(raw) > 250<<10 {
		return nil, fail("view_too_large")
	}
	if err := checkView(def, kind); err != nil {
		return nil, err
	}
	if id := str(def, "external_id"); id != "" {
		for _, v := range s.views {
			if str(v.def, "external_id") == id {
				return nil, fail("duplicate_external_id")
			}
		}
	}
	v := &view{
		id: s.id("V"), user: user, team: s.teamOf(user), def: def, blocks: objects(def["blocks"]),
		filled: map[string]map[string]obj{}, files: map[string][]File{},
	}
	s.nameBlocks(v.blocks)
	s.stamp(v)
	return v, nil
}

// stamp gives a view a new hash.
func (s *Slack) stamp(v *view) {
	v.hash = s.ts()[:10] + "." + s.id("h")
	s.touch()
}

// replaceView gives a view another content. What somebody put into a block that
// is there before and after, by its ids, stays, whatever its initial value says.
func (s *Slack) replaceView(v, by *view) {
	v.def, v.blocks, v.errors, v.trouble = by.def, by.blocks, nil, false
	kept := map[string]map[string]obj{}
	files := map[string][]File{}
	for _, p := range places(v.blocks) {
		if old := v.filled[p.blockID()][p.actionID()]; old != nil && str(old, "type") == p.kind() {
			kept[p.blockID()] = map[string]obj{p.actionID(): old}
			files[p.blockID()] = v.files[p.blockID()]
		}
	}
	v.filled, v.files = kept, files
	s.stamp(v)
}

// values is the state of a view.
func (v *view) values() obj {
	all := obj{}
	for _, p := range places(v.blocks) {
		if !stateful(p.kind()) {
			continue
		}
		value := v.filled[p.blockID()][p.actionID()]
		if value == nil {
			value = initial(p.element)
		}
		block := sub(all, p.blockID())
		if block == nil {
			block = obj{}
			all[p.blockID()] = block
		}
		block[p.actionID()] = value
	}
	return all
}

// viewJSON is the view as payloads and answers have it.
func (s *Slack) viewJSON(v *view) obj {
	o := obj{
		"id": v.id, "team_id": v.team, "type": v.def["type"], "blocks": v.def["blocks"], "private_metadata": str(v.def, "private_metadata"),
		"callback_id": str(v.def, "callback_id"), "state": obj{"values": v.values()}, "hash": v.hash,
		"title": v.def["title"], "clear_on_close": flag(v.def, "clear_on_close"), "notify_on_close": flag(v.def, "notify_on_close"),
		"close": v.def["close"], "submit": v.def["submit"], "previous_view_id": orNull(v.previous), "root_view_id": v.root,
		"app_id": App, "external_id": str(v.def, "external_id"), "app_installed_team_id": Home, "bot_id": BotID,
	}
	return o
}

// shown is the view as people and tests see it. The lock is held.
func (s *Slack) shown(v *view) View {
	return View{
		ID: v.id, Type: str(v.def, "type"), CallbackID: str(v.def, "callback_id"), Title: plain(sub(v.def, "title")),
		PrivateMetadata: str(v.def, "private_metadata"), Hash: v.hash, Root: v.root, Previous: v.previous,
		JSON: marshal(s.viewJSON(v)), Errors: v.errors, Trouble: v.trouble,
		names: func(id string) string {
			s.mu.Lock()
			defer s.mu.Unlock()
			return s.name(id)
		},
	}
}

// Views gives the windows that a person has open, the one they see last.
func (s *Slack) Views(user string) []View {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []View
	for _, v := range s.stacks[user] {
		all = append(all, s.shown(v))
	}
	return all
}

// Home gives the App Home of a person, and whether there is one.
func (s *Slack) Home(user string) (View, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.homes[user]
	if v == nil {
		return View{}, false
	}
	return s.shown(v), true
}
