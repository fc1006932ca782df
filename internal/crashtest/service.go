package crashtest

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"time"

	"soundings/app"
	"soundings/bot"
	"soundings/conversations"
	"soundings/docs/sample"
	"soundings/internal/secret"
	"soundings/journal"
	"soundings/journal/redis"
	"soundings/journal/sqlite"
	"soundings/journal/vault"
)

// Serve runs the service with the line protocol for a platform, as args say,
// until ctx is done. It writes its address to out and its log to errs. The
// program linesbot is this and nothing else; it stands here so that whatever
// the service is made of is part of what the tests of this package depend on.
func Serve(ctx context.Context, args []string, out, errs io.Writer) error {
	flags := flag.NewFlagSet("linesbot", flag.ContinueOnError)
	flags.SetOutput(errs)
	data := flags.String("data", "", "folder of the keys and the embedded journal")
	redisURL := flags.String("redis", "", "Redis in place of the embedded journal")
	posts := flags.String("posts", "", "file that posts are logged to")
	if err := flags.Parse(args); err != nil {
		return err
	}
	store, err := open(ctx, *data, *redisURL)
	if err != nil {
		return err
	}
	key, err := vault.LoadKey(filepath.Join(*data, "key"), true)
	if err != nil {
		return err
	}
	signer, _, err := journal.CheckpointKey(bytes.Repeat([]byte{1}, 32), "linesbot")
	if err != nil {
		return err
	}
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	service, err := app.Start(ctx, app.Parts{
		Store: store, Key: key, Signer: signer, Replicated: *redisURL != "", Turn: 500 * time.Millisecond,
		Adapters: func(deliver bot.Deliver) []bot.Adapter {
			return []bot.Adapter{NewAdapter(deliver, listener, *posts)}
		},
		Settings: conversations.Settings{Buyer: sample.Buyer, Contact: sample.Contact, Rooms: []string{Lines}},
		Now:      time.Now,
		Log:      slog.New(slog.NewTextHandler(errs, nil)),
	})
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(out, "listening", listener.Addr()); err != nil {
		return err
	}
	<-ctx.Done()
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	// Whoever ends it gently wants to see the end: nothing left to send.
	if err := service.Bot().Quiet(ending); err != nil {
		_, _ = fmt.Fprintln(errs, "linesbot: not quiet:", err) // the test sees what was not sent
	}
	return service.Stop(ending)
}

// open opens the store to write.
func open(ctx context.Context, data, redisURL string) (journal.Store, error) {
	if redisURL != "" {
		return redis.Open(ctx, redis.Options{URL: secret.New(redisURL), Now: time.Now})
	}
	return sqlite.Open(ctx, sqlite.Options{Path: filepath.Join(data, "soundings.db")})
}
