package redis

import (
	"net"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"soundings/internal/secret"
)

func TestParseURL(t *testing.T) {
	tests := []struct {
		url  string
		want place
	}{
		{"redis://localhost", place{addrs: []string{"localhost:6379"}}},
		{"redis://localhost:6380/", place{addrs: []string{"localhost:6380"}}},
		{"rediss://ana:pa%3Ass@r.example/3", place{
			addrs: []string{"r.example:6379"}, tls: true, user: "ana", password: secret.New("pa:ss"), db: 3,
		}},
		{"redis://:p@ss,word@10.0.0.1", place{addrs: []string{"10.0.0.1:6379"}, password: secret.New("p@ss,word")}},
		{"redis://u:a/b@a", place{addrs: []string{"a:6379"}, user: "u", password: secret.New("a/b")}},
		{"redis://[::1]:7000", place{addrs: []string{"[::1]:7000"}}},
		{"redis://[::1]", place{addrs: []string{"[::1]:6379"}}},
		{"redis://a,b:7001", place{kind: cluster, addrs: []string{"a:6379", "b:7001"}}},
		{"redis://:s@a,redis://:s@b", place{kind: cluster, addrs: []string{"a:6379", "b:6379"}, password: secret.New("s")}},
		{"redis+cluster://a", place{kind: cluster, addrs: []string{"a:6379"}}},
		{"rediss+cluster://u:s@a/0", place{kind: cluster, addrs: []string{"a:6379"}, tls: true, user: "u", password: secret.New("s")}},
		{"redis+sentinel://u:s@a,b:26380/mine?db=2&sentinel_user=w&sentinel_password=x%26y", place{
			kind: sentinel, addrs: []string{"a:26379", "b:26380"}, user: "u", password: secret.New("s"), master: "mine", db: 2,
			sentinelUser: "w", sentinelPassword: secret.New("x&y"),
		}},
	}
	for _, test := range tests {
		got, err := parseURL(secret.New(test.url))
		if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(place{})); diff != "" || err != nil {
			t.Errorf("parseURL(%q): %v (-want +got):\n%s", test.url, err, diff)
		}
	}
}

const hidden = "hunter2"

func TestParseURLRefuses(t *testing.T) {
	tests := []struct{ url, want string }{
		{"", "it has to begin with redis:// or rediss://"},
		{hidden, "it has to begin with redis:// or rediss://"},
		{"http://:" + hidden + "@a", "the scheme has to be redis or rediss"},
		{"redis+swarm://a", "after redis+ it has to say cluster or sentinel"},
		{"redis://:" + hidden + "@", "a host is missing"},
		{"redis://:" + hidden + "%zz@a", "user and password have to be percent-encoded"},
		{"redis://:a?" + hidden + "@a", "a host is not of the form"},
		{"redis://a b", "a host is not of the form"},
		{"redis://a:" + hidden, "a host is not of the form"},
		{"redis://a:0", "a host is not of the form"},
		{"redis://a/" + hidden, "the database has to be a number"},
		{"redis://a,b/1", "a cluster has only database 0"},
		{"redis://a/1,redis://b/1", "a cluster has only database 0"},
		{"redis://:" + hidden + "@a,redis://b", "all servers of a cluster need the same"},
		{"redis://a?password=" + hidden, "only a redis+sentinel URL may have"},
		{"redis+sentinel://a", "the name of the master is missing"},
		{"redis+sentinel://a/m?" + hidden + "=1", "only a redis+sentinel URL may have"},
		{"redis+sentinel://a/m?db=x", "the database has to be a number"},
		{"redis+sentinel://a/m?db=%zz", "percent-encoded"},
		{"redis+sentinel://a/m,redis+sentinel://b/m", "sentinels are listed in one URL"},
	}
	for _, test := range tests {
		_, err := parseURL(secret.New(test.url))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("parseURL(%q): %v, want %q", test.url, err, test.want)
		} else if strings.Contains(err.Error(), hidden) {
			t.Errorf("parseURL(%q): the error shows the secret: %v", test.url, err)
		}
	}
}

func FuzzParseURL(f *testing.F) {
	for _, url := range []string{
		"redis://:" + hidden + "@a:1/0", "redis://a,redis://b", "redis+sentinel://a,b/m?db=1", "rediss+cluster://[::1]:7000", "redis://%zz@a",
	} {
		f.Add(url)
	}
	f.Fuzz(func(t *testing.T, url string) {
		p, err := parseURL(secret.New(url))
		if err != nil {
			if user, rest, ok := strings.Cut(url, ":"); ok && len(rest) > 12 && strings.Contains(err.Error(), rest) {
				t.Errorf("parseURL(%q): the error repeats it after %q: %v", url, user, err)
			}
			return
		}
		for _, addr := range p.addrs {
			if host, port, err := net.SplitHostPort(addr); err != nil || host == "" || port == "" {
				t.Errorf("parseURL(%q) has the address %q", url, addr)
			}
		}
		if len(p.addrs) == 0 || p.kind == single && len(p.addrs) != 1 || p.kind == cluster && p.db != 0 || (p.kind == sentinel) != (p.master != "") {
			t.Errorf("parseURL(%q) = %+v, which is nowhere", url, p)
		}
	})
}
