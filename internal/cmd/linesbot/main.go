// Linesbot is the service with the line protocol of package crashtest for a
// platform, made to be killed. It is for tests alone.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"soundings/app"
	"soundings/bot"
	"soundings/conversations"
	"soundings/internal/crashtest"
	"soundings/internal/secret"
	"soundings/journal"
	"soundings/journal/redis"
	"soundings/journal/sqlite"
	"soundings/journal/vault"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "linesbot:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	data := flag.String("data", "", "folder of the keys and the embedded journal")
	redisURL := flag.String("redis", "", "Redis in place of the embedded journal")
	posts := flag.String("posts", "", "file that posts are logged to")
	flag.Parse()

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
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	service, err := app.Start(ctx, app.Parts{
		Store: store, Key: key, Signer: signer, Replicated: *redisURL != "", Turn: 500 * time.Millisecond,
		Adapters: func(deliver bot.Deliver) []bot.Adapter {
			return []bot.Adapter{crashtest.NewAdapter(deliver, listener, *posts)}
		},
		Settings: conversations.Settings{Rooms: []string{crashtest.Lines}},
		Now:      time.Now,
		Log:      slog.New(slog.NewTextHandler(os.Stderr, nil)),
	})
	if err != nil {
		return err
	}
	fmt.Println("listening", listener.Addr())
	<-ctx.Done()
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	// Whoever ends it gently wants to see the end: nothing left to send.
	if err := service.Bot().Quiet(ending); err != nil {
		fmt.Fprintln(os.Stderr, "linesbot: not quiet:", err)
	}
	return service.Stop(ending)
}

func open(ctx context.Context, data, redisURL string) (journal.Store, error) {
	if redisURL != "" {
		return redis.Open(ctx, redis.Options{URL: secret.New(redisURL), Now: time.Now})
	}
	return sqlite.Open(ctx, sqlite.Options{Path: filepath.Join(data, "soundings.db")})
}
