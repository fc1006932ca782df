package conversations

// Output is one thing that the team can ask for, for tests.
type Output struct {
	Name, Usage  string
	View         bool
	Listed, Said bool // it is in the table; what suppliers said is in it
	Some         bool // what was said is left out of it where that has to be
}

// TeamOutputs gives all commands and forms of the team as the table has them.
func TeamOutputs() (commands, forms []Output) {
	of := func(name string, h holds) Output {
		return Output{Name: name, Listed: h != notInTable, Said: h == holdsSaid, Some: h == holdsSome}
	}
	for _, c := range teamCommands() {
		o := of(c.names[0], commandHolds(c.names[0]))
		o.Usage, o.View = c.usage, c.view
		commands = append(commands, o)
	}
	for _, f := range teamForms() {
		forms = append(forms, of(f.action, formHolds(f.action)))
	}
	return commands, forms
}
