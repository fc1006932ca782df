package fakeslack

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// inviteLife is how long an invitation to a shared channel can be accepted.
const inviteLife = 14 * 24 * time.Hour

// Invite states.
const (
	InvitePending  = "pending"
	InviteAccepted = "accepted"
	InviteDeclined = "declined"
	InviteExpired  = "expired"
)

// Invite is an invitation of somebody elsewhere to a shared channel.
type Invite struct {
	ID, Channel, Mail, User string
	PostOnly                bool // external_limited
	From                    string
	State                   string
	Made                    time.Time
}

// Invites gives the invitations of the app, in the order in which they were made.
func (s *Slack) Invites() []Invite {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Invite
	for _, i := range s.invites {
		all = append(all, *i)
	}
	slices.SortFunc(all, func(a, b Invite) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// pendingShare says whether somebody may still accept to share the channel.
func (s *Slack) pendingShare(id string) bool {
	for _, i := range s.invites {
		if i.Channel == id && i.State == InvitePending {
			return true
		}
	}
	return false
}

// ReceiveInvite lets another workspace invite the bot to a channel there.
func (s *Slack) ReceiveInvite(ctx context.Context, team, id, name string) (invite string, err error) {
	s.mu.Lock()
	i := &Invite{ID: s.id("I"), Channel: id, User: Bot, From: team, State: InvitePending, Made: s.o.Now()}
	s.invites[i.ID] = i
	ev := s.event(nil, Home, obj{
		"type": "shared_channel_invite_received", "invite": s.inviteJSON(i),
		"channel": obj{"id": id, "is_private": false, "is_im": false, "name": name},
	})
	s.mu.Unlock()
	return i.ID, s.deliver(ctx, ev)
}

func (s *Slack) inviteJSON(i *Invite) obj {
	o := obj{
		"id": i.ID, "date_created": i.Made.Unix(), "date_invalid": i.Made.Add(inviteLife).Unix(),
		"inviting_user": s.inviteUser(Bot), "recipient_email": i.Mail, "recipient_user_id": i.User, "is_external_limited": i.PostOnly,
	}
	if t := s.teams[i.From]; t != nil {
		o["inviting_team"] = s.teamJSON(t)
	}
	return o
}

func (s *Slack) inviteUser(id string) obj {
	u := s.users[id]
	if u == nil {
		u = &User{ID: id, Name: id, RealName: id}
	}
	return obj{"id": u.ID, "team_id": u.Team, "name": u.Name, "updated": 1608081902, "who_can_share_contact_card": "EVERYONE", "profile": s.profileJSON(u)}
}

// settleInvite gives a pending invitation its end, and the event that says so. The
// lock is held.
func (s *Slack) settleInvite(id, state string) (*Invite, *channel, error) {
	i := s.invites[id]
	if i == nil || i.State != InvitePending {
		return nil, nil, fmt.Errorf("there is no pending invitation %q", id)
	}
	if s.o.Now().Sub(i.Made) > inviteLife {
		i.State = InviteExpired
		return nil, nil, fmt.Errorf("invitation %s has expired", id)
	}
	in := s.channels[i.Channel]
	if in == nil {
		return nil, nil, fmt.Errorf("the channel of invitation %s is gone", id)
	}
	i.State = state
	s.touch()
	return i, in, nil
}

// inviteEvent is what the app hears of its invitation.
func (s *Slack) inviteEvent(kind string, i *Invite, in *channel, more obj) event {
	inner := obj{
		"type": kind, "invite": s.inviteJSON(i), "teams_in_channel": s.teamsIn(in),
		"channel": obj{"id": in.ID, "is_private": in.Private, "is_im": false, "name": in.Name},
	}
	maps.Copy(inner, more)
	return s.event(in, Home, inner)
}

func (s *Slack) teamsIn(in *channel) []any {
	all := []any{}
	for _, id := range append([]string{Home}, in.Teams...) {
		if t := s.teams[id]; t != nil {
			all = append(all, s.teamJSON(t))
		}
	}
	return all
}

// AcceptInvite lets a person of another workspace accept an invitation, and their
// workspace and ours approve it: the channel becomes shared and the person comes
// in. The app hears of each of these.
func (s *Slack) AcceptInvite(ctx context.Context, invite, user string) error {
	s.mu.Lock()
	u := s.users[user]
	if u == nil || u.Team == Home {
		s.mu.Unlock()
		return fmt.Errorf("accept invitation %s as %s: %w", invite, user, ErrRefused)
	}
	i, in, err := s.settleInvite(invite, InviteAccepted)
	if err != nil {
		s.mu.Unlock()
		return fmt.Errorf("accept as %s: %w", user, err)
	}
	events := []event{
		s.inviteEvent("shared_channel_invite_accepted", i, in, obj{"approval_required": false, "accepting_user": s.inviteUser(user)}),
		s.inviteEvent("shared_channel_invite_approved", i, in, obj{"approving_team_id": u.Team, "approving_user": s.inviteUser(user)}),
		s.share(in, u.Team),
	}
	if i.PostOnly {
		in.postOnly[user] = true
	}
	events = append(events, s.join(in, user, Bot))
	s.mu.Unlock()
	return s.deliverAll(ctx, events)
}

// DeclineInvite lets a person decline an invitation.
func (s *Slack) DeclineInvite(ctx context.Context, invite, user string) error {
	s.mu.Lock()
	i, in, err := s.settleInvite(invite, InviteDeclined)
	if err != nil {
		s.mu.Unlock()
		return fmt.Errorf("decline as %s: %w", user, err)
	}
	ev := s.inviteEvent("shared_channel_invite_declined", i, in, obj{
		"declining_team_id": s.teamOf(user), "declining_user": s.inviteUser(user),
	})
	s.mu.Unlock()
	return s.deliver(ctx, ev)
}

// ExpireInvite ends an invitation that nobody took up. Slack tells nobody.
func (s *Slack) ExpireInvite(invite string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, _, err := s.settleInvite(invite, InviteExpired)
	return err
}
