package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"soundings/config"
	"soundings/journal/redis"
	"soundings/journal/sqlite"
	"soundings/journal/vault"
)

// askWithin bounds each question that a check puts to something else.
const askWithin = 2 * time.Second

// finding is one thing that a check looked at. Do is what to do about it; where
// nothing is to be done it is empty.
type finding struct {
	level    level
	what, do string
}

// level says how good or bad a finding is, as people read it.
type level string

const (
	fine level = "right" // as it should be
	mind level = "note"  // works, and is worth knowing
	mend level = "wrong" // the service does not start, or loses something
)

// checkCommand says what is right, what is not, and what to do. It changes
// nothing, and may be run beside a running service.
func checkCommand(ctx context.Context, e Environment, args []string) error {
	f := flags("check")
	file := f.String("config", "", "configuration file")
	only := f.Bool("alive", false, "only ask whether the service answers, as a container's health check does")
	if err := parse(f, args); err != nil {
		return err
	}
	if f.NArg() > 0 {
		return fmt.Errorf("%q is not a flag: %w", f.Arg(0), errUsage)
	}
	c, err := loadConfig(e, *file)
	if err != nil {
		var faults *config.Error
		if !errors.As(err, &faults) {
			return err
		}
		report(e.Stdout, settingsFindings(faults))
		return errSaid
	}
	if *only {
		if !alive(ctx, c) {
			return fmt.Errorf("no service answers on %s", c.Listen)
		}
		return nil
	}
	if wrong := report(e.Stdout, findings(ctx, c, *file)); wrong > 0 {
		return errSaid
	}
	return nil
}

// settingsFindings is what is wrong with the settings; without them nothing
// else can be looked at.
func settingsFindings(faults *config.Error) []finding {
	var all []finding
	for _, fault := range faults.Faults {
		do := "Mend it, and check again: nothing else can be looked at before."
		if fault.Example != "" {
			do = "Write for example " + fault.Example + "."
			fault.Example = ""
		}
		all = append(all, finding{mend, "Settings: " + fault.String() + ".", do})
	}
	return all
}

// findings looks at everything in turn. What one thing says does not keep the
// next from being looked at.
func findings(ctx context.Context, c config.Config, file string) []finding {
	where := "from the environment and what holds where nobody sets anything"
	if file != "" {
		where = "from " + file + " and the environment"
	}
	all := []finding{{fine, "Settings: read " + where + ".", ""}}
	running := alive(ctx, c)
	if c.RedisURL.Empty() {
		all = append(all, checkFolder(c, running)...)
	} else {
		all = append(all, checkRedis(ctx, c)...)
	}
	all = append(all, checkKeys(c)...)
	all = append(all, checkListen(ctx, c, running)...)
	all = append(all, checkPublic(ctx, c)...)
	return append(all, checkPlatforms(ctx, c)...)
}

// report writes the findings, the worst last where it is seen, and counts what
// is wrong.
func report(w io.Writer, all []finding) (wrong int) {
	for _, l := range []level{fine, mind, mend} {
		for _, f := range all {
			if f.level != l {
				continue
			}
			_, _ = fmt.Fprintf(w, "%-5s  %s\n", l, f.what)
			if f.do != "" {
				_, _ = fmt.Fprintf(w, "       %s\n", f.do)
			}
			if l == mend {
				wrong++
			}
		}
	}
	switch wrong {
	case 0:
		_, _ = fmt.Fprintln(w, "\nNothing is wrong.")
	case 1:
		_, _ = fmt.Fprintln(w, "\nOne thing is wrong; what to do stands under it.")
	default:
		_, _ = fmt.Fprintf(w, "\n%d things are wrong; what to do stands under each.\n", wrong)
	}
	return wrong
}

// alive says whether a service answers where this one would listen.
func alive(ctx context.Context, c config.Config) bool {
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil || port == "0" {
		return false
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return reach(ctx, "http://"+net.JoinHostPort(host, port)+"/healthz") == nil
}

// reach asks for a page and is content with any that is found.
func reach(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }() // it is not read
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("it answers %d", answer.StatusCode)
	}
	return nil
}

// checkFolder looks at the folder of the embedded journal.
func checkFolder(c config.Config, running bool) []finding {
	info, err := os.Stat(c.Data)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		parent := filepath.Dir(filepath.Clean(c.Data))
		if problem := cannotWrite(parent); problem != "" {
			return []finding{{mend, fmt.Sprintf("Journal: the folder %q is not there, and %s.", c.Data, problem), "Make it, writable for the user that runs the service and for nobody else; or name another as data."}}
		}
		return []finding{{fine, fmt.Sprintf("Journal: embedded, in the folder %q, which the first start makes.", c.Data), ""}}
	case err != nil:
		return []finding{{mend, "Journal: " + err.Error() + ".", "Let the user that runs the service into the folder."}}
	case !info.IsDir():
		return []finding{{mend, fmt.Sprintf("Journal: %q is a file, not a folder.", c.Data), "Name a folder as data."}}
	}
	var all []finding
	if problem := cannotWrite(c.Data); problem != "" {
		all = append(all, finding{mend, fmt.Sprintf("Journal: %s.", problem), "Make the folder writable for the user that runs the service."})
	}
	if info.Mode().Perm()&0o027 != 0 {
		all = append(all, finding{mind, fmt.Sprintf("Journal: others on this machine can look into %q (mode %04o).", c.Data, info.Mode().Perm()), "Run chmod 700 on it."})
	}
	return append(all, checkDatabase(c, running)...)
}

// cannotWrite says why nothing can be written in a folder, or "".
func cannotWrite(folder string) string {
	file, err := os.CreateTemp(folder, ".soundings-check-*")
	if err != nil {
		return fmt.Sprintf("nothing can be written in %q", folder)
	}
	_, err = file.WriteString("x")
	err = errors.Join(err, file.Sync(), file.Close(), os.Remove(file.Name()))
	if err != nil {
		return fmt.Sprintf("what is written in %q does not reach the disk: %v", folder, err)
	}
	return ""
}

// checkDatabase reads the journal beside whoever writes it.
func checkDatabase(c config.Config, running bool) []finding {
	path := journalPath(c.Data)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return []finding{{fine, fmt.Sprintf("Journal: embedded, in the folder %q; nothing is in it yet.", c.Data), ""}}
	}
	ctx, cancel := context.WithTimeout(context.Background(), askWithin)
	defer cancel()
	store, err := sqlite.OpenReader(ctx, sqlite.Options{Path: path})
	if err != nil {
		return []finding{{mend, "Journal: it can't be read: " + err.Error() + ".", "Restore the folder from its last copy, and keep this one: parts may still be readable."}}
	}
	defer func() { _ = store.Close() }() // it was only read
	streams := 0
	for name, err := range store.Streams(ctx) {
		if err != nil {
			return []finding{{mend, "Journal: it can't be read: " + err.Error() + ".", "Restore the folder from its last copy, and keep this one."}}
		}
		if strings.HasPrefix(name, "engagement/") {
			streams++
		}
	}
	who := "no service is using it"
	if running {
		who = "a service is using it"
	}
	return []finding{{fine, fmt.Sprintf("Journal: embedded, in the folder %q, %s, %s. Whether it is whole, soundings verify says.", c.Data, countOf(streams, "engagement", "engagements"), who), ""}}
}

func countOf(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// checkRedis asks Redis what it keeps.
func checkRedis(ctx context.Context, c config.Config) []finding {
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	const do = "See that it runs, that redis_url is right, and that this machine may reach it."
	store, err := redis.Open(ctx, redis.Options{URL: c.RedisURL, Wait: c.RedisWait, Now: time.Now})
	if err != nil {
		return []finding{{mend, "Journal: Redis does not answer: " + err.Error() + ".", do}}
	}
	defer func() { _ = store.Close() }() // it was only asked
	found, err := store.Check(ctx)
	levels := map[redis.Level]level{redis.OK: fine, redis.Warn: mind, redis.Fail: mend}
	var all []finding
	for _, f := range found {
		all = append(all, finding{levels[f.Level], "Journal: Redis " + f.Where + ": " + f.What, f.Do})
	}
	if err != nil {
		all = append(all, finding{mend, "Journal: Redis does not answer: " + err.Error() + ".", do})
	}
	return all
}

// checkKeys looks at the key files.
func checkKeys(c config.Config) []finding {
	var all []finding
	for _, key := range []struct{ path, what, lost string }{
		{c.KeyFile, "Root key", "Without it nobody can be named or signed in any more."},
		{c.KeyFile + checkpointSuffix, "Checkpoint key", "Without it no digest can vouch for the record any more."},
	} {
		_, err := vault.LoadKey(key.path, false)
		switch {
		case err == nil:
			all = append(all, finding{fine, key.what + ": " + key.path + ". Keep a copy apart from the journal. " + key.lost, ""})
		case errors.Is(err, fs.ErrNotExist) && c.RedisURL.Empty():
			all = append(all, finding{fine, key.what + ": the first start makes " + key.path + ".", ""})
		default:
			all = append(all, finding{mend, key.what + ": " + err.Error() + ".", "Restore the file from its copy, readable for the user that runs the service alone."})
		}
	}
	return all
}

// checkListen tries whether the service could listen.
func checkListen(ctx context.Context, c config.Config, running bool) []finding {
	if running {
		return []finding{{fine, "Address: a service answers on " + c.Listen + ".", ""}}
	}
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return []finding{{mend, "Address: the service can't listen on " + c.Listen + ": " + err.Error() + ".", "End what uses it, or set listen to another address."}}
	}
	_ = listener.Close()
	return []finding{{fine, "Address: free, " + c.Listen + ".", ""}}
}

// checkPublic looks at how others reach the service.
func checkPublic(ctx context.Context, c config.Config) []finding {
	switch {
	case strings.HasPrefix(c.PublicURL, "http://"):
		return []finding{{mind, "Public address: " + c.PublicURL + ", which only this computer can use.", "To let suppliers in, put a web server with a certificate in front and set public_url to its https address."}}
	case reach(ctx, c.PublicURL+"/healthz") != nil:
		return []finding{{mind, "Public address: " + c.PublicURL + " does not answer from here; it may be that the service is not running, or that this machine can't reach its own public address.", "Start the service, and open " + c.PublicURL + "/healthz in a browser somewhere else."}}
	}
	return []finding{{fine, "Public address: " + c.PublicURL + " answers.", ""}}
}

// checkPlatforms says what is attached.
func checkPlatforms(ctx context.Context, c config.Config) []finding {
	all := []finding{{fine, "Browser: always on; the start prints a link that signs the first commissioner in.", ""}}
	all = append(all, checkMail(ctx, c)...)
	all = append(all, checkSlack(ctx, c)...)
	all = append(all, checkTeams(ctx, c)...)
	if len(c.Commissioners) == 0 {
		all = append(all, finding{mind, "Commissioners: nobody is listed, so everybody who is signed in as a member of the buying organisation may start an engagement.", "List them as commissioners if that is too many."})
	} else {
		all = append(all, finding{fine, "Commissioners: " + countOf(len(c.Commissioners), "person or group", "people or groups") + " may start an engagement.", ""})
	}
	return all
}

// checkMail says whether mail can be sent.
func checkMail(_ context.Context, c config.Config) []finding {
	if c.Mail.SMTPURL.Empty() {
		return []finding{{mind, "Mail: not set up, so suppliers who have only a browser hear nothing by themselves; you pass their links on.", "Set mail.smtp_url and mail.from."}}
	}
	sent := finding{fine, "Mail: sent from " + c.Mail.From + ".", ""}
	if c.Mail.ReportSecret.Empty() {
		return []finding{sent, {mind, "Mail that comes back: not handed over, so only what is refused at once is noticed.", "Set mail.report_secret, and see docs/mail.md."}}
	}
	return []finding{sent, {fine, "Mail that comes back: taken at /mail/reports.", ""}}
}
