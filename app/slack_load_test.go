package app

import (
	"bufio"
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"soundings/adapters/slack"
	"soundings/docs/sample"
	"soundings/internal/fakeslack"
	"soundings/internal/redistest"
)

// The size of the load: engagements, organisations in each, people in each of
// those, how many sections each of these answers, and how often in one round.
const (
	loadEngagements, loadOrganisations, loadPeople, loadSections, loadTimes = 4, 40, 4, 3, 4
	loadAnswers                                                             = loadSections * loadTimes
	loadConnections                                                         = 64
	loadRounds                                                              = 3
	loadSecret                                                              = "0123456789abcdef0123456789abcdef"
)

// loadMarker stands in the words of each answer.
var loadMarker = regexp.MustCompile(`Marker r-?\d+e\d+o\d+p\d+n\d+`)

// contender is something that takes answers as Slack sends them.
type contender struct {
	name  string
	url   string
	pid   int
	says  string     // stands in the acknowledgement of what it keeps
	count func() int // of the answers that it keeps
}

// taken is what one round measured.
type taken struct {
	perSecond, cpu float64         // cpu: seconds for 1,000 answers
	times          []time.Duration // sorted
}

// BenchmarkSlackLoad sends signed answers from windows over 64 connections to
// Soundings on SQLite, to Soundings on Redis, and to the least that a Bolt app
// can do, in turn, three rounds; redis-benchmark runs beside them. Each must
// keep every answer that it acknowledged. The figures are ratios within this
// run.
func BenchmarkSlackLoad(b *testing.B) {
	if b.N > 1 {
		return // one run of three rounds says all there is to say
	}
	redis := redistest.Start(b, "--appendonly", "yes", "--appendfsync", "always")
	binary := filepath.Join(b.TempDir(), "soundings")
	build := exec.CommandContext(b.Context(), "go", "build", "-o", binary, "../cmd/soundings")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	contenders := []*contender{
		loadSoundings(b, "SQLite", binary, ""), loadSoundings(b, "Redis", binary, "redis://"+redis.Addr+"/1"),
		loadBolt(b, redis),
	}
	results := map[string][]taken{}
	sent := 0
	for _, c := range contenders { // who is new is written down, which is once in a lifetime
		loadRound(b, c, -1, 8, 1)
		sent = loadEngagements * loadOrganisations * loadPeople
	}
	var single, together []float64
	for round := range loadRounds {
		for _, c := range contenders {
			results[c.name] = append(results[c.name], loadRound(b, c, round, loadConnections, loadAnswers))
		}
		single = append(single, redisBenchmark(b, redis, 1, 3000))
		together = append(together, redisBenchmark(b, redis, loadConnections, 20000))
		sent += loadEngagements * loadOrganisations * loadPeople * loadAnswers
	}
	kept := func(c *contender, want int) {
		if n := c.count(); n != want {
			b.Errorf("%s keeps %d of %d answers that it acknowledged", c.name, n, want)
		}
	}
	for _, c := range contenders {
		kept(c, sent)
	}
	loadReport(b, results, single, together, sent)
	loadStalled(b, contenders[1], redis)
	kept(contenders[1], sent+loadEngagements*loadOrganisations*loadPeople*loadAnswers)
}

// loadStalled has the store stand still for half a second in the middle of a
// round.
func loadStalled(b *testing.B, c *contender, redis *redistest.Server) {
	b.Helper()
	stalled := make(chan struct{})
	go func() {
		defer close(stalled)
		<-time.After(500 * time.Millisecond)
		redis.Pause()
		<-time.After(500 * time.Millisecond)
		redis.Continue()
	}()
	round := loadRound(b, c, loadRounds, loadConnections, loadAnswers)
	<-stalled
	longest := round.times[len(round.times)-1]
	b.Logf("%s, standing still for 500 ms: p99 %v  max %v", c.name, round.times[len(round.times)*99/100].Round(time.Millisecond), longest.Round(time.Millisecond))
}

func loadReport(b *testing.B, results map[string][]taken, single, together []float64, sent int) {
	b.Helper()
	middle := func(of []float64) float64 { slices.Sort(of); return of[len(of)/2] }
	rate, cpu := map[string]float64{}, map[string]float64{}
	for name, rounds := range results {
		var rates, cpus []float64
		var all []time.Duration
		for _, r := range rounds {
			rates, cpus, all = append(rates, r.perSecond), append(cpus, r.cpu), append(all, r.times...)
		}
		slices.Sort(all)
		rate[name], cpu[name] = middle(rates), middle(cpus)
		b.Logf("%-18s %6.0f answers/s (%.0f)  %.2f s CPU per 1,000  p50 %v  p99 %v  max %v", name, rate[name], rates, cpu[name],
			all[len(all)/2].Round(100*time.Microsecond), all[len(all)*99/100].Round(100*time.Microsecond), all[len(all)-1].Round(time.Millisecond))
	}
	write, many := middle(single), middle(together)
	b.Logf("redis-benchmark    %6.0f writes/s over one connection (%.0f), %.0f over %d (%.0f); %d answers each", write, single, many, loadConnections, together, sent)
	for _, name := range []string{"SQLite", "Redis"} {
		b.ReportMetric(rate[name]/rate["Bolt"], strings.ToLower(name)+"/bolt")
		b.ReportMetric(cpu[name]/cpu["Bolt"], strings.ToLower(name)+"-cpu/bolt-cpu")
	}
	b.ReportMetric(rate["Redis"]/write, "redis/single-writes")
	b.ReportMetric(rate["Redis"]/many, "redis/writes-at-once")
	b.ReportMetric(0, "ns/op")
}

// loadSoundings starts the service on a store, with an engagement in each team's
// channel and suppliers in channels of their own.
func loadSoundings(b *testing.B, name, binary, redisURL string) *contender {
	b.Helper()
	fake := fakeslack.New(fakeslack.Options{SigningSecret: loadSecret})
	base := fake.Serve(b)
	address := freePort(b)
	data := b.TempDir()
	env := []string{
		"SOUNDINGS_LISTEN=" + address, "SOUNDINGS_DATA=" + data, "SOUNDINGS_BUYER=" + sample.Buyer, "SOUNDINGS_CONTACT=" + sample.Contact, "SOUNDINGS_PUBLIC_URL=https://soundings.example", "SOUNDINGS_REDIS_URL=" + redisURL,
		"SOUNDINGS_SLACK_BOT_TOKEN=xoxb-fake", "SOUNDINGS_SLACK_SIGNING_SECRET=" + loadSecret, "SOUNDINGS_SLACK_API_URL=" + base + "/api/",
	}
	if redisURL != "" {
		env = append(env, "SOUNDINGS_KEY_FILE="+loadKey(b, binary))
	}
	pid := start(b, env, "is ready", binary, "serve")
	fake.Connect("http://" + address)
	loadPrepare(b, fake)
	return &contender{
		name: name, url: "http://" + address, pid: pid, says: "Saved for",
		count: func() int { return loadCounted(b, binary, env) },
	}
}

// loadKey makes a root key, which a service on Redis does not make by itself.
func loadKey(b *testing.B, binary string) string {
	b.Helper()
	folder := b.TempDir()
	address := freePort(b)
	pid := start(b, []string{"SOUNDINGS_LISTEN=" + address, "SOUNDINGS_DATA=" + folder}, "is ready", binary, "serve")
	if p, err := os.FindProcess(pid); err == nil {
		_ = p.Signal(os.Interrupt)
	}
	return filepath.Join(folder, "key")
}

// start runs a program until the test ends, and waits until it says what it
// should.
func start(b *testing.B, env []string, ready, program string, args ...string) (pid int) {
	b.Helper()
	cmd := exec.Command(program, args...) //nolint:gosec // what the benchmark names; it is ended below
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if strings.Contains(lines.Text(), ready) {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return cmd.Process.Pid
		}
	}
	b.Fatalf("%s did not start: %s", program, errs.String())
	return 0
}

func freePort(b *testing.B) string {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// loadPrepare opens the engagements, and has everybody say who they are.
func loadPrepare(b *testing.B, fake *fakeslack.Slack) {
	b.Helper()
	ctx := b.Context()
	must := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	fake.AddUser(fakeslack.User{ID: "U0DANA", RealName: "Dana"})
	for e := range loadEngagements {
		team := fmt.Sprintf("C0TEAM%d", e)
		fake.AddChannel(fakeslack.Channel{ID: team, Private: true, Members: []string{fakeslack.Bot, "U0DANA"}})
		command := func(text string) {
			b.Helper()
			reply, err := fake.Command(ctx, "U0DANA", team, slack.Command, text)
			must(err)
			if reply.Message != nil && text != "preview" {
				b.Fatalf("%s: %s", text, reply.Message.Words())
			}
		}
		command(fmt.Sprintf("new Load %d", e))
		var draft strings.Builder
		for n := range loadSections * loadPeople {
			fmt.Fprintf(&draft, "# What matters %d\n\nA person answers within %d seconds, day and night.\n\n", n+1, n+10)
		}
		_, err := fake.Mention(ctx, "U0DANA", team, "", fakeslack.WithFile("draft.md", []byte(draft.String())))
		must(err)
		command("closes " + time.Now().AddDate(0, 2, 0).Format("2 January 2006") + " 17:00")
		invite := "invite"
		for o := range loadOrganisations {
			room, team := loadRoom(e, o), loadTeam(e, o)
			fake.AddTeam(team, room)
			members := []string{fakeslack.Bot}
			for p := range loadPeople {
				id := loadPerson(e, o, p)
				fake.AddUser(fakeslack.User{ID: id, RealName: id, Team: team})
				members = append(members, id)
			}
			fake.AddChannel(fakeslack.Channel{ID: room, Private: true, Members: members})
			invite += fmt.Sprintf("\nSupplier %d, small firm in <#%s>", o, room)
		}
		_, err = fake.Mention(ctx, "U0DANA", team, invite)
		must(err)
		command("preview")
		command("open now")
		for o := range loadOrganisations {
			_, err := fake.WaitMessage(ctx, loadRoom(e, o), "your list")
			must(err)
			must(fake.Share(ctx, loadRoom(e, o), loadTeam(e, o)))
		}
	}
}

func loadRoom(e, o int) string      { return fmt.Sprintf("C0E%dO%d", e, o) }
func loadTeam(e, o int) string      { return fmt.Sprintf("T0E%dO%d", e, o) }
func loadPerson(e, o, p int) string { return fmt.Sprintf("U0E%dO%dP%d", e, o, p) }

// loadCounted counts the answers in the record.
func loadCounted(b *testing.B, binary string, env []string) int {
	b.Helper()
	n := 0
	for e := range loadEngagements {
		cmd := exec.CommandContext(b.Context(), binary, "log", "--json", fmt.Sprintf("load-%d", e))
		cmd.Env = append(os.Environ(), env...)
		out, err := cmd.Output()
		if err != nil {
			b.Fatalf("read the record: %v", err)
		}
		seen := map[string]bool{}
		for _, marker := range loadMarker.FindAllString(string(out), -1) {
			seen[marker] = true
		}
		n += len(seen)
	}
	return n
}

// loadBolt starts the Bolt app.
func loadBolt(b *testing.B, redis *redistest.Server) *contender {
	b.Helper()
	_, port, _ := net.SplitHostPort(freePort(b))
	_, redisPort, _ := net.SplitHostPort(redis.Addr)
	pid := start(b, []string{"SLACK_SIGNING_SECRET=" + loadSecret, "NODE_ENV=production"}, "ready", "node", "../internal/interop/load.mjs", port, redisPort)
	return &contender{name: "Bolt", url: "http://127.0.0.1:" + port, pid: pid, count: func() int {
		n, err := strconv.Atoi(strings.TrimSpace(redis.Do("DBSIZE")))
		if err != nil {
			b.Fatal(err)
		}
		return n
	}}
}

// redisBenchmark measures writes at the same policy, each acknowledged before the
// next over the same connection.
func redisBenchmark(b *testing.B, redis *redistest.Server, connections, writes int) float64 {
	b.Helper()
	host, port, _ := net.SplitHostPort(redis.Addr)
	out, err := exec.CommandContext(b.Context(), "redis-benchmark", "-h", host, "-p", port, "--dbnum", "2", "-c", strconv.Itoa(connections), "-n", strconv.Itoa(writes), "-q", "hset", "key:__rand_int__", "f", "v").Output()
	if err != nil {
		b.Fatalf("redis-benchmark: %v", err)
	}
	fields := strings.Fields(string(out))
	for i, word := range fields {
		if word == "requests" && i > 0 {
			if n, err := strconv.ParseFloat(fields[i-1], 64); err == nil {
				return n
			}
		}
	}
	b.Fatalf("redis-benchmark says %q", out)
	return 0
}

// loadRound sends so many answers of everybody, once each.
func loadRound(b *testing.B, c *contender, round, connections, answers int) taken {
	b.Helper()
	type answer struct{ e, o, p, n int }
	work := make(chan answer)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: loadConnections}, Timeout: 20 * time.Second}
	var failed atomic.Pointer[error]
	var mu sync.Mutex
	var times []time.Duration
	var sending sync.WaitGroup
	cpu, began := cpuOf(b, c.pid), time.Now()
	for range connections {
		sending.Go(func() {
			for w := range work {
				t := time.Now()
				if err := loadSend(b.Context(), client, c, round, w.e, w.o, w.p, w.n); err != nil {
					failed.CompareAndSwap(nil, &err)
					continue // with what is left, so that nobody waits
				}
				spent := time.Since(t)
				mu.Lock()
				times = append(times, spent)
				mu.Unlock()
			}
		})
	}
feeding:
	for n := range answers {
		for p := range loadPeople {
			for o := range loadOrganisations {
				for e := range loadEngagements {
					if failed.Load() != nil {
						break feeding
					}
					work <- answer{e, o, p, n}
				}
			}
		}
	}
	close(work)
	sending.Wait()
	if err := failed.Load(); err != nil {
		b.Fatalf("%s: %v", c.name, *err)
	}
	spent := time.Since(began).Seconds()
	slices.Sort(times)
	return taken{perSecond: float64(len(times)) / spent, cpu: 1000 * (cpuOf(b, c.pid) - cpu) / float64(len(times)), times: times}
}

// loadSend sends one window that somebody filled in, as Slack does.
func loadSend(ctx context.Context, client *http.Client, c *contender, round, e, o, p, n int) error {
	type m = map[string]any
	user := loadPerson(e, o, p)
	view := m{
		"id": fmt.Sprintf("V%d-%d-%d", e, o, p), "type": "modal", "hash": fmt.Sprintf("%d.%d", round, n), "callback_id": "answer", "app_installed_team_id": fakeslack.Home,
		"private_metadata": fmt.Sprintf(`{"r":%q,"e":"load-%d","a":"answer","v":"%d"}`, loadRoom(e, o), e, p*loadSections+n%loadSections+1),
		"blocks":           []any{m{"type": "input", "block_id": "f-stance"}, m{"type": "input", "block_id": "f-words"}},
		"state": m{"values": m{
			"f-stance": m{"f|stance": m{"type": "radio_buttons", "selected_option": m{"value": "cautious", "text": m{"type": "plain_text", "text": "Possible, with a risk"}}}},
			"f-words":  m{"f|words": m{"type": "plain_text_input", "value": fmt.Sprintf("Marker r%de%do%dp%dn%d: our supplier will not sign the form before the spring.", round, e, o, p, n)}},
			"f-ticks":  m{"f|ticks": m{"type": "checkboxes", "selected_options": []any{}}},
			"f-role":   m{"f|role": m{"type": "plain_text_input", "value": "Operations"}},
		}},
	}
	payload, err := json.Marshal(m{
		"type": "view_submission", "team": m{"id": fakeslack.Home, "domain": "home"}, "user": m{"id": user, "name": user, "team_id": loadTeam(e, o)},
		"api_app_id": fakeslack.App, "token": "verification", "trigger_id": "1.2.3", "view": view, "response_urls": []any{}, "is_enterprise_install": false,
	})
	if err != nil {
		return err
	}
	body := url.Values{"payload": {string(payload)}}.Encode()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+"/slack/interactions", strings.NewReader(body))
	if err != nil {
		return err
	}
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	mac := hmac.New(sha256.New, []byte(loadSecret))
	_, _ = fmt.Fprintf(mac, "v0:%s:%s", stamp, body)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Slack-Request-Timestamp", stamp)
	r.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	response, err := client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	said, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK || !bytes.Contains(said, []byte(c.says)) {
		return fmt.Errorf("answered with %d: %.300s", response.StatusCode, said)
	}
	return nil
}

// cpuOf gives the seconds of CPU that a process has used.
func cpuOf(b *testing.B, pid int) float64 {
	b.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Skip("how much CPU a process used can be read on Linux alone")
	}
	fields := strings.Fields(string(data[bytes.LastIndexByte(data, ')')+1:]))
	user, _ := strconv.ParseFloat(fields[11], 64)
	system, _ := strconv.ParseFloat(fields[12], 64)
	return (user + system) / 100
}
