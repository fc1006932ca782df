package engagement

import "slices"

// Person is a person as the record knows one, such as "P7". Never a name.
type Person string

// Room is a room on a platform. Opaque here; two rooms are the same if they
// are equal. Empty: none, for one who is reached by mail and browser only.
type Room string

// Stage says what may be asked and said.
type Stage string

// The stages. An engagement begins in Preparing.
const (
	Preparing Stage = "preparing" // suppliers see nothing yet
	Talking   Stage = "talking"   // before the tender notice: everything may be said
	Paused    Stage = "paused"    // nothing more about the draft is taken
	Dialogue  Stage = "dialogue"  // admitted bidders within a procedure
	Closed    Stage = "closed"    // over
)

// Standing says how firm a section is.
type Standing string

// The standings of a section.
const (
	Fixed     Standing = "fixed"     // not negotiable
	Open      Standing = "open"      // open to change
	Exploring Standing = "exploring" // not known yet: the question is the point
)

// Valid says whether s is one of the standings.
func (s Standing) Valid() bool { return s == Fixed || s == Open || s == Exploring }

// Stance is how one voice stands to one section.
type Stance string

// The stances, in the order people see them.
const (
	Optimistic   Stance = "optimistic"   // works for us
	Excited      Stance = "excited"      // we could go further
	Cautious     Stance = "cautious"     // possible, with a risk
	Unachievable Stance = "unachievable" // can't be done as written
	Unclear      Stance = "unclear"      // not clear
	Pass         Stance = "pass"         // no view
)

// Stances gives all of them, in the order people see them.
func Stances() []Stance {
	return []Stance{Optimistic, Excited, Cautious, Unachievable, Unclear, Pass}
}

// Valid says whether s is one of the stances.
func (s Stance) Valid() bool {
	switch s {
	case Optimistic, Excited, Cautious, Unachievable, Unclear, Pass:
		return true
	}
	return false
}

// Positive says whether s is one of the two that would go along.
func (s Stance) Positive() bool { return s == Optimistic || s == Excited }

// Worried says whether s is one of the three that would not go along as the
// text stands.
func (s Stance) Worried() bool { return s == Cautious || s == Unachievable || s == Unclear }

// Bidding says whether a fixed section that can't be done would stop a bid.
type Bidding string

// The answers to that question.
const (
	BidNotAsked Bidding = ""      // not asked, or not answered
	BidStops    Bidding = "yes"   // it would stop us
	BidMight    Bidding = "might" // it might
	BidGoesOn   Bidding = "no"    // it would not
)

// Valid says whether b is one of the answers, none included.
func (b Bidding) Valid() bool {
	return b == BidNotAsked || b == BidStops || b == BidMight || b == BidGoesOn
}

// Partnering says how a supplier would take part in a contract.
type Partnering string

// The ways.
const (
	PartnerUnknown Partnering = ""        // not said
	PartnerAlone   Partnering = "alone"   // alone
	PartnerLeads   Partnering = "leads"   // with a partner
	PartnerJoins   Partnering = "partner" // as somebody's partner
)

// Valid says whether p is one of the ways, none included.
func (p Partnering) Valid() bool {
	return p == PartnerUnknown || p == PartnerAlone || p == PartnerLeads || p == PartnerJoins
}

// Likelihood says whether a supplier would bid, as it stands.
type Likelihood string

// The answers to that question.
const (
	BidUnsaid   Likelihood = ""         // not said
	BidLikely   Likelihood = "likely"   // likely
	BidDepends  Likelihood = "depends"  // it depends
	BidUnlikely Likelihood = "unlikely" // unlikely
	BidNo       Likelihood = "no"       // no
)

// Likelihoods gives the four that can be said, in the order people see them.
func Likelihoods() []Likelihood { return []Likelihood{BidLikely, BidDepends, BidUnlikely, BidNo} }

// Valid says whether l is one of the answers, none included.
func (l Likelihood) Valid() bool {
	return l == BidUnsaid || l == BidLikely || l == BidDepends || l == BidUnlikely || l == BidNo
}

// Mark says what became of the message behind what was recorded.
type Mark string

// The marks.
const (
	NoMark    Mark = ""
	Edited    Mark = "edited"    // changed on the platform since
	TakenBack Mark = "takenback" // deleted there
)

// Valid says whether m is one of the marks, none included.
func (m Mark) Valid() bool { return m == NoMark || m == Edited || m == TakenBack }

// OrganisationKind is what kind of organisation speaks.
type OrganisationKind string

// The kinds of organisation.
const (
	SmallFirm        OrganisationKind = "small"
	LargeFirm        OrganisationKind = "large"
	Charity          OrganisationKind = "charity"
	SocialEnterprise OrganisationKind = "social"
	CurrentProvider  OrganisationKind = "current"
	UsersGroup       OrganisationKind = "users"
	OtherKind        OrganisationKind = "other"
)

// OrganisationKinds gives all of them, in a fixed order.
func OrganisationKinds() []OrganisationKind {
	return []OrganisationKind{
		SmallFirm, Charity, SocialEnterprise, LargeFirm, CurrentProvider, OtherKind, UsersGroup,
	}
}

// Valid says whether k is one of the kinds.
func (k OrganisationKind) Valid() bool {
	switch k {
	case SmallFirm, LargeFirm, Charity, SocialEnterprise, CurrentProvider, UsersGroup, OtherKind:
		return true
	}
	return false
}

// StepReason is the sort of reason for which an organisation steps back.
type StepReason string

// The sorts of reason.
const (
	Technology    StepReason = "technology"
	WrongScope    StepReason = "scope"
	WrongTime     StepReason = "time"
	WrongPrice    StepReason = "price"
	NoCapacity    StepReason = "capacity"
	OtherReason   StepReason = "other"
	NotOurField   StepReason = "field" // as it once was offered, like the two below
	WrongSize     StepReason = "size"
	Terms         StepReason = "terms"
	NoReasonGiven StepReason = ""
)

// Valid says whether r is one of the reasons, none included.
func (r StepReason) Valid() bool {
	switch r {
	case Technology, WrongScope, WrongTime, WrongPrice, NoCapacity, OtherReason, NotOurField, WrongSize, Terms, NoReasonGiven:
		return true
	}
	return false
}

// Purpose is what an engagement is for: the six that section 16 of the
// Procurement Act 2023 names.
type Purpose string

// The purposes.
const (
	Requirements Purpose = "requirements" // developing the requirements and the approach
	Procedure    Purpose = "procedure"    // designing the procedure, conditions and award criteria
	Documents    Purpose = "documents"    // preparing the notice and documents
	Suppliers    Purpose = "suppliers"    // identifying suppliers
	Contract     Purpose = "contract"     // identifying likely contract terms
	Capacity     Purpose = "capacity"     // building capacity among suppliers
)

// Purposes gives the six, in the order of the law.
func Purposes() []Purpose {
	return []Purpose{Requirements, Procedure, Documents, Suppliers, Contract, Capacity}
}

// Valid says whether p is one of the six.
func (p Purpose) Valid() bool { return slices.Contains(Purposes(), p) }
