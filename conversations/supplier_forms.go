package conversations

import "soundings/bot"

// supplierForms are the forms of an organisation's own room.
func supplierForms() []form {
	return []form{
		{actionForm, (*turn).openForm, (*turn).submitted},
		{actionAnswer, (*turn).openForm, (*turn).submitted},
	}
}

// supplierHome is what somebody of the organisation sees first: what is asked,
// and the list.
func (t *turn) supplierHome() {
	welcome, list := t.welcomeMessage(t.org.Users), t.listMessage(t.org)
	blocks := append([]bot.Block{}, welcome.Blocks...)
	t.noteTitled(welcome.Title, append(blocks, list.Blocks...)...)
}
