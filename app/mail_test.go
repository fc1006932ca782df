package app

import (
	"bytes"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"soundings/bot"
	"soundings/config"
	"soundings/internal/secret"
	"soundings/journal"
	"soundings/journal/vault"
)

// The way of an address: the vault keeps it, and the adapter gets it by the
// person's number.
func TestMailFindsItsWay(t *testing.T) {
	key, err := vault.NewKey(bytes.Repeat([]byte{1}, 32))
	if err != nil {
		t.Fatal(err)
	}
	known := newPeople(vault.New(journal.NewMemory(), key, rand.Reader, time.Now), key, nil)
	person, err := known.Person(t.Context(), bot.MailAdapter, bot.Sender{ID: "ana@tidewell.example", Direct: "ana@tidewell.example"})
	if err != nil {
		t.Fatal(err)
	}
	for who, want := range map[string]string{person: "ana@tidewell.example", "P999": ""} {
		if got, err := known.Direct(t.Context(), bot.MailAdapter, who); err != nil || got != want {
			t.Errorf("Direct of %s = %q, %v; want %q", who, got, err, want)
		}
	}
}

func TestMailParts(t *testing.T) {
	if mailParts(config.Config{}) != nil {
		t.Error("mail without a server")
	}
	c := config.Config{PublicURL: "https://soundings.example", Mail: config.Mail{SMTPURL: secret.New("smtp://localhost"), From: "a@soundings.example"}}
	key, err := vault.NewKey(bytes.Repeat([]byte{1}, 32))
	if err != nil {
		t.Fatal(err)
	}
	p := Parts{Mail: mailParts(c), Key: key, Now: time.Now}
	a, err := newMail(p, nil, people{})
	if err != nil || a.Name() != bot.MailAdapter {
		t.Fatalf("newMail = %v, %v", a, err)
	}
	pages := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	for path, want := range map[string]int{"/mail/fewer": http.StatusNotFound, "/": http.StatusTeapot} {
		w := httptest.NewRecorder()
		withMail(a, pages).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		if w.Code != want {
			t.Errorf("%s = %d, want %d", path, w.Code, want)
		}
	}
	if withMail(nil, nil) != nil {
		t.Error("pages where there are none")
	}
	p.Mail.From = "nobody"
	if _, err := newMail(p, nil, people{}); err == nil {
		t.Error("newMail takes what is no address")
	}
}
