package teams

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"

	"github.com/infracloudio/msbotbuilder-go/core/activity"
	"github.com/infracloudio/msbotbuilder-go/schema"

	"soundings/bot"
)

// target is a conversation, or a thread of one, and where it is reached.
type target struct {
	service, conversation string
}

// Send implements bot.Adapter.
func (a *Adapter) Send(ctx context.Context, p bot.Part) (string, error) {
	id, err := a.send(ctx, p)
	if err != nil {
		return "", failure(err)
	}
	return id, nil
}

func (a *Adapter) send(ctx context.Context, p bot.Part) (string, error) {
	if _, ok := p.Opening(); ok {
		return "", &bot.SendError{Reason: bot.Denied, Err: errors.New("rooms are not made here"), Plain: noOpening}
	}
	if p.For != "" {
		to, err := a.directOf(ctx, p.For)
		if err != nil {
			return "", err
		}
		return a.post(ctx, to, a.content(p, p.To.Room))
	}
	r := a.refOf(p.To)
	if err := a.mayPost(ctx, p, r); err != nil {
		return "", err
	}
	to, root := target{r.Service, p.To.Room}, ""
	if p.Thread != "" && r.Type == inChannel {
		root = threadRoot(p.Thread)
		to.conversation += threadMark + root
	}
	id, err := a.post(ctx, to, a.content(p, ""))
	if err != nil {
		return "", err
	}
	return messageID(id, root), nil
}

// What people are told whom Teams does not let do something.
const (
	noOpening = "Soundings can't make channels in Teams: make a private or shared channel, or a group chat, add Soundings to it, and write \"invite\" there"
	notHome   = "others than full members of your organisation can read that place, so nothing of the team's is posted there"
	notAlone  = "several other organisations can read that channel, as everybody in its team can: in Teams, make a private or shared channel for each supplier, and invite them there"
)

// mayPost says why a part is not to stand in its room; nil: it may. What is the
// team's stands only where nobody else is, and what is one supplier's in no channel
// that several organisations read because they are in its team.
func (a *Adapter) mayPost(ctx context.Context, p bot.Part, r ref) error {
	own := (p.Own || p.Class == bot.Standing) && a.channels.openToTeam(ctx, p.To.Room, r)
	if !p.Home && !own {
		return nil
	}
	outside, err := a.rooms.outside(ctx, p.To.Room, r)
	switch {
	case err != nil:
		return err
	case p.Home && len(outside) > 0:
		return &bot.SendError{Reason: bot.Denied, Err: errors.New("others than the organisation's full members are in the conversation"), Plain: notHome}
	case own && len(outside) > 1:
		return &bot.SendError{Reason: bot.Crowded, Err: errors.New("several other organisations are in the channel's team"), Plain: notAlone}
	}
	return nil
}

// post posts a message, and gives the id of its activity.
func (a *Adapter) post(ctx context.Context, to target, m message) (string, error) {
	if !allowed(a.o.ServiceHosts, to.service) {
		return "", errNotAllowed
	}
	ctx, posted := withReceipt(ctx)
	where := schema.ConversationReference{
		Bot:          schema.ChannelAccount{ID: botID(a.o.AppID)},
		Conversation: schema.ConversationAccount{ID: to.conversation},
		ChannelID:    channel, ServiceURL: to.service,
	}
	err := a.kit.ProactiveMessage(ctx, where, activity.HandlerFuncs{OnMessageFunc: func(turn *activity.TurnContext) (schema.Activity, error) {
		// The library has whoever is spoken to where we are, and the other way round.
		turn.Activity.Recipient = where.Bot
		return turn.SendActivity(activity.MsgOptionAttachments(m.attachments()), func(act *schema.Activity) error {
			act.Summary = m.summary
			return nil
		})
	}})
	if err != nil {
		return "", err
	}
	if posted.id == "" {
		return "", &bot.SendError{Reason: bot.Transient, Unsure: true, Err: errors.New("what was posted has no id")}
	}
	return posted.id, nil
}

// botID is our id in Teams.
func botID(app string) string { return "28:" + app }

// Edit implements bot.Editor.
func (a *Adapter) Edit(ctx context.Context, id string, p bot.Part) error {
	to, from, err := a.whereStands(ctx, id, p)
	if err != nil {
		return failure(err)
	}
	m := a.content(p, from)
	err = a.kit.UpdateActivity(ctx, schema.Activity{
		Type: schema.Message, ID: activityID(id), ServiceURL: to.service, ChannelID: channel,
		Conversation: schema.ConversationAccount{ID: to.conversation}, From: schema.ChannelAccount{ID: botID(a.o.AppID)},
		Attachments: m.attachments(), Summary: m.summary,
	})
	if err == nil {
		return nil
	}
	f := failure(err)
	if s, ok := errors.AsType[*statusError](err); ok && s.code == http.StatusNotFound && f.Reason == bot.Denied && s.name != "ConversationNotFound" {
		f.Reason, f.Plain = bot.Rejected, editPlain
	}
	return f
}

// whereStands says where the message of a part stands that is to be changed, and
// from which other room it is; "": from none.
func (a *Adapter) whereStands(ctx context.Context, id string, p bot.Part) (to target, from string, err error) {
	if p.For != "" {
		to, err = a.directOf(ctx, p.For)
		return to, p.To.Room, err
	}
	r := a.refOf(p.To)
	if err := a.mayPost(ctx, p, r); err != nil {
		return target{}, "", err
	}
	if !allowed(a.o.ServiceHosts, r.Service) {
		return target{}, "", errNotAllowed
	}
	to = target{r.Service, p.To.Room}
	if r.Type == inChannel {
		to.conversation += threadMark + threadRoot(id)
	}
	return to, "", nil
}

// message is what is posted: a card, and what notifications show of it.
type message struct {
	card    element
	summary string
}

func (m message) attachments() []schema.Attachment {
	return []schema.Attachment{{ContentType: cardType, Content: m.card}}
}

// A message may be 80 kB, as Teams takes about 100. Its card leaves room for what is
// sent around it: the summary, and whom it goes to.
const (
	mostOfMessage = 80 << 10
	mostOfCard    = mostOfMessage - 4<<10
)

// content gives what a part says. Elsewhere is its room, if it is posted to one
// person alone.
func (a *Adapter) content(p bot.Part, elsewhere string) message {
	return a.message(rendering{engagement: p.Engagement, room: elsewhere}, p.Title, p.Blocks)
}

// message makes a message of a piece that fits.
func (a *Adapter) message(like rendering, title string, blocks []bot.Block) message {
	c, _ := a.fitted(like, func(r *rendering) {
		r.title(title)
		r.all(blocks)
	})
	return message{card: c, summary: a.channels.calling(words(title, blocks))}
}

// fitted makes a card. One that grew too large with its looks and its buttons has
// fewer; fits says whether it is small enough then.
func (a *Adapter) fitted(like rendering, fill func(*rendering)) (c element, fits bool) {
	for _, less := range []rendering{{}, {tight: true}, {tight: true, spoken: 500}, {tight: true, spoken: 1}} {
		r := like
		r.tight, r.spoken, r.picture, r.calling = less.tight, less.spoken, a.o.Picture, a.channels.calling
		fill(&r)
		if c = card(r.body); size(c) <= mostOfCard {
			return c, true
		}
	}
	return c, false
}

// directs are the conversations with single people that are known.
type directs struct {
	mu sync.Mutex
	by map[string]string // id of a person to that of the conversation
}

func newDirects() *directs { return &directs{by: map[string]string{}} }

func (d *directs) get(user string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.by[user]
}

func (d *directs) set(user, conversation string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.by) >= mostKnown {
		clear(d.by)
	}
	d.by[user] = conversation
}

// directOf gives the conversation with one person alone, and begins it if need be:
// Teams gives the same one again.
func (a *Adapter) directOf(ctx context.Context, to string) (target, error) {
	var d direct
	if err := json.Unmarshal([]byte(to), &d); err != nil || d.User == "" {
		return target{}, &bot.SendError{Reason: bot.Denied, Err: errors.New("how to reach that person is not known"), Plain: unknownPlain}
	}
	if !allowed(a.o.ServiceHosts, d.Service) {
		return target{}, errNotAllowed
	}
	if known := a.direct.get(d.User); known != "" {
		return target{d.Service, known}, nil
	}
	id, err := a.calls.create(ctx, d.Service, schema.ConversationParameters{
		Bot: schema.ChannelAccount{ID: botID(a.o.AppID)}, Members: []schema.ChannelAccount{{ID: d.User}}, TenantID: d.Tenant,
		ChannelData: map[string]any{"tenant": map[string]any{"id": d.Tenant}},
	})
	if err != nil {
		return target{}, err
	}
	a.direct.set(d.User, id)
	return target{d.Service, id}, nil
}

// mostSummary is how much of a message notifications show.
const mostSummary = 240

// words gives how a message begins, without its looks: what notifications show.
func words(title string, blocks []bot.Block) string {
	all := []string{title}
	for _, b := range blocks {
		switch {
		case b.Text != nil:
			for _, p := range bot.ParseMarkdown(b.Text.Markdown) {
				all = append(all, p.Words())
			}
		case b.Quote != nil:
			all = append(all, "“"+b.Quote.Words+"”", b.Quote.By)
		case b.Image != nil:
			all = append(all, b.Image.Alt)
		}
		for _, f := range b.Facts {
			all = append(all, f.Label+": "+f.Value)
		}
		for _, i := range b.Items {
			all = append(all, i.Label)
		}
	}
	text := []rune(oneLine(strings.Join(all, "\n")))
	if len(text) > mostSummary {
		return strings.TrimSpace(string(text[:mostSummary])) + "…"
	}
	return string(text)
}
