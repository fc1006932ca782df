package conversations

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// Version names the form of the snapshots: it changes whenever that does.
const Version = "12/" + engagement.Version

// Settings are what an installation decides for all its engagements.
type Settings struct {
	// Zone is the time zone of new engagements; empty: Europe/London.
	Zone string
	// Holidays are days beside weekends and bank holidays on which there is no
	// digest, as 2026-12-24. They become an engagement's own when its schedule is
	// set; one that has been set keeps what it has.
	Holidays []string
	// Buyer and Contact are who asks, and whom suppliers can turn to, in new
	// engagements; empty: the team says it before it opens. An engagement that has
	// begun keeps what it has.
	Buyer, Contact string
	// Rooms are the adapters on which a room comes into being when it is first
	// used, so that a supplier can be invited without one; nil: "console" and
	// "web".
	Rooms []string
	// Opens are the adapters that make a room when they are asked, so that a
	// supplier can be invited into one that is not there yet; nil: none does.
	Opens []string
	// Chats are the chat platforms that are attached and have a name, so that a
	// supplier may be on another than the team is.
	Chats []Chat
	// NoMail says that no mail can be sent: an organisation that has mail
	// addresses is reached by its link all the same, and the team is told so.
	NoMail bool
	// RecordKey is the public half of the key that signs checkpoints, which the
	// team is given when an engagement opens; empty: it is not.
	RecordKey string
}

// Chat is a chat platform that is attached, and what people call it.
type Chat struct{ Adapter, Called string }

func (s Settings) orDefaults() Settings {
	if s.Zone == "" {
		s.Zone = "Europe/London"
	}
	if s.Rooms == nil {
		s.Rooms = []string{"console", "web"}
	}
	return s
}

// Domain is one engagement as its desk sees it. It is for one goroutine.
type Domain struct {
	slug     string
	settings Settings
	state    *engagement.State
	talk     talk
	team     teamTalk
	channels channelTalk
	releases releaseTalk
	// rehearsal is the one under way; nil: none.
	rehearsal *rehearsal

	forTeam, forSuppliers []command

	zoned     zoned   // what was looked up, for the zone and
	slotted   slotted // for the slots of the week
	weekly    weekly  // and those around some days
	schedules schedules
}

var _ bot.Domain = (*Domain)(nil)

// New gives the engagement of that name, of which nothing happened yet.
func New(name string, settings Settings) bot.Domain {
	return &Domain{
		slug: name, settings: settings.orDefaults(), state: &engagement.State{}, talk: newTalk(), team: newTeamTalk(), channels: newChannelTalk(), releases: newReleaseTalk(),
		forTeam: teamCommands(), forSuppliers: supplierCommands(),
	}
}

// State gives the state of the engagement, to read on the desk's goroutine
// alone.
func (d *Domain) State() *engagement.State { return d.state }

// Apply implements bot.Domain.
func (d *Domain) Apply(f bot.Fact) error {
	switch {
	case strings.HasPrefix(f.Kind, "talk.rehears"):
		return d.applyRehearsal(f)
	case strings.HasPrefix(f.Kind, "talk."):
		if known, err := d.team.apply(f); known || err != nil {
			return err
		}
		if known, err := d.channels.apply(f); known || err != nil {
			return err
		}
		if known, err := d.releases.apply(f); known || err != nil {
			return err
		}
		return d.talk.apply(f)
	}
	fact, err := engagement.Decode(f.Kind, f.Data)
	switch {
	case errors.Is(err, engagement.ErrUnknownKind):
		return fmt.Errorf("%w: %w", bot.ErrUnknownKind, err)
	case err != nil:
		return err
	}
	d.state.Apply(f.Time, fact)
	if _, another := fact.(engagement.DraftImported); another {
		clear(d.team.settled) // what was said of the draft before says nothing of this one
	}
	return nil
}

// saved is the stored form of the whole fold.
type saved struct {
	State json.RawMessage `json:"state"`
	Talk  savedTalk       `json:"talk"`
	Team  savedTeamTalk   `json:"team"`

	Channels savedChannelTalk `json:"channels"`
	Releases savedReleaseTalk `json:"releases"`

	Rehearsal *savedRehearsal `json:"rehearsal,omitempty"`
}

// Save implements bot.Domain.
func (d *Domain) Save() ([]byte, error) {
	state, err := d.state.Save()
	if err != nil {
		return nil, fmt.Errorf("save engagement: %w", err)
	}
	rehearsal, err := d.rehearsal.save()
	if err != nil {
		return nil, err
	}
	data, err := json.Marshal(saved{State: state, Talk: d.talk.save(), Team: d.team.save(), Channels: d.channels.save(), Releases: d.releases.save(), Rehearsal: rehearsal})
	if err != nil {
		return nil, fmt.Errorf("save conversation: %w", err)
	}
	return data, nil
}

// Load implements bot.Domain.
func (d *Domain) Load(data []byte) error {
	var s saved
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("load conversation: %w", err)
	}
	state, err := engagement.Load(s.State)
	if err != nil {
		return fmt.Errorf("load engagement: %w", err)
	}
	d.state = state
	d.talk.load(s.Talk)
	d.team.load(s.Team)
	d.channels.load(s.Channels)
	d.releases.load(s.Releases)
	return d.loadRehearsal(s.Rehearsal)
}

// compare orders by pairs of texts: the first two, then the next two.
func compare(pairs ...string) int {
	for i := 0; i+1 < len(pairs); i += 2 {
		if c := cmp.Compare(pairs[i], pairs[i+1]); c != 0 {
			return c
		}
	}
	return 0
}
