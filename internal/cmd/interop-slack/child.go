package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
)

// report is one thing that the app says it saw.
type report map[string]any

func (r report) text(key string) string {
	text, _ := r[key].(string)
	return text
}

// child is the app, a process of its own.
type child struct {
	process *exec.Cmd

	mu      sync.Mutex
	stderr  bytes.Buffer
	reports []report
	changed chan struct{}
	ended   bool
}

// start runs app.mjs in that mode with those variables besides its PATH and HOME.
func start(ctx context.Context, folder, mode string, variables []string) (*child, error) {
	c := &child{process: exec.CommandContext(ctx, "node", "app.mjs", mode), changed: make(chan struct{})}
	c.process.Dir = folder
	c.process.Env = append(variables, "PATH="+os.Getenv("PATH"), "HOME="+os.Getenv("HOME"), "NO_PROXY=127.0.0.1")
	out, err := c.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	c.process.Stderr = writer(func(data []byte) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.stderr.Write(data)
	})
	if err := c.process.Start(); err != nil {
		return nil, fmt.Errorf("start node: %w", err)
	}
	go c.listen(out)
	return c, nil
}

type writer func(data []byte)

func (w writer) Write(data []byte) (int, error) {
	w(data)
	return len(data), nil
}

// listen keeps what the app reports.
func (c *child) listen(out io.Reader) {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		line, ok := strings.CutPrefix(lines.Text(), "@ ")
		var r report
		if !ok || json.Unmarshal([]byte(line), &r) != nil {
			continue
		}
		c.mu.Lock()
		c.reports = append(c.reports, r)
		c.wake()
		c.mu.Unlock()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = true
	c.wake()
}

func (c *child) wake() {
	close(c.changed)
	c.changed = make(chan struct{})
}

// await gives the earliest report of that kind that fits, and forgets it.
func (c *child) await(ctx context.Context, seen string, fits func(report) bool) (report, error) {
	for {
		c.mu.Lock()
		for i, r := range c.reports {
			if r.text("seen") == seen && (fits == nil || fits(r)) {
				c.reports = append(c.reports[:i:i], c.reports[i+1:]...)
				c.mu.Unlock()
				return r, nil
			}
		}
		changed, ended := c.changed, c.ended
		c.mu.Unlock()
		if ended {
			return nil, fmt.Errorf("the app ended before it reported %q", seen)
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for the app to report %q: %w", seen, ctx.Err())
		}
	}
}

// complaints are what the app wrote where errors go.
func (c *child) complaints() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stderr.String()
}

func (c *child) stop() {
	_ = c.process.Process.Kill() // it may have ended
	_ = c.process.Wait()
}
