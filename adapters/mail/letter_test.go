package mail

import (
	"errors"
	"strings"
	"testing"

	"soundings/bot"
)

func TestLetter(t *testing.T) {
	o := openOffice(t, nil)
	a := toOffice(t, o, testOptions(nil, &diary{}))
	err := a.Letter(t.Context(), ana, "Your link to Soundings",
		"Somebody, probably you, asked for a *link*:\n\nhttps://soundings.westmere.example/in/abc_def*\n\nIf it wasn’t you, leave it.\n")
	if err != nil {
		t.Fatal(err)
	}
	head, text, page := o.all()[0].message(t)
	golden(t, "letter.txt", text)
	golden(t, "letter.html", page)
	if head.Get("List-Unsubscribe") != "" || head.Get("References") != "" || o.all()[0].to != ana {
		t.Errorf("head %v to %s: a letter is in no thread and of no list", head, o.all()[0].to)
	}
	if _, _, ok := a.signer.read(head.Get("Message-ID")); ok || !strings.Contains(head.Get("Message-ID"), ".letter@") {
		t.Errorf("Message-ID %q: one that comes back would be taken for somebody's message", head.Get("Message-ID"))
	}
	o.failOnce(bot.Rejected)
	for _, address := range []string{ana, "nobody", "ana@tidewell.example, ben@tidewell.example", ""} {
		err := a.Letter(t.Context(), address, "Your link", "https://soundings.westmere.example/in/abc")
		if failure, ok := errors.AsType[*bot.SendError](err); !ok || failure.Reason != bot.Rejected {
			t.Errorf("Letter to %q = %v, want rejected", address, err)
		} else {
			wantDiscreet(t, err.Error())
		}
	}
}
