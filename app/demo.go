package app

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"soundings/adapters/web"
	"soundings/bot"
	"soundings/docs/sample"
	"soundings/internal/secret"
	"soundings/internal/transcript"
)

const (
	demoFolder = "soundings-demo"
	demoRoom   = "team-demonstration"
	demoSlug   = "digital-care-at-home" // of the title in the script
	demoPace   = 1200 * time.Millisecond
	// demoDigest is after how long at the latest the digest comes by the clock;
	// the clock knows minutes alone.
	demoDigest = 2 * time.Minute
)

// demo runs the service in a folder of its own, with simulated people.
func demo(ctx context.Context, e Environment, args []string) error {
	f := flags("demo")
	file := f.String("config", "", "configuration file")
	folder := f.String("data", demoFolder, "folder in which the demonstration is kept")
	pace := f.Duration("pace", demoPace, "between two things that somebody does")
	if err := parse(f, args); err != nil {
		return err
	}
	if f.NArg() > 0 {
		return fmt.Errorf("%q is not a flag: %w", f.Arg(0), errUsage)
	}
	if _, err := os.Stat(journalPath(*folder)); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the folder %q has a demonstration already. To go on with it: SOUNDINGS_DATA=%s soundings serve. For a new one name another folder with --data, or remove this one", *folder, *folder)
	}
	c, err := loadConfig(e, *file)
	if err != nil {
		return err
	}
	// Invented people must not write to anybody, nor stand in a real record.
	c.Data, c.KeyFile, c.RedisURL, c.Mail.SMTPURL, c.Commissioners = *folder, filepath.Join(*folder, "key"), secret.Text{}, secret.Text{}, nil
	log := slog.New(slog.NewTextHandler(e.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
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
	people, err := newDemo(s, e, *pace, c.Zone())
	if err != nil {
		return errors.Join(err, listener.Close(), stop())
	}
	watched, end := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- people.run(watched, *folder) }()
	err = serveHTTP(ctx, listener, s, e.Stdout)
	end()
	if failed := <-ended; failed != nil && ctx.Err() == nil {
		err = errors.Join(err, failed)
	}
	return errors.Join(err, stop())
}

// demonstration is a crowd with a clock, and what to say to whoever watches.
type demonstration struct {
	*crowd
	service *Service
	out     Environment
	zone    *time.Location
	now     func() time.Time
}

func newDemo(s *Service, e Environment, pace time.Duration, zone *time.Location) (*demonstration, error) {
	session := make([]byte, 4)
	if _, err := rand.Read(session); err != nil {
		return nil, fmt.Errorf("begin demonstration: %w", err)
	}
	d := &demonstration{service: s, out: e, zone: zone, now: time.Now}
	d.crowd = &crowd{
		deliver: s.Bot().Deliver, team: bot.Address{Adapter: web.Name, Room: demoRoom}, slug: demoSlug,
		pace: pace, wait: waitFor, session: hex.EncodeToString(session),
		tell: func(line string) { d.print("  " + line) },
	}
	return d, nil
}

func (d *demonstration) print(line string) { _, _ = fmt.Fprintln(d.out.Stdout, line) } // whoever watched may be gone

// run lets people in, has the digest come by the clock where that makes one
// today, and leaves the engagement as a team would have it.
func (d *demonstration) run(ctx context.Context, folder string) error {
	text, err := fs.ReadFile(sample.Files(), sample.Demo)
	if err != nil {
		return fmt.Errorf("read demonstration: %w", err)
	}
	script, err := transcript.Parse(sample.Demo, string(text))
	if err != nil {
		return err
	}
	d.opened = func(ctx context.Context) error { return d.welcome(ctx, folder) }
	if err := d.play(ctx, script); err != nil {
		return quietly(ctx, err)
	}
	return quietly(ctx, d.digest(ctx))
}

// quietly is the error of something that nobody ended.
func quietly(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// welcome tells where to watch, and sets the digest to come soon.
func (d *demonstration) welcome(ctx context.Context, folder string) error {
	soon := d.now().Add(demoDigest).In(d.zone).Truncate(time.Minute)
	if err := d.say(ctx, teamRoom, "Sam-Reed", "schedule weekdays "+soon.Format("15:04"), ""); err != nil {
		return err
	}
	d.print("\nA demonstration: everybody in it is invented. Watch the commissioning room here:\n\n  " + d.service.Link(d.team, "") +
		"\n\nA supplier's page, Tidewell's (in a private window: this browser is the team's now):\n\n  " + d.service.Link(d.room("tidewell"), "") +
		"\n\nPeople who use the service:\n\n  " + d.service.Link(d.room("westmere-alarm-users"), "") +
		"\n\nThe first digest comes at " + soon.Format("15:04") + ". All of it is kept: SOUNDINGS_DATA=" + folder + " soundings serve goes on with it.\n")
	return nil
}

// digest waits for the digest; where the clock made none, as on a Sunday,
// somebody asks for it.
func (d *demonstration) digest(ctx context.Context) error {
	for end := d.now().Add(demoDigest); ; {
		shown, err := d.service.Bot().Messages(ctx, d.team, 0, 0)
		if err != nil {
			return fmt.Errorf("look for the digest: %w", err)
		}
		for _, m := range shown {
			if m.Class == bot.Digest {
				d.print("\nThe digest is there: " + m.Title)
				return d.say(ctx, teamRoom, "Sam-Reed", "schedule fridays 16:00", "")
			}
		}
		if d.now().After(end) || !workday(d.now().In(d.zone)) {
			if err := d.say(ctx, teamRoom, "Sam-Reed", "digest", ""); err != nil {
				return err
			}
			d.print("\nThe digest is there: by hand, as there is none by the clock today.")
			return d.say(ctx, teamRoom, "Sam-Reed", "schedule fridays 16:00", "")
		}
		if err := d.wait(ctx, time.Second); err != nil {
			return err
		}
	}
}

func workday(t time.Time) bool { return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday }

// waitFor waits for so long, or until ctx is done.
func waitFor(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
