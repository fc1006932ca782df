// Soundings is a chat service for market engagement; see package app.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"soundings/app"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(app.Main(ctx, os.Args[1:], app.Environment{
		Getenv: os.LookupEnv, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
	}))
}
