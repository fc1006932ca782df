package teams_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"soundings/bot"
)

// Who is in a conversation, read to the last page: full members, guests, and people of
// other organisations.
func TestPlace(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		h.members[tidewellRoom] = []map[string]any{
			{"id": dana, "tenantId": home, "email": "dana@westmere.example"},
			{"id": "29:g1", "tenantId": home, "userRole": "guest", "email": "gil@guests.example"},
			{"id": ana, "tenantId": tidewell, "email": "ana@tidewell.example"},
			{"id": "29:x", "tenantId": "elsewhere"},
			{"id": "29:y", "tenantId": tidewell, "email": "bo@tidewell.example"},
		}
		got, err := h.Place(t.Context(), at(tidewellRoom))
		if err != nil {
			t.Fatal(err)
		}
		want := bot.Place{
			Name: got.Name, Home: 1, Guests: 1, Outside: 3, Teams: []string{tidewell, "elsewhere"},
			Mails: []string{"guests.example", "tidewell.example", "tidewell.example"},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
		if p, err := h.Place(t.Context(), at(danaChat)); err != nil || !p.Alone {
			t.Errorf("a chat with one person is %+v, %v", p, err)
		}
		h.fail = []int{403, 403, 403}
		if _, err := h.Place(t.Context(), at(tidewellRoom)); err == nil {
			t.Error("what nobody can look into is told")
		}
	})
}
