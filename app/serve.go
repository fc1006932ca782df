package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"soundings/bot"
	"soundings/config"
	"soundings/conversations"
	"soundings/journal"
	"soundings/journal/redis"
	"soundings/journal/sqlite"
)

// Bounds on what a stranger can hold open, and on how long an end may take.
const (
	headerTimeout = 10 * time.Second
	idleTimeout   = 2 * time.Minute
	maxHeader     = 64 << 10
	stopWithin    = 20 * time.Second
)

// loadConfig reads the settings that a command was given.
func loadConfig(e Environment, file string) (config.Config, error) {
	return config.Load(file, config.Lookup(e.Getenv), os.ReadFile)
}

// serve runs the service until ctx is done.
func serve(ctx context.Context, e Environment, args []string) error {
	f := flags("serve")
	file := f.String("config", "", "configuration file")
	if err := parse(f, args); err != nil {
		return err
	}
	if f.NArg() > 0 {
		return fmt.Errorf("%q is not a flag: %w", f.Arg(0), errUsage)
	}
	c, err := loadConfig(e, *file)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(e.Stderr, nil))
	if _, set := e.Getenv("GOGC"); !set {
		debug.SetGCPercent(200) // what is kept is small against what an answer needs for a moment
	}
	listener, err := listen(ctx, &c)
	if err != nil {
		return err
	}
	s, err := startService(ctx, c, log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	stop := func() error {
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
		defer cancel()
		return s.Stop(ending)
	}
	err = serveHTTP(ctx, listener, s, e.Stdout)
	return errors.Join(err, stop())
}

// listen takes the port before anything is started, so that links can name it
// where the settings leave the choice.
func listen(ctx context.Context, c *config.Config) (net.Listener, error) {
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", c.Listen, err)
	}
	if address, ok := listener.Addr().(*net.TCPAddr); ok {
		if base, chosen := strings.CutSuffix(c.PublicURL, ":0"); chosen {
			c.PublicURL = fmt.Sprintf("%s:%d", base, address.Port)
		}
	}
	return listener, nil
}

// startService opens what the settings name and starts the bot on it.
func startService(ctx context.Context, c config.Config, log *slog.Logger) (*Service, error) {
	embedded := c.RedisURL.Empty()
	k, err := loadKeys(c.KeyFile, embedded)
	if err != nil {
		return nil, err
	}
	if err := k.publish(c.KeyFile); err != nil {
		log.WarnContext(ctx, "public half of the checkpoint key not written", "error", err)
	}
	store, err := openStore(ctx, c, log)
	if err != nil {
		return nil, err
	}
	s, err := Start(ctx, Parts{
		Store: store, Key: k.root, Signer: k.signer, Replicated: !embedded,
		Web:    webParts(c),
		Mail:   mailParts(c),
		Slack:  slackParts(c),
		Teams:  teamsParts(c),
		Opener: opener(c.Commissioners),
		Settings: conversations.Settings{
			Zone: c.Timezone, Holidays: c.Holidays, Buyer: c.Buyer, Contact: c.Contact, NoMail: mailParts(c) == nil, RecordKey: k.verifier,
		},
		Now: time.Now, Log: log,
		// Generous for people, even for a room full of them after a release, and
		// little for a program that runs wild.
		PersonPace: bot.Pace{PerSecond: 2, Burst: 40}, RoomPace: bot.Pace{PerSecond: 20, Burst: 200},
	})
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return s, nil
}

// webParts is what the settings say of the pages.
func webParts(c config.Config) *Web {
	return &Web{
		URL: c.PublicURL, Zone: c.Zone(),
		Opener: func(address string) bool {
			return slices.ContainsFunc(c.Commissioners, func(named string) bool { return strings.EqualFold(named, address) })
		},
	}
}

// opener reads who may open an engagement: platform ids, and mail addresses however
// they are written. With no list it is every full member of the home organisation.
func opener(commissioners []string) func(adapter string, s bot.Sender) bool {
	if len(commissioners) == 0 {
		return nil
	}
	return func(adapter string, s bot.Sender) bool {
		return s.Home && (slices.Contains(commissioners, s.ID) || slices.Contains(commissioners, adapter+":"+s.ID) ||
			s.Contact != "" && slices.ContainsFunc(commissioners, func(named string) bool { return strings.EqualFold(named, s.Contact) }))
	}
}

// openStore opens the journal to write, and says what is not as it should be.
func openStore(ctx context.Context, c config.Config, log *slog.Logger) (journal.Store, error) {
	if c.RedisURL.Empty() {
		if err := os.MkdirAll(c.Data, 0o700); err != nil {
			return nil, fmt.Errorf("make data folder: %w", err)
		}
		return sqlite.Open(ctx, sqlite.Options{Path: journalPath(c.Data)})
	}
	store, err := redis.Open(ctx, redis.Options{URL: c.RedisURL, Wait: c.RedisWait, Now: time.Now})
	if err != nil {
		return nil, err
	}
	findings, err := store.Check(ctx)
	if err != nil {
		log.WarnContext(ctx, "Redis could not be checked", "error", err)
	}
	for _, f := range findings {
		if f.Level == redis.Fail {
			return nil, errors.Join(fmt.Errorf("check Redis: %s", f), store.Close())
		}
		log.InfoContext(ctx, "Redis checked", "finding", f.String())
	}
	return store, nil
}

// openReader opens the journal to look at, beside a running service.
func openReader(ctx context.Context, c config.Config) (journal.Store, error) {
	if !c.RedisURL.Empty() {
		return redis.Open(ctx, redis.Options{URL: c.RedisURL})
	}
	store, err := sqlite.OpenReader(ctx, sqlite.Options{Path: journalPath(c.Data)})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no journal in the folder %q. If it is elsewhere, name the folder in the configuration (data) or in SOUNDINGS_DATA", c.Data)
	}
	return store, err
}

// serveHTTP serves until ctx is done, and then ends requests under way.
func serveHTTP(ctx context.Context, listener net.Listener, s *Service, out io.Writer) error {
	server := &http.Server{
		Handler:           newMux(s.checks(), s.bot.Stats(), withTeams(s.teams, withSlack(s.slack, withMail(s.mail, s.Pages())))),
		ReadHeaderTimeout: headerTimeout, ReadTimeout: idleTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	server.RegisterOnShutdown(s.endLive)
	_, _ = fmt.Fprintf(out, "Soundings is ready on http://%s (health at /healthz and /readyz, figures at /metrics).\n", listener.Addr())
	if link := s.FirstLink(); link != "" {
		_, _ = fmt.Fprintf(out, "Open this link to begin; it signs you in, and is good for 24 hours:\n\n  %s\n\n", link)
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin/2)
	defer cancel()
	if err := server.Shutdown(ending); err != nil {
		return fmt.Errorf("end requests: %w", err)
	}
	return nil
}
