package draft

import ("testing";"fmt")

func TestTry(t *testing.T) {
	w := Wording{"*Was:*","*Now:*","*Added:*","*Taken out:*","*Moved:*","was:","taken out:"}
	for _, c := range [][2]string{
		{"The supplier must answer within 60 seconds, day and night. It shall keep records.\n\n- One\n- Two things\n", "The supplier must answer within 90 seconds, day and night. It shall always keep records.\n\n- One\n- Three things\n- Four\n"},
		{"A **bold** claim is made here. Nothing else.", "A claim is **made** here. Nothing else."},
		{"The council pays monthly. Invoices go to finance within 10 days.", "Invoices go to finance within 10 days; the council pays monthly."},
		{"| a | b |\n| --- | --- |\n| Status Report | 1 business day after every sprint |\n", "| a | b |\n| --- | --- |\n| Status Report | 2 business days after every second sprint |\n"},
		{"Compatible equipment must be used where it is possible.", "We list four kinds of device and test the rest with you."},
		{"See [the policy](https://example.org/a_b) for 1,000.50 pounds (or so).", "See [the policy](https://example.org/a_c) for 1,200.50 pounds (or so)."},
		{"The supplier and the hub work well together.", "The supplier and the council and the hub work well together."},
	} {
		d := Compare(c[0], c[1])
		if d.Old()!=c[0] || d.New()!=c[1] { t.Errorf("not exact %v", d) }
		for _, l := range d.Lines(w) { fmt.Println(l) }
		fmt.Println("--")
	}
}
