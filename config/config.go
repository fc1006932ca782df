// Package config reads the settings of an installation: defaults, then a YAML
// file, then the environment. It checks each setting and how they fit
// together, and tells of all faults at once. It opens no connection and knows
// nothing of what the settings are for beyond what can be read from their
// text.
package config

import (
	"cmp"
	"net"
	"path"
	"strings"
	"time"

	"soundings/internal/secret"
)

// Config is the settings of an installation, complete and checked. See
// Describe for what each means.
type Config struct {
	Listen        string // host:port; the port may be 0
	PublicURL     string // without a slash at its end; with port 0 where neither it nor Listen names one
	Data          string
	KeyFile       string
	RedisURL      secret.Text // empty: the embedded journal in Data
	RedisWait     int
	Timezone      string   // as time.LoadLocation takes it; see Zone
	Holidays      []string // as 2026-12-24
	Buyer         string   // who asks in new engagements; empty: each says it
	Contact       string   // whom suppliers can turn to in new engagements; empty: each says it
	Commissioners []string
	Mail          Mail
	Slack         Slack
	Teams         Teams
}

// Mail is how mail is sent: not at all where SMTPURL is empty.
type Mail struct {
	SMTPURL      secret.Text
	From         string
	ReportSecret secret.Text // empty: reports on mail that came back are not taken
}

// Slack is the connection to Slack: none where BotToken is empty.
type Slack struct {
	Mode          string // SlackHTTP or SlackSocket
	BotToken      secret.Text
	SigningSecret secret.Text // with SlackHTTP
	AppToken      secret.Text // with SlackSocket
	APIURL        string      // with a slash at its end
}

// The ways in which Slack's events arrive.
const (
	SlackHTTP   = "http"   // Slack calls us
	SlackSocket = "socket" // we call Slack
)

// Teams is the connection to Microsoft Teams: none where AppID is empty.
type Teams struct {
	AppID             string
	AppPassword       secret.Text
	TenantID          string
	OpenIDMetadataURL string   // empty: Microsoft's
	TokenURL          string   // empty: Microsoft's
	ServiceHosts      []string // empty: Microsoft's
}

// Zone is the time zone of new engagements.
func (c Config) Zone() *time.Location {
	zone, err := time.LoadLocation(c.Timezone)
	if err != nil {
		return time.UTC // cannot be: Load has tried it
	}
	return zone
}

// The settings that hold where nobody sets any.
const (
	defaultListen = "localhost:8080"
	defaultData   = "data"
)

func defaults() Config {
	return Config{
		Listen:   defaultListen,
		Data:     defaultData,
		Timezone: "Europe/London",
		Slack:    Slack{Mode: SlackHTTP, APIURL: "https://slack.com/api/"},
	}
}

// derive fills what follows from other settings.
func (c *Config) derive() {
	c.PublicURL = strings.TrimRight(c.PublicURL, "/")
	if c.PublicURL == "" {
		host, port, _ := net.SplitHostPort(c.Listen) // checked
		if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
			host = "localhost"
		}
		c.PublicURL = "http://" + net.JoinHostPort(host, port)
	}
	c.KeyFile = cmp.Or(c.KeyFile, path.Join(c.Data, "key"))
}

// Lookup finds an environment variable, as os.LookupEnv does.
type Lookup func(name string) (value string, ok bool)

// ReadFile reads a file, as os.ReadFile does.
type ReadFile func(name string) ([]byte, error)

// Load gives the settings of the file of that name, if it is not empty, with
// what the environment says instead. What is empty counts as not set, in both. If anything is wrong it gives an *Error with every fault; no error
// contains the value of a secret.
//
// With Redis the key file must exist: readFile is used to see that.
func Load(name string, lookup Lookup, readFile ReadFile) (Config, error) {
	c := defaults()
	table := settings(&c)
	faults := &Error{}
	if name != "" {
		fromFile(name, readFile, table, faults)
	}
	fromEnvironment(lookup, readFile, table, faults)
	for _, s := range table {
		if fault := s.check(); s.source != "" && fault != "" && !faults.about(s.key) {
			faults.add(s.source, s.key, fault, s.example)
		}
	}
	checkTogether(&c, table, readFile, faults)
	if len(faults.Faults) > 0 {
		return Config{}, faults
	}
	c.derive()
	return c, nil
}
