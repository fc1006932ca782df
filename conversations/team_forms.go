package conversations

// teamForms are the forms of the commissioning room.
func teamForms() []form { return nil }

// teamHome is what a member of the team sees first.
func (t *turn) teamHome() { t.panel() }
