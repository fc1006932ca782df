package conversations

import (
	"slices"
	"strings"

	"soundings/engagement"
)

// stanceWords is all there is to say of one stance. Users are people who use
// the service, who see wording of their own.
type stanceWords struct {
	stance     engagement.Stance
	label      string // as a supplier sees it
	users      string // as people who use the service see it
	short      string // what is typed
	followUp   string // the one question that fits it
	small      string // small print under that
	usersAfter string // the question for people who use the service
}

// wordsOf gives all there is to say of a stance.
func wordsOf(stance engagement.Stance) stanceWords {
	switch stance {
	case engagement.Optimistic:
		return stanceWords{
			stance: stance, label: "Works for us", users: "This would work for me", short: "works",
			followUp:   "Is there anything that would make it better, or somewhere you have done it already?",
			small:      "Please don't name customers without asking them.",
			usersAfter: "What would you like about it?",
		}
	case engagement.Excited:
		return stanceWords{
			stance: stance, label: "We could go further", users: "I'd really like this", short: "further",
			followUp:   "How far could you go, for whom, and what would have to be true for that?",
			small:      "Only what you are content for others to build on. If it is your secret, mark it with **sensitive** and the number.",
			usersAfter: "What would be best about it?",
		}
	case engagement.Cautious:
		return stanceWords{
			stance: stance, label: "Possible, with a risk", users: "Something worries me", short: "risk",
			followUp:   "What is the risk, whose is it, and what would make it smaller?",
			usersAfter: "What worries you?",
		}
	case engagement.Unachievable:
		return stanceWords{
			stance: stance, label: "Can't be done as written", users: "This wouldn't work for me", short: "can't",
			followUp:   "What could be done instead, and what would that take: time, money, somebody else's agreement?",
			small:      "Without a reason it still counts, and is shown as “no reason given”.",
			usersAfter: "What would have to be different?",
		}
	case engagement.Unclear:
		return stanceWords{
			stance: stance, label: "Not clear", users: "I don't understand it", short: "unclear",
			followUp:   "Which words, and what would make them clear?",
			small:      "You can copy in the sentence.",
			usersAfter: "Which part? Any words will do.",
		}
	case engagement.Pass:
		return stanceWords{
			stance: stance, label: "No view", users: "No view", short: "no view",
		}
	}
	return stanceWords{stance: stance, label: string(stance), users: string(stance), short: string(stance)}
}

// stances gives the words of every stance, in the order in which people see
// them.
func stances() []stanceWords {
	var all []stanceWords
	for _, stance := range engagement.Stances() {
		all = append(all, wordsOf(stance))
	}
	return all
}

// variants are what people type for a stance, in lower case; the longest that
// fits wins.
func variants(stance engagement.Stance) []string {
	switch stance {
	case engagement.Optimistic:
		return []string{
			"works", "work", "works for us", "work for us", "works for me", "this works", "this works for us", "it works", "that works",
			"this would work", "this would work for me", "this would work for us", "would work", "would work for me", "would work for us", "fine", "this would work for her", "this would work for him", "would work for her", "would work for him",
			"fine by us", "fine with us", "all fine", "ok", "okay", "yes", "agree", "agreed", "we agree", "happy", "happy with", "happy with this", "we are happy", "we are happy with", "fine with", "agree with", "we agree with", "yes to",
			"good", "we can do this", "we can do that", "can do", "optimistic", "👍",
		}
	case engagement.Excited:
		return []string{
			"further", "go further", "could go further", "we could go further", "we can go further", "can go further", "we would go further", "would go further",
			"could do more", "we could do more", "we can do more", "more", "better", "could do better", "we could do better", "excited", "love it", "we love it",
			"i'd really like this", "i would really like this", "really like this", "really like it", "i'd love this", "would love this", "like",
		}
	case engagement.Cautious:
		return []string{
			"risk", "risky", "a risk", "at risk", "with a risk", "with risk", "possible with a risk", "possible, with a risk", "possible with risk",
			"possible", "possibly", "we see a risk", "cautious", "caution", "maybe", "worry", "worried", "worried about", "we worry about", "concerned about", "worries", "a worry", "something worries me",
			"this worries me", "it worries me", "worries me", "worries us", "this worries us", "concern", "concerned", "concerns",
			"something worries her", "something worries him", "something worries them", "this worries her", "this worries him", "it worries her", "it worries him",
		}
	case engagement.Unachievable:
		return []string{
			"can't", "cant", "can not", "cannot", "can't do", "cant do", "cannot do", "can't be done", "cant be done", "cannot be done", "can not be done",
			"can't be done as written", "cannot be done as written", "cant be done as written", "can't do it", "can't do this", "can't do that",
			"we can't", "we cannot", "we cant", "we can't do", "we cannot do", "we cant do", "i can't do", "no to", "we can't do this", "we can't do that", "we cannot do this", "no", "not possible", "impossible",
			"not achievable", "unachievable", "not as written", "not doable", "won't work", "wont work", "this won't work", "doesn't work", "does not work",
			"doesn't work for us", "does not work for us", "wouldn't work", "wouldn't work for me", "would not work for me", "this wouldn't work for me",
			"this wouldn't work", "this would not work for me", "not work", "👎",
		}
	case engagement.Unclear:
		return []string{
			"unclear", "not clear", "it's not clear", "it is not clear", "this is not clear", "isn't clear", "is not clear", "not clear to us", "this is unclear", "is unclear",
			"don't understand", "dont understand", "do not understand", "we don't understand", "we do not understand", "i don't understand",
			"i don't understand it", "i don't understand this", "we don't understand it", "we don't understand this", "confusing", "confused", "vague", "too vague", "ambiguous",
		}
	case engagement.Pass:
		return []string{
			"no view", "no opinion", "pass", "skip", "none", "n/a", "na", "not our field", "not for us to say", "not applicable", "no comment",
			"no view (not our field)", "we have no view", "i have no view", "don't mind", "neutral",
		}
	}
	return nil
}

// labelFor is what the stance is called by people of that organisation.
func labelFor(stance engagement.Stance, users bool) string {
	words := wordsOf(stance)
	if users {
		return words.users
	}
	return words.label
}

// cutStance reads a stance at the start of what was typed, and the words that
// go with it. Words that no punctuation sets off are kept with the stance in
// them, so that cutting never changes what somebody said; and then a word that
// often begins a sentence, such as "no" or "more", is no stance.
func (l line) cutStance() (words string, stance engagement.Stance, ok bool) {
	if quoted := strings.Trim(l.norm, `"' `); quoted != "" && l.norm[0] != quoted[0] {
		words, stance, ok = fold(quoted).cutStance()
		return "", stance, ok && words == ""
	}
	longest := 0
	for _, s := range engagement.Stances() {
		for _, variant := range variants(s) {
			if len(variant) <= longest || !strings.HasPrefix(l.norm, variant) {
				continue
			}
			rest, found := l.cut(variant)
			if !found {
				continue
			}
			switch {
			case rest.empty() || l.separated(len(variant)):
				words = rest.words()
			case variant == wordsOf(s).short || strings.Contains(variant, " "):
				words = l.words()
			default:
				continue
			}
			stance, longest = s, len(variant)
		}
	}
	return words, stance, longest > 0
}

// separated says whether punctuation stands at byte n of norm, or a dash after
// a space.
func (l line) separated(n int) bool {
	rest := strings.TrimPrefix(l.norm[n:], " ")
	return rest != "" && strings.IndexByte(":,.;=-", rest[0]) >= 0 || l.newlineAt(n)
}

// newlineAt says whether a new line begins at byte n of norm.
func (l line) newlineAt(n int) bool {
	gap := strings.TrimLeft(l.raw[l.at[n]:], " \t")
	return strings.HasPrefix(gap, "\n") || strings.HasPrefix(gap, "\r")
}

// offered gives the stances in the order in which an organisation sees them:
// turned round for every second one, so that no answer is always first.
func offered(o engagement.Organisation) []stanceWords {
	all := stances()
	if place(o)%2 == 1 {
		slices.Reverse(all[:len(all)-1])
	}
	return all
}

// standingWords is what a standing is called, and what it means for somebody
// who answers.
func standingWords(s engagement.Standing) (label, meaning string) {
	switch s {
	case engagement.Fixed:
		return "Fixed", "this has to stay; say so all the same if it can't be done"
	case engagement.Exploring:
		return "We don't know yet", "this is a real question"
	case engagement.Open:
		return "Open to change", "we mean to change this if you give us a reason"
	}
	return string(s), ""
}

// kindWord is what a kind of organisation is called within a sentence.
func kindWord(k engagement.OrganisationKind) string {
	switch k {
	case engagement.SmallFirm:
		return "small firm"
	case engagement.LargeFirm:
		return "large firm"
	case engagement.Charity:
		return "charity"
	case engagement.SocialEnterprise:
		return "social enterprise"
	case engagement.CurrentProvider:
		return "current provider"
	case engagement.UsersGroup:
		return "person who uses the service"
	case engagement.OtherKind:
	}
	return "other organisation"
}

// kindsWord is the same for several.
func kindsWord(k engagement.OrganisationKind) string {
	switch k {
	case engagement.SmallFirm:
		return "small firms"
	case engagement.LargeFirm:
		return "large firms"
	case engagement.Charity:
		return "charities"
	case engagement.SocialEnterprise:
		return "social enterprises"
	case engagement.CurrentProvider:
		return "current provider"
	case engagement.UsersGroup:
		return "groups of people who use the service"
	case engagement.OtherKind:
	}
	return "other organisations"
}

// organisationKind is what an organisation is called in a list of who is asked.
func organisationKind(o engagement.Organisation) string {
	if o.Users {
		return "people who use the service"
	}
	if o.Current && o.Kind != engagement.CurrentProvider {
		return kindWord(o.Kind) + ", current provider"
	}
	return kindWord(o.Kind)
}

// place is the organisation's place in the order of invitations, from 0.
func place(o engagement.Organisation) int {
	n := 0
	for _, c := range o.ID {
		if c >= '0' && c <= '9' {
			n = n*10 + int(c-'0')
		}
	}
	return max(0, n-1)
}
