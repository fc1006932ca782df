package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"soundings/internal/faketeams"
)

// Who and what is in the client: a personal conversation with Dana, a group chat, and
// a team with two channels. Its first channel has the team's own id.
const (
	dana     = "29:dana"
	ana      = "29:ana"
	personal = "a:dana"
	chat     = "19:chat@thread.v2"
	room     = "19:team@thread.tacv2"
	second   = "19:second@thread.tacv2"
)

// seat is who uses a client, and what it has besides a personal chat: a group chat,
// which is called tidewell, and a team.
type seat struct{ user, chat, team string }

// config is the file that tells the client who is there. It wants five people at
// the least besides the one who uses it.
func config(s seat) string {
	person := func(indent, id, name, mail string) string {
		given, family, _ := strings.Cut(name, " ")
		lines := []string{
			"id: \"29:" + id + "\"", "name: " + name, "userPrincipleName: " + mail, "aadObjectId: object-" + id, "givenName: " + given,
			"surname: " + family, "email: " + mail,
		}
		return strings.Join(lines, "\n"+indent) + "\n"
	}
	var out strings.Builder
	out.WriteString("version: \"0.1.1\"\ntenantId: " + faketeams.Home + "\nbot:\n  id: " + faketeams.Bot + "\n  name: " + faketeams.BotName + "\n")
	var me, others string
	for _, p := range [][3]string{
		{"dana", "Dana Ellery", "dana@westmere.example"},
		{"ana", "Ana Whitlock", "ana@tidewell.example"},
		{"ben", "Ben Carr", "ben@tidewell.example"},
		{"kim", "Kim Rowe", "kim@kindred.example"},
		{"cole", "Cole Ash", "cole@westmere.example"},
		{"bo", "Bo Lund", "bo@moor.example"},
	} {
		if "29:"+p[0] == s.user {
			me = "currentUser:\n  " + person("  ", p[0], p[1], p[2])
		} else {
			others += "  - " + person("    ", p[0], p[1], p[2])
		}
	}
	out.WriteString(me + "users:\n" + others)
	fmt.Fprintf(&out, "personalChat:\n  id: %q\ngroupChat:\n  id: %q\n  name: tidewell\n", "a:"+strings.TrimPrefix(s.user, "29:"), s.chat)
	fmt.Fprintf(&out, "team:\n  id: %q\n  name: Digital care\n  aadGroupId: group-care\n  channels:\n    - id: %q\n      name: second\n", s.team, second)
	return out.String()
}

// playground is the client, a process of its own.
type playground struct {
	url     string
	process *exec.Cmd
	folder  string

	mu  sync.Mutex
	log bytes.Buffer
}

// startPlayground starts the client of somebody. It sends activities to bot, and tells
// it to call the connector at service.
func startPlayground(ctx context.Context, folder string, s seat, bot, service string) (*playground, error) {
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "interop-teams")
	if err != nil {
		return nil, fmt.Errorf("make a folder: %w", err)
	}
	p := &playground{url: fmt.Sprint("http://127.0.0.1:", port), folder: dir}
	file := filepath.Join(dir, "config.yml")
	if err := os.WriteFile(file, []byte(config(s)), 0o600); err != nil {
		return nil, fmt.Errorf("write configuration: %w", err)
	}
	cli, err := filepath.Abs(filepath.Join(folder, "node_modules/@microsoft/m365agentsplayground/cli.js"))
	if err != nil {
		return nil, err
	}
	p.process = exec.CommandContext(ctx, "node", cli, "start", "-e", bot, "-c", "msteams", "-p", fmt.Sprint(port), //nolint:gosec // our own
		"--service-url", service, "--disable-telemetry")
	p.process.Dir = dir
	p.process.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "NO_PROXY=*", "TEAMSAPPTESTER_BROWSER=none",
		"M365_AGENTS_PLAYGROUND_CONFIG_PATH=" + file, "M365_AGENTS_PLAYGROUND_LOGFILE=" + filepath.Join(dir, "log"),
	}
	p.process.Stdout, p.process.Stderr = p, p
	if err := p.process.Start(); err != nil {
		return nil, fmt.Errorf("start node: %w", err)
	}
	return p, p.ready(ctx)
}

func freePort(ctx context.Context) (int, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("choose a port: %w", err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// ready waits until the client answers.
func (p *playground) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		if status, _, err := ask(ctx, http.MethodGet, p.url+"/_internal/v1/config", nil); err == nil && status == http.StatusOK {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("the client is not ready: %w\n%s", ctx.Err(), p.said())
		}
	}
}

// Write keeps what the client says.
func (p *playground) Write(data []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.Write(data)
}

func (p *playground) said() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	file, _ := os.ReadFile(filepath.Join(p.folder, "log")) // there may be none
	return p.log.String() + string(file[max(0, len(file)-1500):])
}

func (p *playground) stop() {
	_ = p.process.Process.Kill() // it may have ended
	_ = p.process.Wait()
	_ = os.RemoveAll(p.folder)
}

// ask sends JSON and gives the status and the JSON that came back, nil if none did.
func ask(ctx context.Context, method, url string, body any, header ...string) (int, any, error) {
	var data io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return 0, nil, err
		}
		data = bytes.NewReader(encoded)
	}
	r, err := http.NewRequestWithContext(ctx, method, url, data)
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	response, err := (&http.Client{Transport: fresh()}).Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close()
	var answer any
	_ = json.NewDecoder(response.Body).Decode(&answer) // it may have none
	return response.StatusCode, answer, nil
}
