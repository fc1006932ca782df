package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// pages is the real service in two clients, each with its page open: that of Dana,
// who has the team's channel, and that of Ana of Tidewell, who has the group chat. The
// pages are open before anything is said, and whoever writes does it in their page,
// since a page shows nothing of what came before, and cannot place what answers
// something that it did not have.
type pages struct {
	*house
	clients   []*playground
	browser   *browser
	dana, ana *page
	shots     int // pictures taken
}

// care is how Dana's page calls the team's channel.
const care = "Digital care - General"

func openPages(ctx context.Context, folder, program string) (*pages, error) {
	h, err := openHouse(ctx, program)
	if err != nil {
		return nil, err
	}
	p := &pages{house: h}
	if err := p.begin(ctx, folder); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

// begin opens both pages, and in each what it is for, so that Soundings is added
// there. Loading takes most of the time: it is done side by side.
func (p *pages) begin(ctx context.Context, folder string) error {
	at := []struct {
		who           string
		seat          seat
		conversations []string
		name, id      string // of the one that is opened
		client        *playground
		page          *page
		err           error
	}{
		{who: "Dana", seat: seat{dana, chat, room}, conversations: []string{"", "a:dana", room}, name: care, id: room},
		{who: "Ana", seat: seat{ana, chat, "19:none@thread.tacv2"}, conversations: []string{"a:ana", chat}, name: "tidewell", id: chat},
	}
	var err error
	if p.browser, err = openBrowser(ctx); err != nil {
		return err
	}
	var both sync.WaitGroup
	for i := range at {
		both.Go(func() {
			c := &at[i]
			if c.client, c.err = p.client(ctx, folder, c.seat, c.conversations...); c.err == nil {
				c.page, c.err = p.arrives(ctx, c.who, c.client, c.name, c.id)
			}
		})
	}
	both.Wait()
	for _, c := range at {
		p.clients = append(p.clients, c.client)
		err = errors.Join(err, c.err)
	}
	p.dana, p.ana = at[0].page, at[1].page
	return err
}

// arrives opens the page of somebody, and a conversation in it.
func (p *pages) arrives(ctx context.Context, who string, client *playground, name, conversation string) (*page, error) {
	at, err := p.browser.open(who, client.url)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	if err := at.ready(ctx); err != nil {
		return nil, err
	}
	// The greeting comes by the stream of messages: from then on the page has them all.
	if err := at.reads(ctx, "Soundings puts a draft"); err != nil {
		return nil, err
	}
	if err := at.goes(ctx, name); err != nil {
		return nil, err
	}
	return at, p.proxy.took(ctx, "conversationUpdate", conversation)
}

func (p *pages) close() {
	if p.browser != nil {
		p.browser.close()
	}
	for _, c := range p.clients {
		if c != nil {
			c.stop()
		}
	}
	p.house.close()
}

// says lets somebody write in the conversation that is open in their page, and waits
// until they can read there what answers it.
func (p *pages) says(ctx context.Context, at *page, text, answered string) error {
	if err := p.writes(ctx, at, text); err != nil {
		return err
	}
	return at.reads(ctx, answered)
}

func (p *pages) writes(ctx context.Context, at *page, text string) error {
	release := p.proxy.holds()
	defer release()
	return at.writes(ctx, text)
}

// submits sends the data of a button as a message, as a client without dialogs does:
// the page opens none, and does nothing where one would open. What the dialog would
// have held then comes as a card.
func (p *pages) submits(ctx context.Context, client *playground, person, on, label string) error {
	conversation := chat
	if person == dana {
		conversation = room
	}
	m, err := p.proxy.find(ctx, conversation, on)
	if err != nil {
		return err
	}
	button := buttonOf(m.Activity, label)
	if button == nil {
		return fmt.Errorf("there is no button %q on\n%s", label, m.Words())
	}
	status, answer, err := ask(ctx, http.MethodPost, client.url+"/_conversation/v1/submit", obj{
		"conversation": obj{"id": m.Conversation}, "from": obj{"id": person}, "replyToId": m.ID, "value": button["data"],
	})
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("press %s as a client without dialogs: status %d: %v", label, status, answer)
	}
	return err
}

// shot takes a picture of the card in a page that has these words.
func (p *pages) shot(at *page, name, words string) error {
	p.shots++
	return at.picture(fmt.Sprintf("%02d %s %s", p.shots, at.who, name), words)
}

// act is one thing that people do in their pages.
type act struct {
	name string
	do   func(ctx context.Context, p *pages) error
}

// play does in the pages what has to hold each time, or a whole engagement.
func (p *pages) play(ctx context.Context, long bool) error {
	acts := short()
	if long {
		acts = entire()
	}
	for _, a := range acts {
		err := tell(ctx, "page: "+a.name, func(ctx context.Context) error {
			return errors.Join(a.do(ctx, p), p.dana.lost.err(), p.ana.lost.err())
		})
		if err != nil {
			return fmt.Errorf("%w\n%s", err, p.service.Logged())
		}
	}
	return nil
}
