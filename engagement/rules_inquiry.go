package engagement

import (
	"slices"
	"strings"
	"time"
)

// Inquire puts a question of the team's forward. It waits as a release, to
// everybody or to those named, who must have said the same of the section.
func (s *State) Inquire(f InquiryMade, due time.Time) ([]Fact, *Refusal) {
	if r := firstOf(s.MayCarry(Inquiries), named(f.By), s.askable(f)); r != nil {
		return nil, r
	}
	f.ID, f.Release = nextID(s.asked, "Q"), nextID(s.released, "N")
	return []Fact{ReleaseMade{ID: f.Release, Of: Inquiries, Text: f.Text, Due: due, By: f.By}, f}, nil
}

// Reword gives a question that was not asked yet other words, or others to ask.
// Whoever agreed to it has to agree anew.
func (s *State) Reword(f InquiryWorded) ([]Fact, *Refusal) {
	q, ok := s.Inquiry(f.ID)
	if !ok {
		return nil, &Refusal{Code: UnknownQuestion, Question: f.ID}
	}
	r, refusal := s.waiting(q.Release)
	if refusal != nil {
		return nil, refusal
	}
	now := q.InquiryMade
	now.Section, now.Text, now.Plain, now.Choices, now.To = f.Section, f.Text, f.Plain, f.Choices, f.To
	if refusal := firstOf(named(f.By), s.askable(now)); refusal != nil {
		return nil, refusal
	}
	if q.Section == f.Section && q.Text == f.Text && q.Plain == f.Plain && slices.Equal(q.Choices, f.Choices) && slices.Equal(q.To, f.To) {
		return nil, nil
	}
	return []Fact{f, ReleaseEdited{ID: r.ID, Title: r.Title, Text: f.Text, By: f.By}}, nil
}

// askable refuses a question that can't be asked so.
func (s *State) askable(f InquiryMade) *Refusal {
	if r := firstOf(filled(FieldQuestion, f.Text, MostQuestion), short(FieldQuestion, f.Plain, MostQuestion)); r != nil {
		return r
	}
	if _, ok := s.Section(f.Section); !ok && f.Section != 0 {
		return &Refusal{Code: UnknownSection, Section: f.Section}
	}
	if n := len(f.Choices); n > MostChoices {
		return &Refusal{Code: TooMany, Field: FieldChoices, Have: n, Most: MostChoices}
	} else if n == 1 {
		return &Refusal{Code: Invalid, Field: FieldChoices}
	}
	seen := make(map[string]bool)
	for _, choice := range f.Choices {
		if r := filled(FieldChoices, choice, MostChoice); r != nil {
			return r
		}
		if same := strings.ToLower(choice); seen[same] {
			return &Refusal{Code: Invalid, Field: FieldChoices}
		} else {
			seen[same] = true
		}
	}
	if (len(f.To) > 0 || f.Stance != "") && !slices.Equal(s.Saying(f.Section, f.Stance), f.To) || f.Stance != "" && len(f.To) == 0 {
		return &Refusal{Code: NotAlike, Section: f.Section, Question: f.ID} // in equal words to whoever said the like: none is left out
	}
	if f.Stance != "" && len(f.To) < fewestAlike {
		return &Refusal{Code: AlikeAlone, Section: f.Section, Question: f.ID}
	}
	return nil
}

// fewestAlike is how many say the like at least where those alone are asked: a
// question tells what the buyer has in mind, and to one it would be told alone.
const fewestAlike = 2

// AnswerInquiry takes what one voice says to a question of the team's, in the
// place of what it said before: one of the choices where there are any, words, or
// both. Words that are commercially sensitive are not quotable. The same again
// gives no facts.
func (s *State) AnswerInquiry(now time.Time, f InquiryAnswered) ([]Fact, *Refusal) {
	if r := firstOf(s.mayTalk(now, f.Organisation), s.May(DoChange), named(f.Person), s.mayAnswerInquiry(f)); r != nil {
		return nil, r
	}
	q, _ := s.Inquiry(f.Inquiry)
	f.Quotable = f.Quotable && !f.Sensitive
	if before, there := q.Answer(f.Organisation, f.Person); there {
		f.ID = before.ID
		same := before.InquiryAnswered
		same.Person = f.Person
		if same == f {
			return nil, nil
		}
	}
	f.ID = nextID(s.inquiring.answered, "W")
	return append(s.speaking(f.Person, f.Organisation), f), nil
}

// mayAnswerInquiry refuses an answer to a question of the team's that can't be one.
func (s *State) mayAnswerInquiry(f InquiryAnswered) *Refusal {
	q, ok := s.Inquiry(f.Inquiry)
	o, _ := s.Organisation(f.Organisation)
	switch {
	case !ok || q.Asked.IsZero() || !q.Concerns(o):
		return &Refusal{Code: UnknownQuestion, Question: f.Inquiry} // the same whether others are asked it or nobody is
	case !q.Settled.IsZero() && !q.takesBack(f):
		return &Refusal{Code: InquiryOver, Question: q.ID, At: q.Settled}
	case f.Choice < 0 || f.Choice > len(q.ChoicesFor(s.isUsers(f.Organisation))):
		return &Refusal{Code: Invalid, Field: FieldChoices}
	case f.Choice == 0 && strings.TrimSpace(f.Words) == "":
		return &Refusal{Code: Missing, Field: FieldWords}
	}
	return firstOf(short(FieldWords, f.Words, MostWords), short(FieldWhy, f.Why, MostReason), short(FieldFor, f.For, MostName))
}

// takesBack says whether an answer is the one there is, no longer to be quoted, which
// can be said as long as anything may still be sent.
func (q Inquiry) takesBack(f InquiryAnswered) bool {
	before, there := q.Answer(f.Organisation, f.Person)
	return there && before.Choice == f.Choice && before.Words == f.Words && before.For == f.For && !f.Quotable
}

// Settle says what came of a question of the team's. It waits as a release, to
// everybody; one that waits already gets the other words. That the text was
// changed needs a text that everybody has since the question was asked, or that
// waits for its release.
func (s *State) Settle(f InquirySettled, due time.Time) ([]Fact, *Refusal) {
	q, ok := s.Inquiry(f.Inquiry)
	switch {
	case !ok || q.Asked.IsZero():
		return nil, &Refusal{Code: UnknownQuestion, Question: f.Inquiry}
	case !q.Settled.IsZero():
		return nil, &Refusal{Code: InquiryOver, Question: q.ID, At: q.Settled}
	case !f.Outcome.Valid():
		return nil, &Refusal{Code: Missing, Field: FieldOutcome}
	}
	if r := firstOf(named(f.By), filled(FieldReason, f.Text, MostReason), short(FieldPlain, f.Plain, MostReason)); r != nil {
		return nil, r
	}
	if f.Outcome != OutcomeChanged {
		f.Section, f.Revision = 0, 0
	} else {
		if f.Section == 0 {
			f.Section = q.Section
		}
		if f.Revision = s.changedSince(f.Section, q.Asked); f.Revision == 0 {
			return nil, &Refusal{Code: NotChanged, Section: f.Section, Question: q.ID}
		}
	}
	if before := q.Came; before.Release != "" {
		f.Release = before.Release
		by := f.By
		if f.By = before.By; f == before {
			return nil, nil
		}
		f.By = by
		return []Fact{ReleaseEdited{ID: f.Release, Text: f.Text, By: f.By}, f}, nil
	}
	f.Release = nextID(s.released, "N")
	return []Fact{ReleaseMade{ID: f.Release, Of: Outcomes, Text: f.Text, Due: due, By: f.By}, f}, nil
}

// changedSince gives the revision that a section got, or is to get, after a time;
// 0: none.
func (s *State) changedSince(section int, since time.Time) int {
	if p, ok := s.PreparedFor(section); ok && p.How != Added {
		return max(p.Revision.Revision, 1)
	}
	if x, ok := s.Section(section); ok && x.Revision > 1 && x.Revised.After(since) {
		return x.Revision
	}
	for _, x := range s.gone {
		if x.ID == section && x.Revised.After(since) {
			return x.Revision
		}
	}
	return 0
}

// outcomeStands refuses an outcome that rests on a change which is not sent.
func (s *State) outcomeStands(release string) *Refusal {
	q, ok := s.InquiryOf(release)
	if !ok || q.Came.Release != release || q.Came.Outcome != OutcomeChanged {
		return nil
	}
	if p, waits := s.PreparedFor(q.Came.Section); waits && p.Revision.Revision >= q.Came.Revision {
		return &Refusal{Code: ChangeWaits, Section: p.Section, Release: p.Release}
	}
	if s.changedSince(q.Came.Section, q.Asked) == 0 {
		return &Refusal{Code: NotChanged, Section: q.Came.Section, Question: q.ID}
	}
	return nil
}

// stillAlike refuses to ask some while others say the like, or none of them does.
func (s *State) stillAlike(release string) *Refusal {
	q, ok := s.InquiryOf(release)
	if !ok || q.Release != release || len(q.To) == 0 || slices.Equal(q.To, s.Saying(q.Section, q.Stance)) {
		return nil
	}
	return &Refusal{Code: NotAlike, Section: q.Section, Question: q.ID}
}

// Prioritise says which sections matter most: at once while preparing; later as a
// release, with a line of why for each. One that waits already gets the other
// choice. What is so already gives no facts.
func (s *State) Prioritise(f PrioritiesSet, due time.Time) ([]Fact, *Refusal) {
	if r := s.notClosed(); r != nil {
		return nil, r
	}
	if n := len(f.Sections); n > MostPriorities {
		return nil, &Refusal{Code: TooMany, Field: FieldPriorities, Have: n, Most: MostPriorities}
	}
	preparing := s.stage == Preparing
	for i, p := range f.Sections {
		if _, ok := s.Section(p.Section); !ok {
			return nil, &Refusal{Code: UnknownSection, Section: p.Section}
		}
		refusal := short(FieldWhy, p.Why, MostShort)
		if !preparing {
			refusal = filled(FieldWhy, p.Why, MostShort)
		}
		if slices.ContainsFunc(f.Sections[:i], func(o Priority) bool { return o.Section == p.Section }) {
			refusal = &Refusal{Code: Invalid, Field: FieldPriorities}
		}
		if refusal != nil {
			refusal.Section = p.Section
			return nil, refusal
		}
	}
	waits, waiting := s.PrioritiesWaiting()
	switch {
	case waiting && slices.Equal(waits.Sections, f.Sections), !waiting && samePriorities(s.Priorities(), f.Sections):
		return nil, nil
	case preparing:
		f.Release = ""
		return []Fact{f}, nil
	}
	if r := firstOf(s.MayCarry(Matters), named(f.By)); r != nil {
		return nil, r
	}
	if waiting {
		f.Release = waits.Release
		return append([]Fact{f}, s.touched(f.Release, f.By)...), nil
	}
	f.Release = nextID(s.released, "N")
	return []Fact{ReleaseMade{ID: f.Release, Of: Matters, Due: due, By: f.By}, f}, nil
}

// samePriorities says whether these are the same, in whatever order.
func samePriorities(a, b []Priority) bool {
	return len(a) == len(b) && !slices.ContainsFunc(b, func(p Priority) bool { return !slices.Contains(a, p) })
}

// ReadInquiry records that somebody of the team reads what is sensitive among the
// answers to a question of the team's. That they are of the team, the caller
// knows. Nothing there is sensitive: no facts.
func (s *State) ReadInquiry(id string, by Person) ([]Fact, *Refusal) {
	q, ok := s.Inquiry(id)
	if !ok {
		return nil, &Refusal{Code: UnknownQuestion, Question: id}
	}
	if r := named(by); r != nil {
		return nil, r
	}
	f := SensitiveRead{Section: q.Section, By: by}
	q.sensitive(func(id string) { f.Entries = append(f.Entries, id) })
	if len(f.Entries) == 0 {
		return nil, nil
	}
	return []Fact{f}, nil
}

func (s *State) isUsers(organisation string) bool {
	o, _ := s.Organisation(organisation)
	return o.Users
}
