package conversations

import (
	"regexp"
	"slices"
	"strings"

	"soundings/engagement"
)

// invitation is one line of "invite".
type invitation struct {
	name    string
	kind    engagement.OrganisationKind
	current bool
	room    string              // as typed; empty: none was named
	link    bool                // it is to have a link
	channel bool                // a channel is to be made for it
	code    bool                // it is to have a code
	on      string              // the adapter of the platform that was named, if one was
	people  []engagement.Person // whose mail addresses stood on the line
	doubled bool                // one of them twice
}

const kindsKnown = "Kinds: small firm · large firm · charity · social enterprise · current provider · users' group · other."

// inviteLines gives the lines that name somebody, without the word itself.
func inviteLines(text string) []string {
	var lines []string
	for part := range strings.Lines(text) {
		l := readLine(part)
		if rest, ok := l.cutAny("invite", "add"); ok {
			l = rest
		}
		if words := strings.TrimLeft(l.words(), "-*•\t "); words != "" {
			lines = append(lines, words)
		}
	}
	return lines
}

// someone is a mail address as bot has put it: by number.
var someone = regexp.MustCompile(`\{person:(P[0-9]+)\}`)

// readInvitation reads "NAME, KIND", "NAME, KIND, current provider" and either
// with mail addresses anywhere among the commas or "in ROOM" behind it. Where
// no kind is named it is the fallback, if there is one. What could be read is
// there beside a problem, too.
func readInvitation(text string, fallback engagement.OrganisationKind) (i invitation, problem string) {
	if at := strings.LastIndex(strings.ToLower(text), " in "); at > 0 && looksLikeRoom(text[at+4:]) {
		i.room = strings.TrimSpace(text[at+4:])
		text = text[:at]
	}
	parts := strings.Split(asCommas(oneLine(i.takeWay(i.takePeople(text)))), ",")
	last := ""
	for len(parts) > 1 {
		last = strings.TrimSpace(parts[len(parts)-1])
		if linkWord(last) || channelWord(last) || codeWord(last) {
			i.link, i.channel, i.code = i.link || linkWord(last), i.channel || channelWord(last), i.code || codeWord(last)
			last, parts = "", parts[:len(parts)-1]
			continue
		}
		kind, ok := readKind(last)
		if !ok || i.kind != "" && i.kind != engagement.CurrentProvider && kind != engagement.CurrentProvider {
			break // the rest is a name with a comma in it
		}
		i.current = i.current || kind == engagement.CurrentProvider
		if i.kind == "" || kind != engagement.CurrentProvider {
			i.kind = kind
		}
		parts = parts[:len(parts)-1]
	}
	i.name = strings.TrimSpace(strings.Join(parts, ","))
	if i.kind == "" {
		i.kind = fallback
	}
	switch {
	case i.name == "" && (len(i.people) > 0 || text == ""):
		return i, nobodyNamed
	case halfAddress(i.name) != "":
		return i, halfAddress(i.name)
	case i.kind == "":
		return i, kindProblem(i.name, last)
	}
	return i, ""
}

// nobodyNamed is said of a line of addresses alone.
const nobodyNamed = "One line has an address and no name: whose is it? Write for example **invite Tidewell, small firm**, with the address behind it."

// halfAddress says that what was to be a mail address behind a name is none;
// empty: there is nothing of the kind. A name may have an @ in it.
func halfAddress(text string) string {
	name, rest, _ := strings.Cut(text, ",")
	wrong := ""
	for part := range strings.SplitSeq(rest, ",") {
		if strings.Contains(part, "@") {
			wrong = strings.TrimSpace(part)
		}
	}
	if wrong == "" {
		return ""
	}
	return "**" + plain(name) + "** was not invited: “" + plain(wrong) + "” is no whole mail address. Write it as in ana@tidewell.example, or leave it out and pass a link on."
}

// takePeople takes the mail addresses out of a line, and the names of people
// that stand beside them. What is left are the name of the organisation and its
// kind, between commas.
func (i *invitation) takePeople(text string) string {
	if strings.Contains(text, "\t") || someone.MatchString(text) {
		text = strings.NewReplacer("\t", ",", ";", ",").Replace(text)
	}
	if !someone.MatchString(text) {
		return text
	}
	var kept []string
	for part := range strings.SplitSeq(text, ",") {
		found := someone.FindAllStringSubmatch(part, -1)
		for _, f := range found {
			p := engagement.Person(f[1])
			if slices.Contains(i.people, p) {
				i.doubled = true
				continue
			}
			i.people = append(i.people, p)
		}
		for k, piece := range someone.Split(part, -1) {
			if piece = strings.TrimSpace(piece); len(found) > 0 {
				piece = bare(piece)
			}
			nameless := len(kept) == 0 && (k == 0 || len(found) > 0)
			if _, kind := readKind(piece); piece != "" && (len(found) == 0 || kind || linkWord(piece) || channelWord(piece) || codeWord(piece) || nameless) {
				kept = append(kept, piece)
			}
		}
	}
	return strings.Join(kept, ", ")
}

// bare is a piece of a line without what set it off from an address.
func bare(piece string) string {
	piece = strings.TrimLeft(strings.TrimRight(piece, " -–—:|<\u00a0"), " -–—:|>\u00a0")
	if strings.HasPrefix(piece, "(") && strings.HasSuffix(piece, ")") {
		piece = piece[1 : len(piece)-1]
	}
	if piece == "(" || piece == ")" {
		return ""
	}
	return strings.TrimSpace(piece)
}

// linkWord says whether somebody wants a link to pass on.
func linkWord(text string) bool {
	switch fold(strings.TrimSpace(text)).norm {
	case "link", "by link", "a link", "link only", "mail", "by mail", "by email", "by e-mail", "by link or mail", "in the browser", "browser", "a page":
		return true
	}
	return false
}

// withoutPeople is the line to be mended: without the addresses, which are
// kept.
func (i invitation) withoutPeople(text string) string {
	if len(i.people) == 0 {
		return oneLine(text)
	}
	rest := i
	rest.people = nil
	return oneLine(rest.takePeople(text))
}

// asCommas gives "NAME (KIND)", "NAME - KIND" and "NAME: KIND" as "NAME, KIND",
// where what is set off is a kind.
func asCommas(text string) string {
	if open := strings.LastIndex(text, " ("); open > 0 && strings.HasSuffix(text, ")") {
		inside := strings.NewReplacer(";", ",", " and ", ",", "/", ",").Replace(text[open+2 : len(text)-1])
		if kindly(inside) {
			return text[:open] + "," + inside
		}
	}
	for _, mark := range []string{" - ", " – ", " — ", ": ", "; "} {
		if at := strings.LastIndex(text, mark); at > 0 && kindly(text[at+len(mark):]) {
			return asCommas(text[:at]) + ", " + text[at+len(mark):]
		}
	}
	return text
}

// kindly says whether text begins with a kind of organisation.
func kindly(text string) bool {
	first, _, _ := strings.Cut(text, ",")
	_, ok := readKind(first)
	return ok
}

// kindProblem says that the kind is missing, or not one of them.
func kindProblem(text, last string) string {
	name, _, _ := strings.Cut(text, ",")
	if last == "" {
		return "**" + plain(name) + "** was not invited: what kind of organisation is it? Write for example **invite " + plain(name) + ", small firm**. " + kindsKnown
	}
	return "**" + plain(name) + "** was not invited: I don't know the kind “" + plain(last) + "”. " + kindsKnown
}

// looksLikeRoom says whether what follows "in" is a room: one word.
func looksLikeRoom(text string) bool {
	text = strings.TrimSpace(text)
	return text != "" && (strings.HasPrefix(text, "#") || strings.HasPrefix(text, "<#")) && !strings.ContainsAny(text, ", ")
}

// readKind reads what kind of organisation somebody typed.
func readKind(text string) (engagement.OrganisationKind, bool) {
	norm := fold(text).norm
	for _, article := range []string{"a ", "an ", "the ", "our "} {
		norm = strings.TrimPrefix(norm, article)
	}
	switch strings.Trim(norm, " .") {
	case "small firm", "small", "sme", "local firm", "local business", "sole trader", "small company", "small business", "micro", "micro firm", "start-up", "startup":
		return engagement.SmallFirm, true
	case "large firm", "large", "large company", "big firm", "big company", "big", "multinational", "corporate", "medium", "medium firm":
		return engagement.LargeFirm, true
	case "charity", "charities", "third sector", "voluntary", "voluntary organisation", "not for profit", "non-profit", "nonprofit":
		return engagement.Charity, true
	case "social enterprise", "social", "cic", "community interest company", "co-operative", "cooperative", "mutual":
		return engagement.SocialEnterprise, true
	case "current provider", "current", "incumbent", "existing provider", "existing supplier", "provider now", "current supplier":
		return engagement.CurrentProvider, true
	case "users' group", "users group", "user group", "users", "users'", "people who use services", "people who use the service", "group of people who use services":
		return engagement.UsersGroup, true
	case "other", "other organisation", "university", "trade body":
		return engagement.OtherKind, true
	}
	return "", false
}
