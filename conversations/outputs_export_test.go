package conversations

// Output is one thing that the team can ask for, for tests.
type Output struct {
	Name, Usage  string
	Group        string // under which help lists it; empty: it does not
	View         bool
	Listed, Said bool // it is in the table; what suppliers said is in it
	Some         bool // what was said is left out of it where that has to be
	Steers       bool // whoever has a link that nobody has weighed does not do it
}

// SupplierCommands gives what can be typed in an organisation's own room.
func SupplierCommands() (commands []Output) {
	for _, c := range supplierCommands() {
		commands = append(commands, Output{Name: c.names[0], Usage: c.usage, Group: c.group, View: c.view})
	}
	return commands
}

// TeamOutputs gives all commands and forms of the team as the table has them.
func TeamOutputs() (commands, forms []Output) {
	of := func(name string, h holds) Output {
		return Output{Name: name, Listed: h != notInTable, Said: h == holdsSaid, Some: h == holdsSome}
	}
	for _, c := range teamCommands() {
		o := of(c.names[0], commandHolds(c.names[0]))
		o.Usage, o.View, o.Group = c.usage, c.view, c.group
		weighed := commandSteers(c.names[0])
		o.Listed, o.Steers = o.Listed && weighed != notWeighed, weighed > steersNothing
		commands = append(commands, o)
	}
	for _, f := range teamForms() {
		o, weighed := of(f.action, formHolds(f.action)), formSteers(f.action)
		o.Listed, o.Steers = o.Listed && weighed != notWeighed, weighed > steersNothing
		forms = append(forms, o)
	}
	return commands, forms
}
