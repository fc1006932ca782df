package mail

import (
	"context"
	"errors"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"soundings/bot"
)

// linkIn gives the address for fewer messages out of a mail that was sent.
func linkIn(t *testing.T, a *Adapter) string {
	t.Helper()
	o := openOffice(t, nil)
	if _, err := toOffice(t, o, a.options).Send(t.Context(), part("release:3", "What changed", bot.Say("Hello."))); err != nil {
		t.Fatal(err)
	}
	head, _, _ := o.all()[0].message(t)
	to, err := url.Parse(strings.Trim(head.Get("List-Unsubscribe"), "<>"))
	if err != nil || to.Scheme != "https" || head.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
		t.Fatalf("List-Unsubscribe %q: %v", head.Get("List-Unsubscribe"), err)
	}
	return to.RequestURI()
}

func TestFewer(t *testing.T) {
	a, e, _ := listening(t, nil)
	link := linkIn(t, a)
	status, page, head := call(t, a, "GET", link, "", "")
	if status != 200 || len(e.events) != 0 {
		t.Fatalf("GET = %d, and it did %v", status, e.events)
	}
	golden(t, "fewer.html", page)
	form := regexp.MustCompile(`<form method="post" action="([^"]*)">`).FindStringSubmatch(page)
	if form == nil || form[1] != link {
		t.Errorf("the form goes to %q, want %q", form, link)
	}
	if policy := head.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'; style-src 'sha256-") || strings.Contains(page, " style=") {
		t.Errorf("policy %q", policy)
	}
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
	} {
		if head.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, head.Get(name), want)
		}
	}
	// A mail program's one click, and somebody's press.
	for _, body := range []string{"List-Unsubscribe=One-Click", ""} {
		if status, page, _ = call(t, a, "POST", link, "", body); status != 200 || !strings.Contains(page, "You will get fewer messages") {
			t.Errorf("POST = %d\n%s", status, page)
		}
	}
	id := a.signer.messageID("P12", "digital-care/release:3/0.0", a.domain)
	want := bot.Event{
		ID: "mail:fewer:" + id, Kind: bot.Pressed, Action: "say", Value: "fewer messages", Room: anasRoom, Engagement: "digital-care",
		Sender: bot.Sender{ID: ana, Contact: ana, Direct: ana},
	}
	if diff := cmp.Diff([]bot.Event{want, want}, e.events); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func TestFewerOfLinksThatAreNotOurs(t *testing.T) {
	a, e, _ := listening(t, nil)
	link := linkIn(t, a)
	other := signer{[]byte("the key of another one")}
	for _, target := range []string{
		fewerPath, fewerPath + "?t=", link + "x", link[:len(link)-1], strings.Replace(link, "?t=", "?t=A", 1),
		fewerPath + "?t=" + other.token(wish{ID: "x"}), fewerPath + "?t=" + a.signer.token(wish{ID: "x"}) + "&x",
	} {
		for _, method := range []string{"GET", "POST"} {
			status, page, _ := call(t, a, method, target, "", "")
			signed := strings.HasSuffix(target, "&x") // ours, and of no message
			if status != 404 && (!signed || method != "GET") || strings.Contains(page, "You will") {
				t.Errorf("%s %s = %d\n%s", method, target, status, page)
			}
		}
	}
	if len(e.events) > 0 {
		t.Errorf("events %v", e.events)
	}
}

func TestFewerNotNow(t *testing.T) {
	a, e, log := listening(t, nil)
	link := linkIn(t, a)
	e.err = errors.Join(bot.ErrNotNow, errors.New("nine months"))
	if status, page, _ := call(t, a, "POST", link, "", ""); status != 503 || !strings.Contains(page, "try again") {
		t.Errorf("POST = %d\n%s", status, page)
	}
	a.options.Recipient = func(context.Context, string) (string, error) { return "", errors.New("away") }
	if status, _, _ := call(t, a, "POST", link, "", ""); status != 503 {
		t.Errorf("POST without the vault = %d", status)
	}
	a.options.Recipient = func(context.Context, string) (string, error) { return "", nil }
	if status, _, _ := call(t, a, "POST", link, "", ""); status != 200 || len(e.events) > 0 {
		t.Errorf("POST of somebody who was forgotten = %d, %v", status, e.events)
	}
	if strings.Contains(log.text(), ana) {
		t.Errorf("the log tells the address: %s", log.text())
	}
}
