package config

import (
	"fmt"
	"strconv"
	"strings"

	"soundings/internal/secret"
)

// setting is one row of the table of settings.
type setting struct {
	key     string // slack.bot_token
	what    string // for people, one line
	example string // of a value, as it stands in the file
	value   value
	fault   func() string // of the value as it is, or ""; nil where any will do
	source  string        // where it was set: "soundings.yaml:4", or a variable
}

func (s *setting) check() string {
	if s.fault == nil {
		return ""
	}
	return s.fault()
}

// variable is the setting's twin in the environment.
func (s *setting) variable() string {
	return "SOUNDINGS_" + strings.ToUpper(strings.ReplaceAll(s.key, ".", "_"))
}

// settings is the table: every setting there is, in the order in which the
// documentation has them, each bound to its place in c.
func settings(c *Config) []*setting {
	mail, slack, teams := &c.Mail, &c.Slack, &c.Teams
	return []*setting{
		{
			key: "listen", value: (*text)(&c.Listen), example: `":8080"`, fault: func() string { return listen(c.Listen) },
			what: "where the service listens for HTTP: a host, which may be left out for all, a colon and a port",
		},
		{
			key: "public_url", value: (*text)(&c.PublicURL), example: `"https://soundings.example.gov.uk"`,
			fault: func() string { return webAddress(c.PublicURL) },
			what:  "how browsers, Slack and Teams reach it; on its own computer if left out",
		},
		{
			key: "data", value: (*text)(&c.Data), example: `"data"`,
			what: "the folder of the embedded journal",
		},
		{
			key: "key_file", value: (*text)(&c.KeyFile), example: `"data/key"`,
			what: "the root key, made at the first start with the embedded journal; the file key in the data folder if left out",
		},
		{
			key: "redis_url", value: (*hidden)(&c.RedisURL), example: `"rediss://user:password@redis.example.gov.uk:6379"`,
			fault: func() string { return redisURL(c.RedisURL) },
			what:  "Redis as the journal, for several replicas of the service; the embedded journal if left out",
		},
		{
			key: "redis_wait", value: (*number)(&c.RedisWait), example: "1", fault: func() string { return between(c.RedisWait, 0, 9) },
			what: "how many replicas of Redis must have a fact before it is acknowledged",
		},
		{
			key: "timezone", value: (*text)(&c.Timezone), example: `"Europe/London"`, fault: func() string { return timezone(c.Timezone) },
			what: "the time zone of new engagements",
		},
		{
			key: "holidays", value: (*list)(&c.Holidays), example: `["2026-12-24", "2026-12-31"]`,
			fault: func() string { return days(c.Holidays) },
			what:  "days beside weekends and the bank holidays of England and Wales on which engagements that are begun from now on have no digest",
		},
		{
			key: "buyer", value: (*text)(&c.Buyer), example: `"Westmere County Council"`, fault: func() string { return oneShortLine(c.Buyer) },
			what: "who asks, as suppliers read it: the council or body, in engagements that are begun from now on; each can say otherwise",
		},
		{
			key: "contact", value: (*text)(&c.Contact), example: `"Commissioning, commissioning@example.gov.uk, 01632 960 123"`, fault: func() string { return oneShortLine(c.Contact) },
			what: "whom suppliers can turn to, with a telephone number for people who use services; in engagements that are begun from now on",
		},
		{
			key: "commissioners", value: (*list)(&c.Commissioners), example: `["U012AB3CD", "dana@example.gov.uk"]`,
			fault: func() string { return people(c.Commissioners) },
			what:  "who may open an engagement: ids of people or groups on the platform, or mail addresses",
		},
		{
			key: "mail.smtp_url", value: (*hidden)(&mail.SMTPURL), example: `"smtps://user:password@mail.example.gov.uk:465"`,
			fault: func() string { return smtpURL(mail.SMTPURL) },
			what:  "the server that sends mail to suppliers who have only a browser; no mail if left out",
		},
		{
			key: "mail.from", value: (*text)(&mail.From), example: `"Soundings <soundings@example.gov.uk>"`,
			fault: func() string { return mailAddress(mail.From) }, what: "whom that mail is from",
		},
		{
			key: "mail.report_secret", value: (*hidden)(&mail.ReportSecret), example: `"hV2n…, of at least 16 characters"`,
			fault: func() string { return unguessable(mail.ReportSecret) },
			what:  "what your mail server shows when it hands over mail that came back; without it only what is refused at once is noticed",
		},
		{
			key: "slack.mode", value: (*text)(&slack.Mode), example: `"socket"`,
			fault: func() string { return oneOf(slack.Mode, SlackHTTP, SlackSocket) },
			what:  "how Slack's events arrive: http, where Slack calls the public URL, or socket, where the service calls Slack",
		},
		{
			key: "slack.bot_token", value: (*hidden)(&slack.BotToken), example: `"xoxb-…"`,
			fault: func() string { return begins(slack.BotToken, "xoxb-") }, what: "the app's bot token; no Slack if left out",
		},
		{
			key: "slack.signing_secret", value: (*hidden)(&slack.SigningSecret), example: `"8f742231b10e…"`,
			what: "the app's signing secret, with mode http",
		},
		{
			key: "slack.app_token", value: (*hidden)(&slack.AppToken), example: `"xapp-…"`,
			fault: func() string { return begins(slack.AppToken, "xapp-") }, what: "the app-level token, with mode socket",
		},
		{
			key: "slack.api_url", value: (*text)(&slack.APIURL), example: `"https://slack.com/api/"`,
			fault: func() string { return folderAddress(slack.APIURL) }, what: "Slack's Web API, with a slash at its end",
		},
		{
			key: "teams.app_id", value: (*text)(&teams.AppID), example: `"2a7c1c9e-5b0f-4c8e-9a53-0d1f6e3b7a10"`,
			fault: func() string { return identifier(teams.AppID) }, what: "the bot's application id; no Teams if left out",
		},
		{
			key: "teams.app_password", value: (*hidden)(&teams.AppPassword), example: `"aBc8Q~…"`,
			what: "the application's client secret",
		},
		{
			key: "teams.tenant_id", value: (*text)(&teams.TenantID), example: `"72f988bf-86f1-41af-91ab-2d7cd011db47"`,
			fault: func() string { return identifier(teams.TenantID) }, what: "the tenant that the bot belongs to",
		},
		{
			key: "teams.openid_metadata_url", value: (*text)(&teams.OpenIDMetadataURL),
			example: `"https://login.botframework.com/v1/.well-known/openidconfiguration"`,
			fault:   func() string { return webAddress(teams.OpenIDMetadataURL) },
			what:    "where the keys that sign requests are published; Microsoft's if left out",
		},
		{
			key: "teams.token_url", value: (*text)(&teams.TokenURL), example: `"https://login.microsoftonline.com/…/oauth2/v2.0/token"`,
			fault: func() string { return webAddress(teams.TokenURL) }, what: "where the bot gets its own token; Microsoft's if left out",
		},
		{
			key: "teams.service_hosts", value: (*list)(&teams.ServiceHosts), example: `["smba.trafficmanager.net"]`,
			fault: func() string { return hosts(teams.ServiceHosts) }, what: "the hosts that the bot may write to; Microsoft's if left out",
		},
	}
}

// value is the place that a setting is kept in. set and setAll give what is
// wrong with the form of what they got, or "".
type value interface {
	set(scalar string) string
	setAll(scalars []string) string
}

type (
	text   string
	hidden secret.Text
	number int
	list   []string
)

const notList = "it has one value, not a list"

func (t *text) set(scalar string) string { *t = text(scalar); return "" }
func (t *text) setAll([]string) string   { return notList }

func (h *hidden) set(scalar string) string { *h = hidden(secret.New(scalar)); return "" }
func (h *hidden) setAll([]string) string   { return notList }

func (n *number) setAll([]string) string { return notList }

func (n *number) set(scalar string) string {
	parsed, err := strconv.Atoi(scalar)
	if err != nil {
		return fmt.Sprintf("%.40q is no whole number", scalar)
	}
	*n = number(parsed)
	return ""
}

func (l *list) setAll(scalars []string) string { *l = scalars; return "" }

// set takes a list with commas, as variables have it.
func (l *list) set(scalar string) string {
	*l = nil
	for part := range strings.SplitSeq(scalar, ",") {
		if part = strings.TrimSpace(part); part != "" {
			*l = append(*l, part)
		}
	}
	return ""
}

// Description is a setting in the words of the documentation.
type Description struct {
	Key      string // slack.bot_token
	Variable string // SOUNDINGS_SLACK_BOT_TOKEN
	File     string // SOUNDINGS_SLACK_BOT_TOKEN_FILE, for secrets, or ""
	What     string
	Example  string // of a value in the file
}

// Describe gives every setting there is.
func Describe() []Description {
	var all []Description
	for _, s := range settings(&Config{}) {
		d := Description{Key: s.key, Variable: s.variable(), What: s.what, Example: s.example}
		if s.secret() {
			d.File = s.variable() + fileSuffix
		}
		all = append(all, d)
	}
	return all
}

func (s *setting) secret() bool {
	_, is := s.value.(*hidden)
	return is
}
