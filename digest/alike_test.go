package digest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// askedAll gives questions with the ids Q1, Q2 and so on, asked an hour apart.
func askedAll(texts ...string) []Asked {
	var all []Asked
	for i, text := range texts {
		all = append(all, Asked{
			ID: fmt.Sprint("Q", i+1), Text: text, At: time.Date(2026, 6, 1, 9+i, 0, 0, 0, time.UTC),
		})
	}
	return all
}

// groupsOf writes the groups with the words they share.
func groupsOf(all []Alike) []string {
	var groups []string
	for _, s := range all {
		words := strings.Join(s.Shared, ", ")
		if s.SameWords {
			words += " (same words)"
		}
		groups = append(groups, strings.Join(s.Questions, " ")+": "+words)
	}
	return groups
}

func TestQuestionsThatLookAlike(t *testing.T) {
	for _, test := range []struct {
		name  string
		texts []string
		want  []string
	}{
		{"none", nil, nil},
		{"one", []string{"How many alarms are raised in a week?"}, nil},
		{"the same to the letter", []string{"Who repairs the pendants?", "who repairs the pendants"}, []string{
			"Q1 Q2: repairs, pendants (same words)",
		}},
		{"nothing but small words", []string{"Could you please tell us?", "How is that?", "could you please tell us"}, []string{"Q1 Q3:  (same words)"}},
		{"nearly the same words", []string{
			"Does the night centre have to be in Westmere?", "Does the night centre have to be inside Westmere?",
		}, []string{"Q1 Q2: night, centre, Westmere (same words)"}},
		{"other words for the same", []string{
			"What is the deadline for proposals?", "When are bids due?", "How are the pendants charged?",
		}, []string{"Q1 Q2: deadline, proposals"}},
		{"one in a longer one", []string{
			"Who is the incumbent?",
			"Is there an incumbent? If so, please give its name and the value of the contract as it stands.",
			"Can pendants be worn in the bath?",
		}, []string{"Q1 Q2: incumbent"}},
		{"three", []string{
			"When will the contract be awarded?", "What is the expected award date?", "Are the sensors ours to keep?", "What's the date of award?",
		}, []string{"Q1 Q2 Q4: When, awarded"}},
		{"the same of other lots", []string{"Is lot 1 open to charities?", "Is lot II open to charities?"}, nil},
		{"letters that are one only to a reader", []string{"Is the oﬀice staﬀed at night?", "Is the office staffed at night?"}, []string{
			"Q1 Q2: office, staffed, night (same words)",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, groupsOf(LookAlike(askedAll(test.texts...)))); diff != "" {
				t.Errorf("suggested (-want +got):\n%s", diff)
			}
		})
	}
}

const (
	repairs = "Who repairs the pendants when they break?"
	mends   = "When pendants break, who repairs them?"
)

func TestAnsweredQuestionsAreSuggestedWithWaitingOnes(t *testing.T) {
	all := askedAll(repairs, mends, "If a pendant breaks, who is to repair it?")
	all[0].Answered, all[2].Answered = true, true
	if got := LookAlike(all); len(got) != 1 || len(got[0].Questions) != 3 {
		t.Errorf("of two answered ones and one that waits: %v, want all three", groupsOf(got))
	}
	all[1].Answered = true
	if got := LookAlike(all); got != nil {
		t.Errorf("of answered ones alone: %v, want nothing", groupsOf(got))
	}
}

// What a person merged counts as one question, and is not suggested again.
func TestMergedQuestions(t *testing.T) {
	all := askedAll("Do you buy spare alarms?", repairs, "Is a battery included?", mends)
	all[1].Into = "Q1"
	want := []string{"Q1 Q4"}
	ids := func(all []Alike) []string {
		var groups []string
		for _, s := range all {
			groups = append(groups, strings.Join(s.Questions, " "))
		}
		return groups
	}
	if diff := cmp.Diff(want, ids(LookAlike(all))); diff != "" {
		t.Errorf("one like the merged one (-want +got):\n%s", diff)
	}
	all[3].Into = "Q2" // and so into Q1
	if got := LookAlike(all); got != nil {
		t.Errorf("merged, and suggested: %v", ids(got))
	}
	all[0].Answered = true
	before := AnsweredBefore(Asked{ID: "Q5", Text: mends}, all)
	if diff := cmp.Diff([]string{"Q1"}, ids(before)); diff != "" {
		t.Errorf("answered before (-want +got):\n%s", diff)
	}
	all[0].Into, all[1].Into, all[3].Into = "Q2", "Q1", "Q9"
	if got := LookAlike(all); len(got) != 1 {
		t.Errorf("merged in a circle and into nothing: %v, want Q2 Q4", ids(got))
	}
}

// What a person said are other questions is not suggested again, nor by way of
// a third.
func TestQuestionsThatAPersonSetApart(t *testing.T) {
	all := askedAll(repairs, mends, "Who has to repair pendants that break?")
	all[1].Apart = []string{"Q3"}
	for _, s := range LookAlike(all) {
		if len(s.Questions) > 2 || slices.Equal(s.Questions, []string{"Q2", "Q3"}) {
			t.Errorf("suggested: %v", s.Questions)
		}
	}
	all[0].Apart = []string{"Q2", "Q3"}
	if got := LookAlike(all); got != nil {
		t.Errorf("all are set apart, and %v suggested", groupsOf(got))
	}
	all[2].Into = "Q1" // and so what was merged into it is others, too
	if got := LookAlike(all); got != nil {
		t.Errorf("set apart from what was merged: %v", groupsOf(got))
	}
}

func TestAnsweredBefore(t *testing.T) {
	all := askedAll(repairs, "Are pendants waterproof?", "What do repairs of pendants cost?")
	all[0].Answered, all[2].Answered = true, true
	got := AnsweredBefore(Asked{ID: "Q4", Text: "Who will repair pendants that break?", At: all[2].At.Add(time.Hour)}, all)
	if len(got) == 0 || got[0].Questions[0] != "Q1" || !slices.Equal(got[0].Shared, []string{"break", "repairs", "pendants"}) {
		t.Errorf("answered before: %+v, want Q1 first", got)
	}
	for _, text := range []string{"Are pendants waterproof?", "May we visit?", ""} {
		if got := AnsweredBefore(Asked{ID: "Q4", Text: text}, all); got != nil && got[0].Questions[0] != "Q3" {
			t.Errorf("answered before %q: %+v, want nothing", text, got)
		}
	}
	if got := AnsweredBefore(Asked{ID: "Q1", Text: repairs}, all[:1]); got != nil {
		t.Errorf("a question was answered by itself: %+v", got)
	}
}

// The section makes questions on other sections a little less alike.
func TestSectionsOfQuestions(t *testing.T) {
	all := askedAll(repairs, mends)
	without := LookAlike(all)[0].Score
	all[0].Section = 3
	if got := LookAlike(all)[0].Score; got != without {
		t.Errorf("one on a section: %v, want %v", got, without)
	}
	all[1].Section = 4
	if got := LookAlike(all)[0].Score; got >= without {
		t.Errorf("on two sections: %v, want less than %v", got, without)
	}
}

// The order in which questions are handed over changes nothing.
func TestLikenessHasOneOrder(t *testing.T) {
	questions := readInvented(t, "testdata/invented-questions.txt").questions
	want := LookAlike(questions)
	rapid.Check(t, func(t *rapid.T) {
		got := LookAlike(rapid.Permutation(questions).Draw(t, "order"))
		if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 0)); diff != "" {
			t.Fatalf("in another order (-want +got):\n%s", diff)
		}
	})
}

func FuzzLookAlike(f *testing.F) {
	for _, text := range []string{"", "?", "Is lot ii in?", "“It’s …” 24/7, 2,400.0", "re-\u00a0\xff", "'s", repairs, "IV iv 4 lot 4."} {
		f.Add(text, mends)
	}
	f.Fuzz(func(t *testing.T, one, other string) {
		all := askedAll(one, other, repairs, one)
		all[2].Answered = true
		seen := make(map[string]bool)
		for _, s := range LookAlike(all) {
			if s.Score < 0 || s.Score > 1+1e-9 || len(s.Questions) < 2 || len(s.Shared) > MostShared {
				t.Errorf("suggested %+v", s)
			}
			for _, id := range s.Questions {
				if seen[id] {
					t.Errorf("%s is suggested twice", id)
				}
				seen[id] = true
			}
		}
		if !seen["Q1"] || !seen["Q4"] {
			t.Errorf("two of %q are not suggested", one)
		}
		like := newLikeness(all)
		there, _ := like.score(0, 1)
		if back, _ := like.score(1, 0); back != there {
			t.Errorf("score(%q, %q) = %v and %v", one, other, there, back)
		}
		if d := cmp.Diff(LookAlike(all), LookAlike(all)); d != "" {
			t.Errorf("a second time: %s", d)
		}
	})
}

// crowd gives 500 questions of 20 to 60 words, in a vocabulary of 2,000; of
// each there are so many, with other words in one place of ten.
func crowd(alike int) []Asked {
	chance := rand.New(rand.NewPCG(1, 2))
	word := func() string { return fmt.Sprintf("w%dings ", int(2000*chance.Float64()*chance.Float64())) }
	texts := make([]string, 0, 500)
	for len(texts) < cap(texts) {
		base := make([]string, 20+chance.IntN(40))
		for i := range base {
			base[i] = word()
		}
		for range alike {
			var text strings.Builder
			for i, w := range base {
				if chance.IntN(10) == 0 {
					w = word()
				}
				text.WriteString(w)
				if i%12 == 11 {
					text.WriteString("of the contract? ")
				}
			}
			texts = append(texts, text.String())
		}
	}
	return askedAll(texts...)
}

func BenchmarkLookAlike(b *testing.B) {
	for _, alike := range []int{1, 5, 50} {
		b.Run(fmt.Sprintf("alike=%d", alike), func(b *testing.B) {
			questions := crowd(alike)
			for b.Loop() {
				if got := len(LookAlike(questions)); alike > 1 && got != 500/alike {
					b.Fatalf("%d groups, want %d", got, 500/alike)
				}
			}
		})
	}
}

func BenchmarkAnsweredBefore(b *testing.B) {
	questions := crowd(1)
	for i := range questions {
		questions[i].Answered = i%2 == 0
	}
	for b.Loop() {
		AnsweredBefore(Asked{ID: "Q501", Text: repairs + " w1ings w2ings"}, questions)
	}
}
