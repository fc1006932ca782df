package redis

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"soundings/internal/secret"
)

// kind is how the servers of a place stand to each other.
type kind int

const (
	single kind = iota
	cluster
	sentinel
)

// place is where a Redis is, as its URL says.
type place struct {
	kind             kind
	addrs            []string // host:port; of the sentinels where kind is sentinel
	tls              bool
	user             string
	password         secret.Text
	db               int    // not in a cluster
	master           string // the name sentinels know the master by
	sentinelUser     string
	sentinelPassword secret.Text
}

const (
	redisPort    = "6379"
	sentinelPort = "26379"
)

// parseURL reads
//
//	redis://[user:password@]host[:port][/db]              one server
//	redis://host1:6379,redis://host2:6379                 a cluster, some of its servers
//	redis+cluster://[user:password@]host[:port][,host…]   the same, or one server of it
//	redis+sentinel://[user:password@]host[:port][,host…]/name[?db=0]
//
// and the same with rediss for TLS. User and password are percent-encoded.
// Sentinels that want a password of their own get it as ?sentinel_user= and
// ?sentinel_password=. No error contains any part of the URL that may be
// secret.
func parseURL(text secret.Text) (place, error) {
	p, err := parsePlace(text.Reveal())
	if err != nil {
		return place{}, fmt.Errorf("read Redis URL: %w", err)
	}
	return p, nil
}

func parsePlace(text string) (place, error) {
	var p place
	for i, one := range splitURLs(text) {
		next, err := parseOne(one)
		if err != nil {
			return place{}, err
		}
		if i == 0 {
			p = next
			continue
		}
		if p.kind == sentinel || next.kind == sentinel {
			return place{}, errors.New("sentinels are listed in one URL, separated by commas: redis+sentinel://host1,host2/name")
		}
		if next.tls != p.tls || next.user != p.user || !next.password.Equal(p.password) || next.db != p.db {
			return place{}, errors.New("all servers of a cluster need the same scheme, user and password")
		}
		p.kind = cluster
		p.addrs = append(p.addrs, next.addrs...)
	}
	if p.kind == cluster && p.db != 0 {
		return place{}, errors.New("a cluster has only database 0: leave the number at the end out")
	}
	return p, nil
}

// splitURLs cuts text at the commas that a scheme follows, and no others: a
// password may have one.
func splitURLs(text string) []string {
	var urls []string
	for {
		at := -1
		for _, scheme := range []string{",redis://", ",rediss://", ",redis+", ",rediss+"} {
			if found := strings.Index(text, scheme); found >= 0 && (at < 0 || found < at) {
				at = found
			}
		}
		if at < 0 {
			return append(urls, text)
		}
		urls = append(urls, text[:at])
		text = text[at+1:]
	}
}

// parseOne reads one URL. It does so by hand because package url takes no
// list of hosts, and because its errors quote what they could not read.
func parseOne(text string) (place, error) {
	var p place
	scheme, rest, ok := strings.Cut(strings.TrimSpace(text), "://")
	if !ok {
		return p, errors.New("it has to begin with redis:// or rediss://")
	}
	base, form, _ := strings.Cut(scheme, "+")
	switch {
	case base != "redis" && base != "rediss":
		return p, errors.New("the scheme has to be redis or rediss, with +cluster or +sentinel where that is meant")
	case form == "cluster":
		p.kind = cluster
	case form == "sentinel":
		p.kind = sentinel
	case strings.Contains(scheme, "+"):
		return p, errors.New("after redis+ it has to say cluster or sentinel")
	}
	p.tls = base == "rediss"
	rest, query, _ := strings.Cut(rest, "?")
	at := strings.LastIndexByte(rest, '@')
	hosts, path, _ := strings.Cut(rest[at+1:], "/")
	if at >= 0 {
		if err := p.parseUser(rest[:at]); err != nil {
			return place{}, err
		}
	}
	if err := errors.Join(p.parseHosts(hosts), p.parseQuery(query), p.parsePath(path)); err != nil {
		return place{}, err
	}
	return p, nil
}

func (p *place) parseUser(text string) error {
	user, password, _ := strings.Cut(text, ":")
	var errUser, errPassword error
	p.user, errUser = url.PathUnescape(user)
	password, errPassword = url.PathUnescape(password)
	if errUser != nil || errPassword != nil {
		return errors.New("user and password have to be percent-encoded: a % stands as %25")
	}
	p.password = secret.New(password)
	return nil
}

func (p *place) parseHosts(text string) error {
	port := redisPort
	if p.kind == sentinel {
		port = sentinelPort
	}
	for host := range strings.SplitSeq(text, ",") {
		if host == "" {
			return errors.New("a host is missing")
		}
		addr := host
		if _, _, err := net.SplitHostPort(host); err != nil {
			addr = net.JoinHostPort(strings.Trim(host, "[]"), port)
		}
		name, number, err := net.SplitHostPort(addr)
		if n, errNumber := strconv.ParseUint(number, 10, 16); err != nil || errNumber != nil || n == 0 || !isHost(name) {
			return errors.New("a host is not of the form name:port, 10.0.0.1:port or [::1]:port")
		}
		p.addrs = append(p.addrs, addr)
	}
	if p.kind == single && len(p.addrs) > 1 {
		p.kind = cluster
	}
	return nil
}

// isHost says whether name may be a host: that is for the resolver to know,
// but none has these in it, and a password that slipped in often does.
func isHost(name string) bool {
	return name != "" && !strings.ContainsAny(name, " \t\r\n@/?#,[]%\"'\\")
}

func (p *place) parsePath(text string) error {
	text = strings.TrimSuffix(text, "/")
	if p.kind == sentinel {
		if text == "" || strings.Contains(text, "/") {
			return errors.New("after the sentinels the name of the master is missing: redis+sentinel://host1,host2/name")
		}
		p.master = text
		return nil
	}
	if text == "" {
		return nil
	}
	return p.parseDB(text)
}

func (p *place) parseDB(text string) error {
	db, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return errors.New("the database has to be a number from 0 to 65535")
	}
	p.db = int(db)
	return nil
}

func (p *place) parseQuery(text string) error {
	values, err := url.ParseQuery(text)
	if err != nil {
		return errors.New("what follows the question mark has to be percent-encoded")
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		value := values.Get(name)
		switch {
		case p.kind == sentinel && name == "db":
			if err := p.parseDB(value); err != nil {
				return err
			}
		case p.kind == sentinel && name == "sentinel_user":
			p.sentinelUser = value
		case p.kind == sentinel && name == "sentinel_password":
			p.sentinelPassword = secret.New(value)
		default:
			return errors.New("after the question mark only a redis+sentinel URL may have db, sentinel_user and sentinel_password")
		}
	}
	return nil
}
