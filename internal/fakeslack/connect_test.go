package fakeslack_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"soundings/internal/fakeslack"
)

// kinds gives the inner types of all events, in order.
func (a *app) kinds() []string {
	var all []string
	for _, h := range a.heard("") {
		if kind, ok := h.event()["type"].(string); ok {
			all = append(all, kind)
		}
	}
	return all
}

func TestAChannelIsMadeAndSharedByInvitation(t *testing.T) {
	w := newWorld(t)
	made, err := w.api.CreateConversation(slack.CreateConversationParams{ChannelName: "acme-care", IsPrivate: true})
	good(t, err)
	limited := false
	id, _, err := w.api.InviteSharedToConversation(slack.InviteSharedToConversationParams{
		ChannelID: made.ID, Emails: []string{"ben@acme.example"}, ExternalLimited: &limited,
	})
	good(t, err)
	info, err := w.api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: made.ID})
	good(t, err)
	if !info.IsPendingExtShared || info.IsExtShared {
		t.Errorf("before: %+v", info)
	}
	good(t, w.AcceptInvite(t.Context(), id, "U2BEN"))
	want := []string{"shared_channel_invite_accepted", "shared_channel_invite_approved", "channel_shared", "member_joined_channel"}
	if got := w.app.kinds(); !cmp.Equal(got, want) {
		t.Errorf("events = %q, want %q", got, want)
	}
	parsed, err := slackevents.ParseEvent(rawJSON(t, w.app.last("shared_channel_invite_accepted").Payload), slackevents.OptionNoVerifyToken())
	good(t, err)
	accepted := parsed.InnerEvent.Data.(*slackevents.SharedChannelInviteAcceptedEvent)
	if accepted.Invite.ID != id || accepted.AcceptingUser.TeamID != "T1ACME" || accepted.Channel.ID != made.ID {
		t.Errorf("accepted = %+v", accepted)
	}
	info, err = w.api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: made.ID})
	good(t, err)
	if info.IsPendingExtShared || !info.IsExtShared || !slices.Equal(info.ConnectedTeamIDs, []string{"T1ACME"}) {
		t.Errorf("after: %+v", info)
	}
	if err := w.AcceptInvite(t.Context(), id, "U2BEN"); err == nil {
		t.Error("an invitation was accepted twice")
	}
	_, _, err = w.api.PostMessage(made.ID, slack.MsgOptionText("x", false), button("Start", "start", "1"))
	good(t, err)
	_, err = w.Press(t.Context(), "U2BEN", made.ID, "", "Start")
	good(t, err)
}

func TestInvitationsToPostOnlyAreTheDefault(t *testing.T) {
	w := newWorld(t)
	w.AddUser(fakeslack.User{ID: "U4CAT", Team: "T1ACME"})
	id, _, err := w.api.InviteSharedUserIDsToConversation("C1", "U4CAT")
	good(t, err)
	good(t, w.AcceptInvite(t.Context(), id, "U4CAT"))
	_, _, err = w.api.PostMessage("C1", slack.MsgOptionText("x", false), button("Start", "start", "1"))
	good(t, err)
	if _, err := w.Press(t.Context(), "U4CAT", "C1", "", "Start"); !errors.Is(err, fakeslack.ErrRefused) {
		t.Errorf("Press = %v, want ErrRefused", err)
	}
	_, err = w.Say(t.Context(), "U4CAT", "C1", "start")
	good(t, err)
}

func TestInvitationsEnd(t *testing.T) {
	w := newWorld(t)
	id, _, err := w.api.InviteSharedEmailsToConversation("C1", "x@beta.example")
	good(t, err)
	good(t, w.DeclineInvite(t.Context(), id, "U2BEN"))
	if got := w.app.last("shared_channel_invite_declined").event(); got["declining_team_id"] != "T1ACME" {
		t.Errorf("event = %v", got)
	}
	id, _, err = w.api.InviteSharedEmailsToConversation("C1", "y@beta.example")
	good(t, err)
	w.clock.add(15 * 24 * 60 * 60 * 1e9)
	if err := w.AcceptInvite(t.Context(), id, "U2BEN"); err == nil {
		t.Error("an invitation was accepted after fifteen days")
	}
	states := map[string]string{}
	for _, i := range w.Invites() {
		states[i.Mail] = i.State
	}
	if want := map[string]string{"x@beta.example": "declined", "y@beta.example": "expired"}; !cmp.Equal(states, want) {
		t.Errorf("states = %v, want %v", states, want)
	}
}

func TestTheBotIsInvitedElsewhere(t *testing.T) {
	w := newWorld(t)
	id, err := w.ReceiveInvite(t.Context(), "T1ACME", "C9", "tenders")
	good(t, err)
	parsed, err := slackevents.ParseEvent(rawJSON(t, w.app.last("shared_channel_invite_received").Payload), slackevents.OptionNoVerifyToken())
	good(t, err)
	if got := parsed.InnerEvent.Data.(*slackevents.SharedChannelInviteReceivedEvent); got.Invite.ID != id || got.Channel.ID != "C9" {
		t.Errorf("event = %+v", got)
	}
	if code, messages := w.call(t, "conversations.acceptSharedInvite", map[string]any{"invite_id": id, "channel_name": "acme-tenders"}); code != "" {
		t.Fatalf("accept: %s %s", code, messages)
	}
	_, _, err = w.api.PostMessage("C9", slack.MsgOptionText("hello", false))
	good(t, err)
}

func TestWhatHappensToChannels(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	_, err := w.Say(ctx, "U1ANA", "C1", "hello")
	good(t, err)
	good(t, w.Join(ctx, "U3GUS", "C1"))
	good(t, w.Leave(ctx, "U3GUS", "C1"))
	good(t, w.Rename(ctx, "C1", "care"))
	good(t, w.Unshare(ctx, "C1", "T1ACME"))
	good(t, w.Share(ctx, "C1", "T1ACME"))
	good(t, w.ChangeID(ctx, "C1", "C2"))
	good(t, w.Archive(ctx, "U1ANA", "C2"))
	want := []string{
		"message", "member_joined_channel", "member_left_channel", "channel_rename", "channel_unshared", "channel_shared",
		"channel_id_changed", "channel_archive",
	}
	if got := w.app.kinds(); !cmp.Equal(got, want) {
		t.Errorf("events = %q, want %q", got, want)
	}
	for _, h := range w.app.heard("") {
		if _, err := slackevents.ParseEvent(rawJSON(t, h.Payload), slackevents.OptionNoVerifyToken()); err != nil {
			t.Errorf("%v: %v", h.event()["type"], err)
		}
	}
	_, _, err = w.api.PostMessage("C1", slack.MsgOptionText("x", false))
	code(t, "post under the old id", err, "channel_not_found")
	_, _, err = w.api.PostMessage("C2", slack.MsgOptionText("x", false))
	code(t, "post in an archived channel", err, "is_archived")
	if got := w.Messages("C2"); len(got) != 1 || got[0].Channel != "C2" {
		t.Errorf("messages = %+v", got)
	}
	if c, _ := w.Channel("C2"); slices.Contains(c.Members, "U2BEN") || c.Name != "care" {
		t.Errorf("channel = %+v", c)
	}
}

func TestPeopleFromElsewhereShowLess(t *testing.T) {
	w := newWorld(t)
	ana, err := w.api.GetUserInfo("U1ANA")
	good(t, err)
	ben, err := w.api.GetUserInfo("U2BEN")
	good(t, err)
	if ana.Profile.Email != "ana@home.example" || ben.Profile.Email != "" || ben.TeamID != "T1ACME" || ben.IsStranger {
		t.Errorf("ana = %+v, ben = %+v", ana, ben)
	}
	good(t, w.Leave(t.Context(), "U2BEN", "C1"))
	if ben, err = w.api.GetUserInfo("U2BEN"); err != nil || !ben.IsStranger {
		t.Errorf("ben, who shares no channel: %+v, %v", ben, err)
	}
	gus, err := w.api.GetUserInfo("U3GUS")
	if err != nil || !gus.IsRestricted {
		t.Errorf("gus = %+v, %v", gus, err)
	}
}

func TestPeopleWhoCannotBeReached(t *testing.T) {
	w := newWorld(t)
	w.AddUser(fakeslack.User{ID: "U2BEN", Team: "T1ACME", Unreachable: true})
	_, err := w.api.PostEphemeral("C1", "U2BEN", slack.MsgOptionText("x", false))
	code(t, "ephemeral", err, "user_not_in_channel")
	_, _, _, err = w.api.OpenConversation(&slack.OpenConversationParameters{Users: []string{"U2BEN"}})
	code(t, "open", err, "cannot_dm_external_user")
	_, err = w.api.PostEphemeral("C1", "U3GUS", slack.MsgOptionText("x", false))
	code(t, "ephemeral to who is not there", err, "user_not_in_channel")
}
