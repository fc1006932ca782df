package page_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"testing"
	"time"

	"soundings/internal/page"
)

var (
	key  = []byte("0123456789abcdef0123456789abcdef")
	noon = time.Date(2026, 6, 9, 12, 0, 0, 0, time.UTC)
)

func TestSigner(t *testing.T) {
	signer := page.NewSigner(key)
	token := signer.Sign("link", []byte("acme/P7"), noon)
	altered := []byte(token)
	altered[12] ^= 1
	for name, c := range map[string]struct {
		signer         *page.Signer
		purpose, token string
		now            time.Time
		payload        string
		err            error
	}{
		"good":                        {signer, "link", token, noon.Add(-time.Second), "acme/P7", nil},
		"expired":                     {signer, "link", token, noon, "acme/P7", page.ErrExpired},
		"another purpose":             {signer, "session", token, noon.Add(-time.Hour), "", page.ErrBad},
		"another key":                 {page.NewSigner(bytes.Repeat([]byte("k"), 32)), "link", token, noon.Add(-time.Hour), "", page.ErrBad},
		"altered":                     {signer, "link", string(altered), noon.Add(-time.Hour), "", page.ErrBad},
		"altered and expired":         {signer, "link", string(altered), noon.Add(time.Hour), "", page.ErrBad},
		"cut":                         {signer, "link", token[:len(token)-2], noon.Add(-time.Hour), "", page.ErrBad},
		"empty":                       {signer, "link", "", noon, "", page.ErrBad},
		"with a line break in it":     {signer, "link", token[:9] + "\n" + token[9:], noon.Add(-time.Hour), "", page.ErrBad},
		"not base64":                  {signer, "link", "%%%", noon, "", page.ErrBad},
		"never expires":               {signer, "link", signer.Sign("link", []byte("x"), time.Time{}), noon.AddDate(100, 0, 0), "x", nil},
		"expired before 1970":         {signer, "link", signer.Sign("link", []byte("x"), time.Unix(-5, 0)), noon, "x", page.ErrExpired},
		"a clock that stands at zero": {signer, "link", token, time.Time{}, "acme/P7", nil},
	} {
		payload, err := c.signer.Verify(c.purpose, c.token, c.now)
		if string(payload) != c.payload || !errors.Is(err, c.err) {
			t.Errorf("%s: Verify = %q, %v, want %q, %v", name, payload, err, c.payload, c.err)
		}
	}
}

func FuzzVerify(f *testing.F) {
	signer := page.NewSigner(key)
	f.Add("link", signer.Sign("link", []byte("acme"), noon), []byte("acme"))
	f.Add("", "AQAAAAAAAAAA", []byte{})
	f.Fuzz(func(t *testing.T, purpose, token string, payload []byte) {
		// Nothing but what was signed is taken, and only in the one way to write it.
		if got, err := signer.Verify(purpose, token, noon.AddDate(-1, 0, 0)); err == nil {
			data, _ := base64.RawURLEncoding.DecodeString(token)
			if base64.RawURLEncoding.EncodeToString(data) != token || !bytes.Contains(data, got) {
				t.Errorf("Verify(%q, %q) = %q", purpose, token, got)
			}
		}
		signed := signer.Sign(purpose, payload, noon)
		if got, err := signer.Verify(purpose, signed, noon.Add(-time.Second)); err != nil || !bytes.Equal(got, payload) {
			t.Errorf("Verify of what was signed = %q, %v, want %q", got, err, payload)
		}
		if token != signed {
			if _, err := signer.Verify(purpose+"x", signed, noon.Add(-time.Second)); !errors.Is(err, page.ErrBad) {
				t.Errorf("Verify for another purpose: %v, want ErrBad", err)
			}
		}
	})
}

func TestSignerRefusesAShortKey(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a key of 15 bytes was taken")
		}
	}()
	page.NewSigner(make([]byte, 15))
}
