package conversations

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// preview shows what suppliers would see if it opened now: all of it, or one
// part. Whoever says that, and does not only look, has read it.
func (t *turn) preview(l line) {
	if l.empty() {
		t.showPreview("")
		return
	}
	t.previewPart(l)
}

func (t *turn) showPreview(lead string) {
	if t.state.Stage() != engagement.Preparing {
		t.note(bot.Say("It is open, so there is nothing left to preview. **sections** lists what suppliers have, and **show** with a number is one section and all that was said of it."))
		return
	}
	if !t.couldShow() {
		t.note(bot.Say("There is not enough to show yet. "+t.next()), t.nextRow())
		return
	}
	hash, opened := t.previewHash(), t.opened()
	if t.err != nil {
		return
	}
	blocks := t.goesOut()
	if lead != "" {
		blocks = append([]bot.Block{bot.Say(lead)}, blocks...)
	}
	if t.anyAsked(false) {
		blocks = append(blocks, t.previewOf(opened, t.firstOf(false))...)
	}
	if t.anyAsked(true) {
		blocks = append(blocks, bot.Say("## People who use the service read this instead"))
		blocks = append(blocks, shown(opened.welcomeMessage(true), true)...)
		blocks = append(blocks, shown(opened.listMessage(t.firstOf(true)), true)...)
	}
	blocks = append(append(blocks, bot.Say("## Nothing has been sent")), t.alsoMissing()...)
	blocks = append(blocks,
		bot.Say("If this is right, press the button or write **open now**. Anything you change before that needs another look."),
	)
	looked := t.ev.Kind == bot.Looked || t.ev.Again
	if looked {
		blocks = append(blocks, bot.Say("To open later, press **I have read it**: that is what ticks this step off."))
	}
	const title = "What suppliers will see"
	row := []bot.Button{t.openButton(hash), press("Rehearse first", "rehearse")}
	if looked {
		row = append(row, press("I have read it", "seen "+hash))
		t.noteTitled(title, append(blocks, buttons(row...))...)
		return
	}
	t.saw(hash)
	t.reply(title, append(blocks, buttons(row...))...)
}

// saw records that somebody has read what suppliers would see.
func (t *turn) saw(hash string) { t.remember(kindPreviewed, previewed{By: t.person(), Hash: hash}) }

// hasSeen takes somebody's word for having read it, if it is what would go out.
func (t *turn) hasSeen(l line) {
	switch {
	case t.state.Stage() != engagement.Preparing:
		t.refuse(&engagement.Refusal{Code: engagement.AlreadyOpen, Stage: t.state.Stage()})
	case !t.couldShow() || !strings.HasSuffix(l.norm, t.previewHash()):
		t.showPreview(t.whyPreview())
	default:
		t.saw(t.previewHash())
		t.reply("", bot.Say(named(t.person())+" has read what suppliers will see. Anything changed from now on needs another look."), t.nextRow())
	}
}

// mostNamed is how many organisations a sentence names one by one.
const mostNamed = 12

// goesOut says who will get it, and how.
func (t *turn) goesOut() []bot.Block {
	var names []string
	mailed, linked := 0, 0
	for _, o := range t.state.Organisations() {
		names = append(names, plain(o.Name)+" ("+organisationKind(o)+")")
		switch {
		case len(t.mailed(o)) > 0:
			mailed++
		case t.reachedBy(o) == linkOnly:
			linked++
		}
	}
	whom := series(names)
	if len(names) > mostNamed {
		whom = t.whoIsAsked() + "; **status** names them"
	}
	text := "It goes to **" + count(len(names), "organisation", "organisations") + "**, " + plural(len(names), "in its own room: ", "each in its own room: ") + whom + ". Nobody sees who else is asked."
	blocks := []bot.Block{bot.Say(text)}
	if mailed > 0 {
		blocks = append(blocks, bot.Say(count(mailed, "organisation hears", "organisations hear")+" of it by mail, at the moment you open."))
	}
	if linked > 0 {
		blocks = append(blocks, bot.Say(count(linked, "organisation has", "organisations have")+" a link only, which you pass on yourself: **links** shows it."))
	}
	if said := t.noMailSaid(); said != "" {
		blocks = append(blocks, bot.Say(said))
	}
	return append(blocks, t.unreachedBlocks()...)
}

// opened is the engagement as it would be once it is open: what suppliers see
// is composed from that, and so is the preview.
func (t *turn) opened() *Domain {
	d, err := t.copied()
	if err != nil {
		t.fail(err)
		return t.Domain
	}
	d.state.Apply(t.now, engagement.StageChanged{To: engagement.Talking})
	return d
}

// previewOf is the welcome, the list and one section as the organisation will
// see them, and the way to every other.
func (t *turn) previewOf(opened *Domain, o engagement.Organisation) []bot.Block {
	blocks := []bot.Block{bot.Say("## First, once")}
	blocks = append(blocks, shown(opened.welcomeMessage(false), false)...)
	if t.anyInChat() {
		blocks = append(append(blocks, bot.Aside("In channels it ends with this:")), inChannel(false)...)
	}
	blocks = append(blocks, bot.Say("## Then their list, which is kept up to date"))
	blocks = append(blocks, shown(opened.listMessage(o), false)...)
	first := t.ordered(o)[0]
	blocks = append(blocks, bot.Say("## And one section, when they open it"))
	blocks = append(blocks, shown(opened.cardMessage(o, first, ""), false)...)
	if rest := t.ordered(o)[1:]; len(rest) > 0 {
		blocks = append(blocks, bot.Aside(fmt.Sprintf("The others look the same. To read one, choose it on the list above, or write **preview %d**.", rest[0].ID)))
	}
	return blocks
}

// previewPart shows one section as suppliers, or people who use the service,
// would see it. Nothing is recorded.
func (t *turn) previewPart(l line) {
	rest, n, ok := l.cutNumber()
	s, known := t.state.Section(n)
	users := rest.is("users", "as users", "as people who use services", "as a user")
	switch {
	case !ok || !rest.empty() && !users:
		t.note(bot.Say("Which part? Write **preview** for all of it, or for example **preview 6** for one section."))
	case !known:
		t.refuse(&engagement.Refusal{Code: engagement.UnknownSection, Section: n})
	default:
		o := t.firstOf(users)
		o.Users = users
		m := t.opened().cardMessage(o, s, "")
		t.noteTitled(m.Title, append(shown(m, users)[1:], buttons(view("Back to the preview", "preview")))...)
	}
}

// firstOf gives the first organisation of that sort.
func (t *turn) firstOf(users bool) engagement.Organisation {
	for _, o := range t.state.Organisations() {
		if o.Users == users {
			return o
		}
	}
	return engagement.Organisation{}
}

// shown is a message to be looked at: its buttons are named, and do nothing but
// lead from a list to a part of the preview.
func shown(m bot.Message, users bool) []bot.Block {
	blocks := []bot.Block{bot.Say("**" + plain(m.Title) + "**")}
	for _, b := range m.Blocks {
		if len(b.Items) > 0 {
			b.Items = slices.Clone(b.Items)
			for i, item := range b.Items {
				b.Items[i].Button = previewButton(item.Button, users)
			}
		}
		if len(b.Buttons) == 0 {
			blocks = append(blocks, b)
			continue
		}
		labels := make([]string, len(b.Buttons))
		for i, button := range b.Buttons {
			labels[i] = plain(button.Label)
		}
		blocks = append(blocks, bot.Aside("Buttons: "+strings.Join(labels, " · ")))
	}
	return blocks
}

// previewButton shows what would be answered.
func previewButton(b *bot.Button, users bool) *bot.Button {
	if b == nil || b.Action != actionForm {
		return nil
	}
	typed := "preview " + b.Value
	if users {
		typed += " as users"
	}
	return new(view("Read", typed))
}

// previewHash is of everything that suppliers would see, and of who they are.
func (t *turn) previewHash() string {
	var all []any
	for _, users := range []bool{false, true} {
		all = append(all, t.welcomeMessage(users).Blocks)
	}
	for _, o := range t.state.Organisations() {
		all = append(all, o.ID, o.Users, o.Contacts) // wherever it is reached: that may change without anybody's doing
	}
	for _, s := range t.state.Sections() {
		all = append(all, s)
	}
	data, err := json.Marshal(all)
	t.fail(err)
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:4])
}
