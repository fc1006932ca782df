package web_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"soundings/adapters/web"
	"soundings/bot"
)

// A link to a file of a room on another platform opens that file, for an hour, and
// nothing else; what follows links by itself gets no file.
func TestALinkOpensOneFile(t *testing.T) {
	var asked []string
	h := newHouse(t, func(_ *house, o *web.Options) {
		o.Files = func(_ context.Context, room bot.Address, _, name string) (web.File, bool, error) {
			asked = append(asked, room.Key()+" "+name)
			return web.File{Name: "rota.pdf", ContentType: "application/octet-stream", Data: []byte("the rota")}, room.Room == "C7" && name == "F2", nil
		}
	})
	link := h.links.To(bot.Address{Adapter: "slack", Room: "C7", Ref: "F2"}, "P1")
	b := h.browser()
	p := h.open(b, link, http.StatusOK)
	if len(asked) > 0 || !strings.Contains(p.Text(), "The file F2") {
		t.Fatalf("before anybody asks for the file: %q; the page says %s", asked, p.Text())
	}
	forms := p.Forms("")
	save := forms[len(forms)-1]
	token := url.Values{"token": {save.Hidden("token")}}
	address := strings.TrimPrefix(link, h.server.URL)
	got, err := b.Post(t.Context(), address, token)
	if err != nil {
		t.Fatal(err)
	}
	if got.Status != http.StatusOK || len(asked) != 1 || asked[0] != "slack:C7 F2" {
		t.Errorf("pressed: status %d, asked for %q", got.Status, asked)
	}
	if p, err := b.Post(t.Context(), address, url.Values{}); err != nil || p.Status != http.StatusForbidden {
		t.Errorf("without the token of the page: %v, %v", p.Status, err)
	}
	for _, other := range []string{"/j/", "/t/", "/in/"} {
		h.open(b, strings.Replace(address, "/f/", other, 1), http.StatusNotFound)
	}
	h.open(b, strings.Replace(strings.TrimPrefix(h.links.To(acme, "P7"), h.server.URL), "/j/", "/f/", 1), http.StatusNotFound)
	h.later(61 * time.Minute)
	if p := h.open(b, address, http.StatusNotFound); !strings.Contains(p.Text(), "write files where you had it") {
		t.Errorf("an hour later the page says %s", p.Text())
	}
	if p, err := b.Post(t.Context(), address, token); err != nil || p.Status != http.StatusNotFound || len(asked) != 1 {
		t.Errorf("an hour later, pressed: status %d, %v, asked for %q", p.Status, err, asked)
	}
}
