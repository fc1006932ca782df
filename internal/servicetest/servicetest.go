// Package servicetest runs the real program in a process of its own, for tests and
// demonstrations that kill it. It knows no platform and nothing of what is said.
package servicetest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
)

// Build makes the program and gives where it is.
func Build(ctx context.Context, folder string) (string, error) {
	program := filepath.Join(folder, "soundings")
	cmd := exec.CommandContext(ctx, "go", "build", "-o", program, "soundings/cmd/soundings") //nolint:gosec // our own
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build soundings: %w\n%s", err, out)
	}
	return program, nil
}

// Service is the program in a process of its own. Its methods may be called at
// once from several goroutines.
type Service struct {
	program, address string
	env              []string // besides those of this process

	mu      sync.Mutex
	process *exec.Cmd // nil: it is not running
	log     bytes.Buffer
	killed  int
}

// New chooses a port; env are the settings besides it.
func New(ctx context.Context, program string, env []string) (*Service, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("choose a port: %w", err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		return nil, fmt.Errorf("choose a port: %w", err)
	}
	s := &Service{program: program, address: address}
	s.env = append(env, "SOUNDINGS_LISTEN="+address, "SOUNDINGS_PUBLIC_URL="+s.URL())
	return s, nil
}

// URL is the address of its pages, without a slash at the end.
func (s *Service) URL() string { return "http://" + s.address }

// Write keeps what the service logs.
func (s *Service) Write(data []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.Write(data)
}

// Logged gives the end of what it has logged.
func (s *Service) Logged() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	const most = 4000
	text := s.log.String()
	return text[max(0, len(text)-most):]
}

// Start starts it, and returns when it is ready.
func (s *Service) Start() error {
	cmd := exec.Command(s.program, "serve") //nolint:gosec // what was just built; Kill and End end it
	cmd.Env, cmd.Stderr = append(os.Environ(), s.env...), s
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return fmt.Errorf("start soundings: %w", err)
	}
	s.mu.Lock()
	s.process = cmd
	s.mu.Unlock()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "is ready") {
			go func() { _, _ = io.Copy(io.Discard, out) }() // ends with the process
			return nil
		}
	}
	_ = s.End(syscall.SIGKILL)
	return fmt.Errorf("start soundings: it ended before it was ready: %s", s.Logged())
}

// Kill ends it as kill -9 does: at once, whatever it is doing.
func (s *Service) Kill() error {
	s.mu.Lock()
	s.killed++
	s.mu.Unlock()
	return s.End(syscall.SIGKILL)
}

// Kills says how often it was killed.
func (s *Service) Kills() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.killed
}

// End sends a signal and waits for the end; nothing where it is not running.
func (s *Service) End(with os.Signal) error {
	s.mu.Lock()
	cmd := s.process
	s.process = nil
	s.mu.Unlock()
	if cmd == nil {
		return nil
	}
	err := cmd.Process.Signal(with)
	var exit *exec.ExitError
	if waited := cmd.Wait(); waited != nil && !errors.As(waited, &exit) { // that it was killed is no error here
		err = errors.Join(err, waited)
	}
	return err
}

// Command runs another command of the program beside the service, and gives
// what it prints.
func (s *Service) Command(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, s.program, args...) //nolint:gosec // what was just built
	cmd.Env = append(os.Environ(), s.env...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("soundings %s: %w\n%s%s", strings.Join(args, " "), err, out.String(), errs.String())
	}
	return out.String(), nil
}
