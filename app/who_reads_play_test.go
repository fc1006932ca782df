package app

// phase is a part of the play after which everybody reads all that they can.
type phase struct{ name, says string }

// playOfWords is one engagement from its first line to its outcome. Each kind of
// thing that is said in it has a word of its own, by which it is known again.
func playOfWords() []phase {
	return []phase{
		{"preparing", `commissioning/dana> new Care
commissioning/dana> import
  | # Care
  | ## One
  | QXWORDDRAFT the first.
  | ## Two
  | The second.
  | ## Three
  | The third.
  | ## Four
  | The fourth.
commissioning/dana> buyer Westmere County Council
commissioning/dana> contact Dana Ellery, dana@westmere.example
commissioning/dana> schedule fridays 16:00
commissioning/dana> slots tue thu 10:00
commissioning/dana> fixed 4
commissioning/dana> plain 1: QXWORDPLAIN.
commissioning/dana> plain 2: The second.
commissioning/dana> plain 3: The third.
commissioning/dana> plain 4: The fourth.
commissioning/dana> closes 26 June 17:00
commissioning/dana> market notice subject: QXWORDSUBJECT
commissioning/dana> invite
  | Tidewell, small firm, ana@tidewell.example
  | Alder, large firm, bo@alder.example
  | Birch, charity, bea@birch.example
  | Cedar, small firm, cy@cedar.example
  | Elders, users' group
  | Kindred, charity
commissioning/dana> remove Kindred
commissioning/dana> rename Cedar to Cedar Ltd
commissioning/zed> status
commissioning/lin> status
`},
		{"talking", `commissioning/dana> second person on
commissioning/dana> preview
commissioning/dana> open now
commissioning/ed> open now
commissioning/dana> second person off
commissioning/ed> second person off
commissioning/dana> I declare: no interest
commissioning/lin> I declare: my brother works at Tidewell QXWORDINTEREST
commissioning/ed> I declare: no interest
commissioning/dana> I look after safety, dana@westmere.example
tidewell/ana> we declare: operations manager, my sister is a councillor QXWORDLINK
tidewell/ana> 1 risk: QXWORDANSWER
tidewell/ben> 1 risk: QXWORDCOMMENT
tidewell/ana> ask 2: QXWORDASKED of what?
tidewell/ana> 2 risk: QXWORDSENSITIVE
tidewell/ana> sensitive 2: QXWORDWHY
tidewell/ana> 3 risk: see the file [file: QXWORDNAME.txt]
tidewell/ana> working together: QXWORDLAST
tidewell/ana> need to know: QXWORDNEED
tidewell/ana> would bid: depends, on QXWORDBID
alder/bo> 1 works: QXWORDOTHER
birch/bea> 4 can't: QXWORDFIXED
birch/bea> step back: QXWORDSTEP
birch/bea> come back
alder/bo> ask 2: QXWORDSECOND is another matter?
birch/bea> step back: QXWORDAGAIN
elders/eve> 1 something worries me: QXWORDUSER
elders/joan> 1 this would work for me: QXWORDMEMBER
elders/joan> step back
elders/eve> pass on now: QXWORDSAFETY
commissioning/dana> note Alder phone 1 June, 3 risk: QXWORDNOTE
commissioning/dana> I have S1
alder/bo> confirm note M1
commissioning/dana> settle Tidewell: QXWORDSETTLED
commissioning/dana> file advantage: QXWORDONFILE
commissioning/dana> market notice published 2025/S 000-030001 https://find.example/Notice/1
commissioning/dana> notice on 20 July
commissioning/dana> send: QXWORDUNSENT [file: QXWORDPLAN.txt]
commissioning/dana> edit N1: QXWORDEDITED
commissioning/dana> hold N1
commissioning/dana> users too N1
alder/dana> QXWORDTOLD
commissioning/dana> send it to everyone A1
commissioning/dana> drop N2: QXWORDDROPPED
alder/dana> QXWORDASIDE
commissioning/dana> only practical A2: QXWORDCLAIM
commissioning/ed> only practical A2: QXWORDCLAIM
alder/dana> QXWORDFORLATER
alder/dana> [Ask procurement]
commissioning/dana> ask procurement A3
commissioning/dana> send it to everyone A3
commissioning/dana> linked Tidewell and Cedar Ltd: QXWORDPARENT
commissioning/ed> linked Tidewell and Cedar Ltd: QXWORDPARENT
cedar/cy> not one voice: QXWORDDISPUTE
commissioning/dana> who said 1
commissioning/dana> merge Q1 Q2
commissioning/dana> unmerge Q2
commissioning/dana> not the same Q1 Q2
commissioning/dana> matters most 3: QXWORDMATTERS
commissioning/dana> kept 4: QXWORDKEPT
commissioning/dana> digest
commissioning/dana> read privately 2
`},
		{"answered", `commissioning/dana> answer Q1: QXWORDREPLY
commissioning/dana> [As it is]
commissioning/dana> send now N5: it is short
commissioning/dana> change 1 because somebody asked: QXWORDCHANGED the first.
commissioning/dana> change [file: new.md]
commissioning/dana> take draft because QXWORDTAKEN
commissioning/dana> ask everyone about 2: QXWORDINQUIRY of what? In plain words: QXWORDINPLAIN of what?
commissioning/dana> edit N8: QXWORDREWORDED of what? In plain words: QXWORDINPLAIN of what?
commissioning/dana> send now N8: it is short
tidewell/ana> answer Q3: QXWORDTOINQUIRY
elders/eve> answer Q3: QXWORDOFUSERS
commissioning/dana> agree to differ Q3: QXWORDDIFFER
commissioning/dana> closes 3 July 17:00: QXWORDMOVED
@ 2026-06-12 09:00
commissioning/dana> invite Dogwood, small firm
commissioning/dana> I declare: no interest
commissioning/ed> I declare: no interest
commissioning/dana> time is enough Dogwood: QXWORDENOUGH
tidewell/ana> ask 3: QXWORDBACK of what?
tidewell/ana> take back Q4
tidewell/ana> ask 3 sensitive: QXWORDCONFIDED of what?
tidewell/ana> [For the buying team alone]
commissioning/dana> put C3: QXWORDPUT of what?
commissioning/dana> contact Ed Ellery, ed@westmere.example, QXWORDPERSON
`},
		{"paused", `@ 2026-06-27 09:00
tidewell/ana> 4 risk: QXWORDLATE
tidewell/ana> add it late
commissioning/dana> accept late 1
commissioning/dana> reopen until 17 July: QXWORDREOPEN
commissioning/dana> send now N13: it is short
commissioning/dana> plain 3: QXWORDPLAINER the third.
commissioning/dana> pause: QXWORDPAUSE
commissioning/dana> [Pause and tell everybody]
tidewell/ana> 1 risk: QXWORDREFUSED
`},
		{"dialogue", `commissioning/dana> notice 2025/S 000-041270 https://find.example/Notice/041270-2025
commissioning/dana> [Send to everybody now]
commissioning/dana> dialogue 2025/S 000-041270: Tidewell, Alder
  | new: Foxglove, large firm, fay@foxglove.example
commissioning/dana> [Begin the dialogue]
commissioning/dana> I declare: no interest
dialogue-tidewell/ana> 3 risk: QXWORDWITHIN
tidewell/ana> 1 risk: QXWORDBEFORE
dialogue-foxglove/fay> 2 risk: QXWORDNEW
dialogue-alder/bo> 2 works: QXWORDBIDDER
dialogue-tidewell/ana> ask 2: QXWORDROUND of what?
`},
		{"taken-out", `commissioning/dana> answer Q6: QXWORDFORBIDDERS
commissioning/dana> [As it is]
commissioning/dana> send now N18: the round is on Friday
commissioning/dana> take out Alder: QXWORDOUT
commissioning/dana> [Take Alder out]
commissioning/dana> admit Birch: QXWORDIN
commissioning/dana> [Admit Birch]
commissioning/dana> I declare: no interest
dialogue-birch/bea> hello
dialogue-alder/bo> 2 works: QXWORDAFTER
`},
		{"closed", `commissioning/dana> users read: QXWORDLEAVE
commissioning/lin> I declare: my brother works at Tidewell QXWORDINTEREST
commissioning/dana> clear P7: QXWORDCLEARED
commissioning/dana> second person on
commissioning/dana> second person off
commissioning/dana> close now
commissioning/lin> close now
dialogue-tidewell/ana> how it was: worth yes; same chance no: QXWORDSURVEY
`},
		{"outcome", `commissioning/dana> outcome: QXWORDOUTCOME
commissioning/dana> [Send the outcome now]
commissioning/ed> I declare: no interest
commissioning/ed> send now N21: it is time
commissioning/dana> digest
commissioning/dana> owner P8
commissioning/ed> I am the owner
birch/ana> it was sent to me by mistake
`},
	}
}

// readBy is a kind of thing that is said, and who reads it: from when it is said on,
// or from a phase ("bo@answered").
type readBy struct{ word, what, by string }

func whoReadsWhat() []readBy {
	return []readBy{
		{"QXWORDDRAFT", "the draft", "ana@talking bea@talking bo@talking dana fay@dialogue lin zed"},
		{"QXWORDPLAIN", "the draft in plain words", "dana eve@talking joan@talking lin zed"},
		{"QXWORDSUBJECT", "what the market engagement notice says", "dana lin zed"},
		{"QXWORDINTEREST", "a link of somebody of the team", "dana lin"},
		{"QXWORDLINK", "a link that a supplier declares", "ana dana lin@closed"},
		{"QXWORDANSWER", "an answer", "ana dana lin@closed"},
		{"QXWORDCOMMENT", "a colleague's comment", "ana dana lin@closed"},
		{"QXWORDASKED", "a question as it was asked", "ana bea@answered bo@answered dana eve@answered fay@dialogue joan@answered lin@closed"},
		{"QXWORDSENSITIVE", "a sensitive answer", "ana dana"},
		{"QXWORDWHY", "why it is sensitive", "ana dana"},
		{"QXWORDNAME", "the name of a supplier's file", "ana dana lin@closed"},
		{"QXWORDINNAME", "what stands in it", "ana dana lin@closed"},
		{"QXWORDLAST", "how to work together", "ana dana lin@closed"},
		{"QXWORDNEED", "what a supplier needs to know", "ana dana lin@closed"},
		{"QXWORDBID", "whether it would bid", "ana dana lin@closed"},
		{"QXWORDOTHER", "another supplier's answer", "bo dana lin@closed"},
		{"QXWORDFIXED", "an answer on what is fixed", "bea dana lin@closed"},
		{"QXWORDSTEP", "why somebody steps back", "dana lin@closed"},
		{"QXWORDSECOND", "a question without an answer", "bo dana lin@closed"},
		{"QXWORDAGAIN", "why, once more", "dana lin@closed"},
		{"QXWORDUSER", "an answer of a user", "dana eve lin@closed"},
		{"QXWORDMEMBER", "one of another in that group", "dana joan lin@closed"},
		{"QXWORDSAFETY", "a fear for somebody's safety", "dana"},
		{"QXWORDNOTE", "a note of what was said by phone", "bo dana lin@closed"},
		{"QXWORDSETTLED", "why a supplier's link is settled", "dana lin@closed"},
		{"QXWORDONFILE", "the team's words for the file", "dana lin zed"},
		{"QXWORDUNSENT", "a release that was changed before it went", "dana lin@closed"},
		{"QXWORDPLAN", "the name of its file", "dana lin@closed"},
		{"QXWORDINPLAN", "what stands in that", "dana lin@closed"},
		{"QXWORDEDITED", "a release that never goes", "dana lin@closed"},
		{"QXWORDTOLD", "what one supplier alone was told", "dana lin@closed"},
		{"QXWORDDROPPED", "why a release was dropped", ""},
		{"QXWORDASIDE", "what another time was told to one", "dana lin@closed"},
		{"QXWORDCLAIM", "why that was practical", "dana lin@closed"},
		{"QXWORDFORLATER", "what one was told and others are to hear, and never do", "dana lin@closed"},
		{"QXWORDPARENT", "why two are counted as one", "ana dana lin zed"},
		{"QXWORDDISPUTE", "what one of them says against it", "dana lin@closed"},
		{"QXWORDMATTERS", "what matters most, not sent", "dana lin zed"},
		{"QXWORDKEPT", "why something stays, not sent", "dana lin@closed"},
		{"QXWORDREPLY", "an answer to all", "ana bea bo dana eve fay@dialogue joan lin@closed"},
		{"QXWORDCHANGED", "a change, not sent", "dana lin@closed"},
		{"QXWORDADDED", "a new section, not sent", "dana lin@closed"},
		{"QXWORDTAKEN", "why, not sent", "dana lin@closed"},
		{"QXWORDINQUIRY", "a question to all, as first written", "dana lin zed"},
		{"QXWORDINPLAIN", "the same in plain words", "ana bea bo dana eve fay@dialogue joan lin zed"},
		{"QXWORDREWORDED", "as it was asked", "ana bea bo dana fay@dialogue lin@closed"},
		{"QXWORDTOINQUIRY", "a supplier's answer to it", "ana dana lin@closed"},
		{"QXWORDOFUSERS", "a user's", "dana eve lin@closed"},
		{"QXWORDDIFFER", "what came of it, not sent", "dana lin@closed"},
		{"QXWORDMOVED", "a later closing time, not sent", "dana lin zed"},
		{"QXWORDENOUGH", "why a late one has time enough", "dana lin zed"},
		{"QXWORDBACK", "a question that is taken back", "ana dana lin@closed"},
		{"QXWORDCONFIDED", "a question in confidence", "ana"},
		{"QXWORDPUT", "a question that the team makes of what one needs to know, not answered", "dana lin@closed"},
		{"QXWORDPERSON", "another person to turn to, not sent", "dana lin zed"},
		{"QXWORDLATE", "an answer after the close", "ana dana lin@closed"},
		{"QXWORDREOPEN", "why views are taken again", "ana bea bo dana eve fay@dialogue joan lin zed"},
		{"QXWORDPLAINER", "other plain words, not sent", "dana lin zed"},
		{"QXWORDPAUSE", "why it pauses", "ana bea bo dana eve joan lin zed"},
		{"QXWORDREFUSED", "what is written when nothing is taken", "ana"},
		{"QXWORDBEFORE", "what is written in a room of before, in a dialogue", "ana"},
		{"QXWORDWITHIN", "a bidder's answer in the dialogue", "ana dana lin@closed"},
		{"QXWORDNEW", "an answer of a bidder who was not asked before", "dana fay lin@closed"},
		{"QXWORDBIDDER", "an answer of one who goes", "bo dana lin@closed"},
		{"QXWORDROUND", "a bidder's question", "ana bea@taken-out bo@taken-out dana fay@taken-out lin@closed"},
		{"QXWORDFORBIDDERS", "the answer to all bidders", "ana bea bo dana fay lin@closed"},
		{"QXWORDOUT", "why a bidder is taken out", "bo dana lin zed"},
		{"QXWORDIN", "why one is admitted late", "dana lin zed"},
		{"QXWORDAFTER", "what is written by whoever was taken out", "bo"},
		{"QXWORDLEAVE", "what users read at the close", "dana eve joan lin zed"},
		{"QXWORDCLEARED", "why a link of the team does not matter", "dana lin zed"},
		{"QXWORDSURVEY", "what a supplier says of how it was, without a name", ""},
		{"QXWORDOUTCOME", "the outcome", "ana bea bo dana eve fay joan lin zed"},
	}
}

// notOnPages are the kinds of fact that the play cannot have, and why.
func notOnPages() map[string]string {
	const chat = "no page does what a chat does: "
	return map[string]string{
		"engagement.moved":  chat + "a room gets another address",
		"entry.marked":      chat + "somebody changes or takes back a message",
		"told.changed":      chat + "somebody of the team changes what they wrote in a supplier's room",
		"organisation.room": chat + "a channel is taken for a supplier's room",
		"organisation.team": chat + "a company is known by its tenant",
		"table.set":         chat + "several suppliers have a channel together",
		"table.said":        chat + "something is said in it",
		"sensitive.unshown": chat + "what was to be read privately could not be shown",
	}
}
