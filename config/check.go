package config

import (
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"soundings/internal/secret"
)

// The checks of single values. Each gives what is wrong, or "". What may be a
// secret is not in what they say.

var (
	platformID  = regexp.MustCompile(`^[A-Za-z0-9:._-]{1,128}$`)
	microsoftID = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	hostName    = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(:[0-9]{1,5})?$`)
)

func oneOf(value string, allowed ...string) string {
	if slices.Contains(allowed, value) {
		return ""
	}
	return fmt.Sprintf("%.40q is none of %s", value, strings.Join(allowed, ", "))
}

func between(value, least, most int) string {
	if value < least || value > most {
		return fmt.Sprintf("%d is not between %d and %d", value, least, most)
	}
	return ""
}

func listen(value string) string {
	_, port, err := net.SplitHostPort(value)
	if err != nil {
		return fmt.Sprintf("%.80q is not a host, which may be left out, a colon and a port", value)
	}
	if number, err := strconv.Atoi(port); err != nil || number < 0 || number > 65535 {
		return fmt.Sprintf("port %.20q is no number up to 65535", port)
	}
	return ""
}

// webAddress checks an address that browsers or servers use: over TLS, unless
// nobody else can listen.
func webAddress(value string) string {
	parsed, err := url.Parse(value)
	switch {
	case strings.Contains(value, "@"):
		return "a name or password does not belong in it"
	case err != nil || parsed.Host == "" || (parsed.Scheme != "https" && parsed.Scheme != "http"):
		return fmt.Sprintf("%.80q is no address that begins with https://", value)
	case parsed.RawQuery != "" || parsed.Fragment != "":
		return fmt.Sprintf("%.80q has something after its path", value)
	case parsed.Scheme == "http" && !ownComputer(parsed.Hostname()):
		return fmt.Sprintf("%.80q must begin with https://, since it is not on this computer", value)
	}
	return ""
}

func ownComputer(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || (ip != nil && ip.IsLoopback())
}

func folderAddress(value string) string {
	if fault := webAddress(value); fault != "" {
		return fault
	}
	if !strings.HasSuffix(value, "/") {
		return fmt.Sprintf("%.80q does not end in a slash", value)
	}
	return ""
}

// redisURL checks only how the address begins; the store reads the rest.
func redisURL(value secret.Text) string {
	scheme, _, _ := strings.Cut(value.Reveal(), "://")
	schemes := []string{"redis", "rediss", "redis+cluster", "rediss+cluster", "redis+sentinel", "rediss+sentinel"}
	if !slices.Contains(schemes, scheme) {
		return "it does not begin with redis:// or rediss://"
	}
	return ""
}

func smtpURL(value secret.Text) string {
	parsed, err := url.Parse(value.Reveal())
	if err != nil || parsed.Hostname() == "" || (parsed.Scheme != "smtp" && parsed.Scheme != "smtps") {
		return "it is no address that begins with smtp:// or smtps://"
	}
	if parsed.RawQuery != "" || parsed.Fragment != "" || strings.Trim(parsed.Path, "/") != "" {
		return "it has something after its port: in a password, write %3F for ?, %23 for # and %2F for /"
	}
	if password, _ := parsed.User.Password(); parsed.User.Username() != "" && password == "" {
		return "it has a user but no password"
	}
	return ""
}

// leastSecret is how many characters keep a secret from being guessed.
const leastSecret = 16

func unguessable(value secret.Text) string {
	if len(value.Reveal()) < leastSecret {
		return fmt.Sprintf("it has less than %d characters, so it could be guessed", leastSecret)
	}
	return ""
}

func begins(value secret.Text, with string) string {
	if !strings.HasPrefix(value.Reveal(), with) {
		return fmt.Sprintf("it does not begin with %s, so it is another secret", with)
	}
	return ""
}

func timezone(value string) string {
	if _, err := time.LoadLocation(value); err != nil || value == "" || value == "Local" {
		return fmt.Sprintf("%.40q is no time zone by the name of a place", value)
	}
	return ""
}

// mostLine is how many characters an engagement keeps of who asks, and of whom to turn to.
const mostLine = 200

func oneShortLine(value string) string {
	switch n := utf8.RuneCountInString(value); {
	case !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl):
		return "it is more than one line of text"
	case n > mostLine:
		return fmt.Sprintf("%d characters are more than %d", n, mostLine)
	}
	return ""
}

// mostDays is how many days an engagement keeps.
const mostDays = 100

func days(values []string) string {
	for _, value := range values {
		if _, err := time.Parse(time.DateOnly, value); err != nil {
			return fmt.Sprintf("%.40q is no day as year, month and day", value)
		}
	}
	if len(values) > mostDays {
		return fmt.Sprintf("%d days are more than %d: leave out those that have passed", len(values), mostDays)
	}
	return ""
}

func mailAddress(value string) string {
	if _, err := mail.ParseAddress(value); err != nil {
		return fmt.Sprintf("%.80q is no mail address", value)
	}
	return ""
}

func people(values []string) string {
	for _, value := range values {
		if strings.Contains(value, "@") {
			if fault := mailAddress(value); fault != "" {
				return fault
			}
		} else if !platformID.MatchString(value) {
			return fmt.Sprintf("%.80q is neither an id nor a mail address", value)
		}
	}
	return ""
}

func identifier(value string) string {
	if !microsoftID.MatchString(value) {
		return fmt.Sprintf("%.80q is no id of the form that Microsoft shows", value)
	}
	return ""
}

func hosts(values []string) string {
	for _, value := range values {
		if !hostName.MatchString(value) {
			return fmt.Sprintf("%.80q is no host: leave out https:// and the path", value)
		}
	}
	return ""
}
