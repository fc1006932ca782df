// Package redistest runs real redis-server processes for tests: on a free
// loopback port, in a folder of the test's own, to be killed, restarted and
// stopped in mid-breath. It knows nothing of what is kept in them.
package redistest

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	// patience is how long a server may take to start, load or copy.
	patience = 20 * time.Second
	// attempts is how often a port that was free and is taken again may be
	// exchanged for another.
	attempts = 5
)

// Server is one redis-server. Its methods fail the test where they cannot do
// what they say. They are for the test's goroutine alone.
type Server struct {
	Addr string // "127.0.0.1:41234"
	Dir  string // where it keeps its files

	tb       testing.TB
	args     []string
	replicas int
	run      *running // nil while it does not run
}

// running is one process; exited is closed when it is gone.
type running struct {
	process *os.Process
	exited  chan struct{}
}

// Start runs redis-server with args added to its command line, such as
// "--appendfsync", "always", waits until it answers and stops it when the
// test ends. Without args it keeps an append-only file with fsync always.
//
// Where there is no redis-server the test is skipped, in CI it fails.
func Start(tb testing.TB, args ...string) *Server {
	tb.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		const how = "redis-server is not installed: apt-get install redis-server, or make test, which does it"
		if os.Getenv("CI") == "true" {
			tb.Fatal(how)
		}
		tb.Skip(how)
	}
	s := &Server{Dir: newFolder(tb), tb: tb, args: args}
	tb.Cleanup(s.Kill) // Stop may wait for replicas
	for range attempts {
		s.Addr = freeAddr(tb)
		err := s.start()
		if err == nil {
			return s
		}
		tb.Logf("start redis-server: %v", err)
	}
	tb.Fatalf("start redis-server: no success in %d attempts; its log:\n%s", attempts, s.Log())
	return nil
}

// StartReplica runs a server that copies s, and waits until the copy is whole.
func (s *Server) StartReplica(args ...string) *Server {
	s.tb.Helper()
	host, port, _ := net.SplitHostPort(s.Addr)
	replica := Start(s.tb, append([]string{"--replicaof", host + " " + port}, args...)...)
	replica.Await("master_link_status:up", "INFO replication")
	s.replicas++
	s.Await(strconv.Itoa(s.replicas), fmt.Sprintf("WAIT %d 50", s.replicas)) // until then it does not count
	return replica
}

// StartSentinel runs a sentinel that watches s under a name and by itself
// decides, after half a second, that s is gone and a replica takes over.
func (s *Server) StartSentinel(name string) *Server {
	s.tb.Helper()
	host, port, _ := net.SplitHostPort(s.Addr)
	config := fmt.Sprintf("sentinel monitor %[1]s %[2]s %[3]s 1\n"+
		"sentinel down-after-milliseconds %[1]s 500\nsentinel failover-timeout %[1]s 5000\n", name, host, port)
	path := filepath.Join(newFolder(s.tb), "sentinel.conf")
	if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
		s.tb.Fatal(err)
	}
	sentinel := Start(s.tb, sentinelMark, path)
	sentinel.Await("num-slaves\n"+strconv.Itoa(s.replicas), "SENTINEL MASTER "+name)
	return sentinel
}

// sentinelMark as the first of a server's arguments makes it a sentinel, with
// the second as its configuration.
const sentinelMark = "--sentinel"

// Kill ends the process as a power cut would, but for what the operating
// system has not written yet. Killing again does nothing.
func (s *Server) Kill() { s.end(syscall.SIGKILL) }

// Stop asks the process to end, and waits. Stopping again does nothing.
func (s *Server) Stop() { s.end(syscall.SIGTERM) }

// Restart runs the server again, on the same port and files. It ends it first
// if it still runs.
func (s *Server) Restart() {
	s.tb.Helper()
	s.Stop()
	if err := s.start(); err != nil {
		s.tb.Fatalf("restart redis-server: %v; its log:\n%s", err, s.Log())
	}
}

// Pause freezes the process: connections stay, nothing answers.
func (s *Server) Pause() { s.signal(syscall.SIGSTOP) }

// Continue lets a paused process go on.
func (s *Server) Continue() { s.signal(syscall.SIGCONT) }

// Do sends one command, its words separated by spaces, and gives the reply's
// text without its framing; it is for what a test prepares or looks at.
func (s *Server) Do(words string) string {
	s.tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	reply, err := command(ctx, s.Addr, words)
	if err != nil {
		s.tb.Fatalf("ask redis-server %q: %v", words, err)
	}
	return reply
}

// AwaitReplicas waits until the replicas have said that they have all there is.
// They say so once a second, or when a WAIT asks.
func (s *Server) AwaitReplicas() {
	s.tb.Helper()
	var last string
	if !s.poll(func(ctx context.Context) bool {
		info, err := command(ctx, s.Addr, "INFO replication")
		last = fmt.Sprint(info, err)
		_, offset, _ := strings.Cut(info, "master_repl_offset:")
		offset, _, _ = strings.Cut(offset, "\r")
		return err == nil && offset != "" && strings.Count(info, ",offset="+offset+",") == s.replicas
	}) {
		s.tb.Fatalf("wait for replicas: not level in %s; the last reply:\n%s", patience, last)
	}
}

// Log gives what the server wrote to its log.
func (s *Server) Log() string {
	log, err := os.ReadFile(filepath.Join(s.Dir, "log"))
	if err != nil {
		return err.Error()
	}
	return string(log)
}

func (s *Server) start() error {
	_, port, err := net.SplitHostPort(s.Addr)
	if err != nil {
		return err
	}
	cmd := exec.Command("redis-server", s.commandLine(port)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // so that a signal reaches its children
	if err := cmd.Start(); err != nil {
		return err
	}
	run := &running{process: cmd.Process, exited: make(chan struct{})}
	go func() {
		_ = cmd.Wait() // how it ended shows in the log
		close(run.exited)
	}()
	s.run = run
	if !s.poll(func(ctx context.Context) bool {
		reply, err := command(ctx, s.Addr, "PING")
		return err == nil && reply == "PONG"
	}) {
		s.Kill()
		return fmt.Errorf("no answer on %s", s.Addr)
	}
	return nil
}

func (s *Server) commandLine(port string) []string {
	common := []string{"--port", port, "--bind", "127.0.0.1", "--dir", s.Dir, "--logfile", "log", "--daemonize", "no"}
	if len(s.args) > 0 && s.args[0] == sentinelMark {
		return append([]string{s.args[1], sentinelMark}, common...)
	}
	common = append(common, "--save", "", "--repl-diskless-sync-delay", "0", "--appendonly", "yes", "--appendfsync", "always")
	return append(common, s.args...)
}

func (s *Server) end(signal syscall.Signal) {
	if s.run == nil {
		return
	}
	s.signal(signal)
	if signal != syscall.SIGKILL {
		s.signal(syscall.SIGCONT) // a paused process would not hear it
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-s.run.exited:
	case <-timer.C:
		s.signal(syscall.SIGKILL)
		<-s.run.exited
	}
	s.run = nil
}

func (s *Server) signal(signal syscall.Signal) {
	if s.run != nil {
		_ = syscall.Kill(-s.run.process.Pid, signal) // it fails only for one that has ended
	}
}

// Await sends a command, as Do does, until its reply has want in it.
func (s *Server) Await(want, words string) {
	s.tb.Helper()
	var last string
	if !s.poll(func(ctx context.Context) bool {
		reply, err := command(ctx, s.Addr, words)
		last = fmt.Sprint(reply, err)
		return err == nil && strings.Contains(reply, want)
	}) {
		s.tb.Fatalf("wait for %q: not there in %s; the last reply:\n%s\nthe log:\n%s", want, patience, last, s.Log())
	}
}

// poll asks done until it says yes, ever less often. It gives up when patience
// or the process has ended.
func (s *Server) poll(done func(context.Context) bool) bool {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for pause := 2 * time.Millisecond; ; pause = min(2*pause, 100*time.Millisecond) {
		if done(ctx) {
			return true
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-s.run.exited:
			timer.Stop()
			return false
		case <-ctx.Done():
			timer.Stop()
			return false
		}
	}
}

// newFolder makes a folder that goes when the test ends. It is not the test's
// own temporary one: a child of a killed server may still write for a moment,
// and that the folder cannot be removed at once is no fault of the test.
func newFolder(tb testing.TB) string {
	tb.Helper()
	dir, err := os.MkdirTemp("", "redistest") //nolint:usetesting // for the reason above
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		for range attempts {
			if os.RemoveAll(dir) == nil {
				return
			}
		}
	})
	return dir
}

// freeAddr gives a loopback address that nobody listens on at this moment.
func freeAddr(tb testing.TB) string {
	tb.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// command sends one inline command on a connection of its own. The package
// speaks Redis by itself so that it needs no client, nor trusts one.
func command(ctx context.Context, addr, words string) (string, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	if _, err := conn.Write([]byte(words + "\r\n")); err != nil {
		return "", err
	}
	return readReply(bufio.NewReader(conn))
}

// readReply reads a status, error, number, text or list of those, one a line.
func readReply(r *bufio.Reader) (string, error) {
	line, err := r.ReadString('\n')
	if err != nil {
		return "", err
	}
	kind, rest := line[0], strings.TrimRight(line[1:], "\r\n")
	size, sizeErr := strconv.Atoi(rest)
	switch {
	case kind == '-':
		return "", fmt.Errorf("redis: %s", rest)
	case kind == '*' && sizeErr == nil:
		var items []string
		for range size {
			item, err := readReply(r)
			if err != nil {
				return "", err
			}
			items = append(items, item)
		}
		return strings.Join(items, "\n"), nil
	case kind == '$' && sizeErr == nil && size >= 0:
		text := make([]byte, 0, size)
		for len(text) < size+2 {
			chunk, err := r.ReadBytes('\n')
			if err != nil {
				return "", err
			}
			text = append(text, chunk...)
		}
		return string(text[:size]), nil
	default:
		return rest, nil
	}
}
