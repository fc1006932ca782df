package conversations

import (
	"fmt"
	"regexp"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// noteNamed is a line that begins with the name of a note.
var noteNamed = regexp.MustCompile(`^(?:note )?(m\d{1,9})(?:$|[ :,.-])`)

// saysOfNote is what words about something that was said look like.
var saysOfNote = regexp.MustCompile(`\b(?:(?:did not|didn't|never|have not|haven't) (?:say|said)|what (?:we|i|he|she|they) (?:had )?said|(?:that|this|it|note|that's|it's)(?: is)? (?:not )?(?:wrong|right|correct|incorrect|true))\b`)

// mostOfNote is how long a line may be that is about a note without naming it, in bytes.
const mostOfNote = 80

// noteRight and noteWrong are what people write of a note; the first of each is the
// label of its button.
func noteRight() []string {
	return []string{"yes, that is right", "yes that is right", "that is right", "that's right", "yes that's right", "yes, that's right", "is right", "is correct", "that is correct", "that's correct", "that is what we said", "that's what we said", "that is what i said", "that's what i said", "it is right", "it's right"}
}

func noteWrong() []string {
	return []string{"we didn't say that", "we did not say that", "i didn't say that", "i did not say that", "we never said that", "i never said that", "no we didn't say that", "no, we didn't say that", "no we never said that", "no, we never said that", "that is not what we said", "that's not what we said", "that is not what i said", "that's not what i said", "not what we said", "not what i said", "that is wrong", "that's wrong", "is wrong", "is not right", "that is not right", "that's not right", "is not what we said", "it is wrong", "it's wrong"}
}

// noteAnswered takes what somebody writes of a note that waits for their word, so that
// it becomes no part of an answer. Where only its tone says so, it is asked; false: it
// is about something else.
func (t *turn) noteAnswered(l line, c inHand) bool {
	waiting := t.notesWaiting()
	if len(waiting) == 0 || t.ev.Kind != bot.Said {
		return false
	}
	if found := noteNamed.FindStringSubmatch(l.norm); found != nil {
		n, ok := t.state.NoteOf(strings.ToUpper(found[1]))
		if !ok || n.Organisation != t.org.ID {
			return false
		}
		rest := l.skip(strings.Index(l.norm, found[1]) + len(found[1]))
		t.saysOf(n, rest, l.hasColon())
		return true
	}
	n, only := waiting[len(waiting)-1], len(waiting) == 1
	bare := l.is("yes", "y", "right", "correct", "no", "n", "wrong")
	switch {
	case bare && (c.Awaits != awaitsNothing && c.Awaits != awaitsWords || t.now.Sub(n.Taken) > patience):
		return false // it may be about that
	case bare && c.about != 0:
		t.askOfNotes(waiting, line{}, c)
	case only && (l.is(noteRight()...) || l.is("yes", "y", "right", "correct")):
		t.settleNote(n.ID, engagement.NoteConfirmed, "", "")
	case only && (l.is(noteWrong()...) || l.is("no", "n", "wrong")):
		t.settleNote(n.ID, engagement.NoteDenied, "", "")
	case l.is("correct it"):
		t.correctNote(readLine(n.ID))
	case bare, len(l.raw) <= mostOfNote && saysOfNote.MatchString(l.norm):
		t.askOfNotes(waiting, l, c)
	default:
		return false
	}
	return true
}

// notesWaiting are the notes that wait for the word of this organisation, oldest first.
func (t *turn) notesWaiting() []engagement.Note {
	var all []engagement.Note
	for _, n := range t.state.Notes() {
		if n.Organisation == t.org.ID && n.Waiting() {
			all = append(all, n)
		}
	}
	return all
}

// saysOf takes what stands behind the name of a note.
func (t *turn) saysOf(n engagement.Note, rest line, words bool) {
	switch {
	case rest.is(noteRight()...), rest.is("yes", "right", "correct", "confirmed", "ok"):
		t.settleNote(n.ID, engagement.NoteConfirmed, "", "")
	case rest.is(noteWrong()...), rest.is("no", "wrong", "not right"):
		t.settleNote(n.ID, engagement.NoteDenied, "", "")
	case words && !rest.empty():
		t.correctNote(readLine(n.ID + ": " + rest.words()))
	default:
		t.askOfNotes([]engagement.Note{n}, line{}, inHand{})
	}
}

// askOfNotes asks what is meant: one of the notes, or the answer in hand.
func (t *turn) askOfNotes(waiting []engagement.Note, l line, c inHand) {
	blocks := []bot.Block{bot.Say("**Is that about what the buying team noted?** Nothing has been changed yet.")}
	for _, n := range waiting[max(0, len(waiting)-mostButtons):] {
		blocks = append(blocks, bot.Say("**"+n.ID+"**:"), bot.Block{Quote: &bot.Quote{Words: firstRunes(n.Words, mostBeside)}}, buttons(
			press(n.ID+" is right", "confirm note "+n.ID), press("We didn't say "+n.ID, "not our words "+n.ID),
		))
	}
	if again := fmt.Sprintf("%d: %s", c.about, l.words()); c.about != 0 && !l.empty() {
		blocks = append(blocks, bot.Say("Or does it go with your answer to section "+fmt.Sprint(c.about)+"?"), buttons(saysAgain("It goes with my answer", again)))
	}
	t.note(blocks...)
}
