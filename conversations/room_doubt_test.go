package conversations_test

import (
	"strings"
	"testing"

	"soundings/internal/transcript"
)

// What is in doubt in several places at once is one notice, which names all of them,
// whichever was heard of first.
func TestOneNoticeForAllThatIsInDoubt(t *testing.T) {
	script, err := transcript.Parse("several", `! platform that can't be asked
commissioning/dana> new Care
commissioning/dana> import [file: care.md]
commissioning/dana> closes 26 June 17:00
commissioning/dana> invite Tidewell, small firm in #tidewell
commissioning/dana> invite Kindred, charity in #kindred
commissioning/dana> round table in #all
commissioning/dana> preview
commissioning/dana> open now
commissioning/dana> I declare: no interest
! room tidewell falls silent
! room kindred falls silent
! room all falls silent
commissioning/dana> send: The hall is booked.
commissioning/dana> send now N1: it is soon
commissioning/dana> status
`)
	if err != nil {
		t.Fatal(err)
	}
	e := newEngine(t)
	defer func() { e.stop() }()
	e.chat(false)
	played, err := transcript.Play(t.Context(), script, e)
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(played.Format(), "> send now N1")
	notices := strings.Split(after, "# Did it arrive?")
	if n := len(notices) - 1; n < 1 || n > 3 {
		t.Fatalf("there are %d notices and edits:\n%s", n, after)
	}
	if strings.Count(after, "bot> # Did it arrive?") != 1 {
		t.Errorf("it is not one notice:\n%s", after)
	}
	last, status, _ := strings.Cut(notices[len(notices)-1], "> status")
	for _, place := range []string{"*Tidewell*, in *#tidewell*", "*Kindred*, in *#kindred*", "In *#all*"} {
		if !strings.Contains(last, place) || !strings.Contains(status, place+": what went to everybody as N1") {
			t.Errorf("%s is not named:\n%s%s", place, last, status)
		}
	}
}
