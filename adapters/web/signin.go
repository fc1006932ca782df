package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"time"

	"soundings/internal/page"
)

// mostLetters is how many sign-in links may wait to be mailed.
const mostLetters = 64

// mailWithin bounds the sending of one.
const mailWithin = time.Minute

// letter is a sign-in link that is wanted at an address.
type letter struct{ address string }

// signIn has a sign-in link mailed to an address that is known. The answer is
// the same for any other, and as quick.
func (a *Adapter) signIn(w http.ResponseWriter, r *http.Request, v visitor) {
	address := strings.ToLower(oneLine(r.PostFormValue("address")))
	_, mayBrowser := a.mails.Allow("source " + a.o.Site.Source(r))
	if !mayBrowser {
		a.o.Site.Fail(w, r, http.StatusTooManyRequests, nil)
		return
	}
	if a.o.Mail != nil && isMail(address) && len(address) <= mostContact {
		if _, may := a.mails.Allow("address " + address); may {
			select {
			case a.letters <- letter{address}:
			default: // as many wait as may
			}
		}
	}
	a.render(w, r, v, http.StatusOK, page.View{
		Title: "Look at your mail",
		Body: []page.Part{page.Text{Markdown: "If that address is known here, a message with a link is on its way to it. The link is good for an hour.\n\n" +
			"If nothing arrives within a few minutes, look among the unwanted mail, or ask the person who invited you."}},
	})
}

// mail sends a letter if somebody is known at its address.
func (a *Adapter) mail(ctx context.Context, l letter) {
	ctx, cancel := context.WithTimeout(ctx, mailWithin)
	defer cancel()
	t, known, err := a.known(ctx, l.address)
	if err == nil && known {
		err = a.o.Mail(ctx, l.address, "Your link to Soundings",
			"Somebody, probably you, asked for a link to sign in. It is good for an hour:\n\n"+
				a.o.Links.signIn(t)+
				"\n\nIf it wasn't you, leave it. Nobody can sign in without this message.\n")
	}
	if err != nil {
		a.o.Log.WarnContext(ctx, "sign-in link not mailed", "error", err)
	}
}

// known finds whom an address signs in: the account that gave it, one of the
// buying team before any other and the first before those that claimed the same
// address later; or a commissioner whom the settings name.
func (a *Adapter) known(ctx context.Context, address string) (ticket, bool, error) {
	ids, err := a.o.Accounts.ByContact(ctx, address)
	if err != nil {
		return ticket{}, false, err
	}
	var found ticket
	for _, id := range ids {
		account, err := a.o.Accounts.Account(ctx, id)
		if errors.Is(err, ErrNoAccount) {
			continue
		}
		if err != nil {
			return ticket{}, false, err
		}
		if account.Contact == address && (account.Home || found.Account == "") {
			found.Account = id
			if account.Home {
				return found, true, nil
			}
		}
	}
	if a.o.Opener != nil && a.o.Opener(address) {
		sum := sha256.Sum256([]byte(address))
		return ticket{Account: "named-" + hex.EncodeToString(sum[:12]), Home: true, Opener: true}, true, nil
	}
	return found, found.Account != "", nil
}
