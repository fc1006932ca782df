package digest

// The words that looking for likeness knows beside the stems of English. They
// are plain words here and become stems when they are read; a word in none of
// the lists is a word like any other. docs/method.md tells what they are for.

// emptyWords tell nothing of what is asked: small words, those that open any
// question, and those of courtesy.
const emptyWords = `
a an the and or but if of to in on at by for with from as is are was were be been being am it its this that these those
we our us you your they their them i my me he she his her him would will have has had do does did doing so than then there
can could may might shall should must what which whom whose how why whether who
please kindly confirm clarify clarification advise elaborate explain tell let know ask question query wonder possible
like want wish also any some all each every both either about into onto over under up out off per via upon within between
through more most other another such same own just only very too again still already yes no not nor thank thanks
regarding regards respect reference following below above because while until although however therefore since given based
etc eg ie here now one ones get got make made take use used using go come see seem give need needed s t d ll re ve m
able exactly precise precisely specific specifically correct understand understanding`

// sameWords mean the same to a buyer and to those who sell, a line for each
// meaning; the first word stands for all.
const sameWords = `
supplier vendor provider bidder offeror quoter contractor tenderer respondent
contract agreement
price cost fee rate tariff charge pricing
response bid proposal submission submit quote quotation reply
deadline due
extend extension prolong postpone
buyer authority council government govt agency
require requirement mandatory compulsory obligatory obligation necessary
staff personnel employee worker workforce
limit maximum max cap ceiling
minimum min least
start begin commence commencement launch
end terminate termination cancel
allow permit permitted accept acceptable permissible allowed permission
budget funding fund money
document documentation file
annex appendix attachment
equipment device kit hardware
system software platform solution application
integrate integration interface interoperate
date timeline timescale timeframe timetable when
expect anticipate plan planned estimate intend envisage forecast
site premises location located situated where
evaluate evaluation score scoring assess assessment criteria criterion weighting weighted
penalty deduction credit
interview presentation present oral
link hyperlink url
access accessible
partner partnership consortium consortia joint jointly teaming
subcontractor subcontract subcontracted subcontracting
length duration long
pay payment paid invoice invoicing bill billing
turnover revenue
number volume quantity many
example sample evidence
restrict restriction prohibit prohibited forbid forbidden
alternative alternatively instead
award awarded
training train
intellectual ip ipr
annual annually yearly
month monthly
week weekly
quarter quarterly
store retain keep retention
delete erase destroy
certificate certification certified accreditation accredited
eligible eligibility qualify
mobilisation implementation transition
template proforma
phone telephone
carer caregiver
metric kpi indicator
licence license`

// commonWords are in so many questions of any procurement that sharing one
// says little.
const commonWords = `
supplier contract response buyer require document service project work section page annex include state expect part
paragraph ensure deliver delivery related describe detail details information consider procurement process rfq rfp itt pws
draft point item current currently number staff system request identify list phase lot stage new time people person allow
day month year week provide provided example experience relevant available 1 2 3 4 5`

// phrases are two terms that stand for a third, a line for each. The two have
// been read as sameWords says.
const phrases = `
current supplier incumbent
exist supplier incumbent`

// numberWords are numbers as words, from nought.
const numberWords = `zero one two three four five six seven eight nine ten eleven twelve`

// labels come before the number or letter of a part of the draft or of the
// procedure.
const labels = `lot annex appendix section criteria criterion phase stage part schedule clause paragraph item question table`

// asWritten are ways of writing that are read as another.
func asWritten() []string {
	return []string{
		"Sub-", "sub", "sub-", "sub", " re-", " re", "Re-", "re", " e-", " e", "E-", "e", " co-", " co",
		"on-site", "onsite", "on site", "onsite", "24/7", "round the clock", "24*7", "round the clock",
		"24x7", "round the clock", "round-the-clock", "round the clock", "%", " percent ", "per cent", "percent",
	}
}
