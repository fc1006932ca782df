package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"

	"soundings/adapters/mail"
	"soundings/adapters/slack"
	"soundings/adapters/teams"
	"soundings/adapters/web"
	"soundings/bot"
	"soundings/config"
	"soundings/conversations"
	"soundings/journal"
	"soundings/journal/vault"
)

// Parts are what a service is made of. All fields are needed but Opener.
type Parts struct {
	Store journal.Store // Stop closes it
	Key   vault.Key
	// Signer signs the checkpoints of the record.
	Signer note.Signer
	// Adapters makes the adapters but that of the pages, given what they deliver
	// to; nil: there are no others.
	Adapters func(bot.Deliver) []bot.Adapter
	// Web is what the pages need; nil: there are none.
	Web *Web
	// Mail is what mail needs; nil: none is sent.
	Mail *Mail
	// Slack is the connection to Slack; nil: it is not attached.
	Slack *config.Slack
	// Teams is the connection to Microsoft Teams; nil: it is not attached.
	Teams *config.Teams
	// Opener says who may open an engagement; nil: every home member.
	Opener   func(adapter string, s bot.Sender) bool
	Settings conversations.Settings
	// Links makes the links of bot.LinkTo; nil: the pages do, where there are any.
	Links      func(room bot.Address, person string) string
	Replicated bool          // other services share the store
	Turn       time.Duration // see bot.Options
	// SnapshotEvery is after how many facts a state is saved; see bot.Options.
	SnapshotEvery int
	PersonPace    bot.Pace // how fast events of one person may come; zero: no limit
	RoomPace      bot.Pace // and those of one room
	Now           func() time.Time
	Log           *slog.Logger
}

// Service is a running bot and its store.
type Service struct {
	bot    *bot.Bot
	vault  *vault.Vault
	store  journal.Store
	log    *slog.Logger
	names  []string // of the adapters
	pages  *pages
	mail   *mail.Adapter  // nil: no mail is sent
	slack  *slack.Adapter // nil: it is not attached
	teams  *teams.Adapter // the same
	cancel context.CancelFunc
	ended  chan struct{}
	err    error // of Run; read after ended

	once    sync.Once
	stopped error
}

// Start checks that the people in the store can be read with the key, and
// starts the bot. It returns once events are taken.
func Start(ctx context.Context, p Parts) (*Service, error) {
	people := vault.New(p.Store, p.Key, rand.Reader, p.Now)
	if err := people.Check(ctx); err != nil {
		return nil, fmt.Errorf("open the people's data: %w", err)
	}
	opener := p.Opener
	if opener == nil {
		opener = func(_ string, s bot.Sender) bool { return s.Home }
	}
	var links *web.Links
	if p.Web != nil {
		if links = webLinks(p); p.Links == nil {
			p.Links = links.To
		}
	}
	known := newPeople(people, p.Key, p.Links)
	b := bot.New(bot.Options{
		Store: p.Store, People: known, Signer: p.Signer,
		NewDomain:  func(name string) bot.Domain { return conversations.New(name, p.Settings) },
		Version:    conversations.Version,
		Lobby:      conversations.Lobby,
		Takes:      conversations.Adopts,
		Which:      conversations.Which,
		Intake:     conversations.Intake,
		Addresses:  conversations.Addresses,
		CodeIn:     conversations.CodeIn,
		ReadCode:   known.codes.read,
		Sorry:      conversations.Sorry(),
		Slow:       conversations.Slow(),
		PersonPace: p.PersonPace, RoomPace: p.RoomPace,
		Opener:     opener,
		Replicated: p.Replicated, Turn: p.Turn, SnapshotEvery: p.SnapshotEvery, Now: p.Now, Log: p.Log,
	})
	s := &Service{bot: b, vault: people, store: p.Store, log: p.Log, ended: make(chan struct{})}
	adapters, err := s.adapters(p, known, links)
	if err != nil {
		return nil, err
	}
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s.cancel = cancel
	for _, a := range adapters {
		s.names = append(s.names, a.Name())
		// Before any engagement is made of its record.
		if a.Caps().Opens {
			p.Settings.Opens = append(p.Settings.Opens, a.Name())
		}
		if called := a.Caps().Called; called != "" {
			p.Settings.Chats = append(p.Settings.Chats, conversations.Chat{Adapter: a.Name(), Called: called})
		}
	}
	go func() {
		defer close(s.ended)
		s.err = b.Run(running, adapters...)
	}()
	select {
	case <-b.Ready():
		return s, nil
	case <-s.ended:
		cancel()
		return nil, fmt.Errorf("start the bot: %w", s.err)
	case <-ctx.Done():
		return nil, errors.Join(ctx.Err(), s.Stop(context.WithoutCancel(ctx)))
	}
}

// adapters makes the adapters of a service.
func (s *Service) adapters(p Parts, known people, links *web.Links) ([]bot.Adapter, error) {
	var adapters []bot.Adapter
	if p.Adapters != nil {
		adapters = p.Adapters(s.bot.Deliver)
	}
	if p.Mail != nil {
		var err error
		if s.mail, err = newMail(p, s.bot.Deliver, known); err != nil {
			return nil, err
		}
		adapters = append(adapters, s.mail)
	}
	if p.Slack != nil {
		s.slack = newSlack(p, s.bot.Deliver, known)
		adapters = append(adapters, s.slack)
	}
	if p.Teams != nil {
		var err error
		if s.teams, err = newTeams(p, s.bot); err != nil {
			return nil, err
		}
		adapters = append(adapters, s.teams)
	}
	if p.Web == nil {
		return adapters, nil
	}
	if s.mail != nil && p.Web.Mail == nil {
		p.Web.Mail = s.mail.Letter
	}
	made, adapter, err := newPages(p, s.bot, known, links)
	if err != nil {
		return nil, err
	}
	s.pages = made
	return append(adapters, adapter), nil
}

// Bot is the running bot.
func (s *Service) Bot() *bot.Bot { return s.bot }

// Stop answers what was taken, ends what is being sent, and closes the store.
// When ctx is done first, it returns all the same: what was acknowledged is
// durable, and what was being sent is looked at by the next start. Stopping
// again returns what the first time returned.
func (s *Service) Stop(ctx context.Context) error {
	s.once.Do(func() {
		s.cancel()
		select {
		case <-s.ended:
			s.stopped = errors.Join(s.err, s.store.Close())
		case <-ctx.Done():
			s.stopped = fmt.Errorf("stop: %w", ctx.Err())
		}
	})
	return s.stopped
}

// errAway says that an adapter has failed and waits to be run again.
var errAway = errors.New("the adapter has failed")

// checks say whether the service works: the journal, and each adapter.
func (s *Service) checks() []check {
	checks := []check{{"journal", s.checkJournal}}
	for _, name := range s.names {
		checks = append(checks, check{name, func(context.Context) error {
			if s.bot.Away(name) {
				return errAway
			}
			switch {
			case s.slack != nil && name == s.slack.Name():
				return s.slack.Healthy()
			case s.teams != nil && name == s.teams.Name():
				return s.teams.Healthy()
			}
			return nil
		}})
	}
	return checks
}

// checkJournal asks for a barrier on the directory, which writes nothing.
func (s *Service) checkJournal(ctx context.Context) error {
	_, err := s.store.Append(ctx, "directory", journal.Head{})
	if errors.Is(err, journal.ErrConflict) {
		return nil // it answers; that there is more is as it should be
	}
	return err
}
