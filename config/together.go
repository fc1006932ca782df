package config

import "strings"

// checkTogether finds the faults that lie between settings.
func checkTogether(c *Config, table []*setting, readFile ReadFile, faults *Error) {
	t := together{table: table, faults: faults}
	t.redis(c, readFile)
	t.mail(c)
	t.slack(c)
	t.teams(c)
}

type together struct {
	table  []*setting
	faults *Error
}

// blame tells a fault at the setting of that key, unless that has one.
func (t together) blame(key, text, example string) {
	if t.faults.about(key) {
		return
	}
	s := find(t.table, key)
	if example == "" {
		example = s.example
	}
	t.faults.add(s.source, key, text, example)
}

// needs tells that the setting is missing, as its variable if it is a secret.
func (t together) needs(key, because string) {
	s := find(t.table, key)
	example := s.variable() + "=" + s.example
	if s.secret() {
		example = s.variable() + fileSuffix + "=/run/secrets/" + strings.ReplaceAll(s.key, ".", "_")
	}
	t.blame(key, "it is missing: "+because, example)
}

func (t together) redis(c *Config, readFile ReadFile) {
	if c.RedisURL.Empty() {
		if c.RedisWait > 0 {
			t.blame("redis_wait", "there is no Redis to wait for: set redis_url, or leave it out", "0")
		}
		return
	}
	kept := *c
	kept.derive()
	if _, err := readFile(kept.KeyFile); err != nil {
		t.blame("key_file", "with Redis it must be there before the service starts, the same for every replica: "+err.Error(),
			"(umask 077; head -c 32 /dev/urandom | base64 > "+kept.KeyFile+")")
	}
}

func (t together) mail(c *Config) {
	switch {
	case c.Mail.SMTPURL.Empty() && c.Mail.From != "":
		t.needs("mail.smtp_url", "mail.from is set")
	case !c.Mail.SMTPURL.Empty() && c.Mail.From == "":
		t.needs("mail.from", "mail.smtp_url is set")
	case c.Mail.SMTPURL.Empty() && !c.Mail.ReportSecret.Empty():
		t.needs("mail.smtp_url", "mail.report_secret is set")
	case !c.Mail.SMTPURL.Empty() && c.PublicURL == "":
		t.needs("public_url", "links in mail have to lead to the service")
	}
}

func (t together) slack(c *Config) {
	slack := c.Slack
	switch {
	case slack.BotToken.Empty() && (!slack.SigningSecret.Empty() || !slack.AppToken.Empty()):
		t.needs("slack.bot_token", "other secrets of Slack are set")
	case slack.BotToken.Empty():
	case slack.Mode == SlackSocket && slack.AppToken.Empty():
		t.needs("slack.app_token", "slack.mode is socket")
	case slack.Mode == SlackHTTP && slack.SigningSecret.Empty():
		t.needs("slack.signing_secret", "slack.mode is http")
	case slack.Mode == SlackHTTP && c.PublicURL == "":
		t.needs("public_url", "Slack has to reach the service; or set slack.mode to socket")
	}
}

func (t together) teams(c *Config) {
	teams := c.Teams
	if teams.AppID == "" && teams.AppPassword.Empty() && teams.TenantID == "" {
		return
	}
	const because = "other settings of Teams are there"
	if teams.AppID == "" {
		t.needs("teams.app_id", because)
	}
	if teams.AppPassword.Empty() {
		t.needs("teams.app_password", because)
	}
	if teams.TenantID == "" {
		t.needs("teams.tenant_id", because)
	}
	if c.PublicURL == "" {
		t.needs("public_url", "Teams has to reach the service")
	}
}
