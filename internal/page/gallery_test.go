package page_test

import (
	"time"

	"soundings/internal/page"
)

// The gallery is every component with words that could be real, as pages that
// could be. The tests in Chromium open it.

func gallery() map[string]page.View {
	return map[string]page.View{
		"list": listPage(), "section": sectionPage(), "wrong": wrongPage(), "room": roomPage(),
		"prepare": preparePage(), "users": usersPage(), "digest": digestPage(),
	}
}

func supplier(v page.View) page.View {
	v.Engagement = "Digital care at home"
	v.Who = "Ana Whitlock, Tidewell"
	v.Menu = []page.Link{
		{Label: "Sections", URL: "/list", Here: v.Title == "Your list"},
		{Label: "What we’ve said", URL: "/said"},
		{Label: "Ask a question", URL: "/ask"},
		{Label: "Messages", URL: "/room", Here: v.Title == "Messages"},
	}
	v.Footer = []page.Part{page.Text{Markdown: "Run by Dana Ellery, Commissioning · [digitalcare@westmere.example](mailto:digitalcare@westmere.example) · 01632 960 123"}}
	return v
}

func listPage() page.View {
	return supplier(page.View{
		Title: "Your list", Heading: "12 sections to look at", Caption: "Closes Fri 27 June, 17:00",
		Tags: []page.Tag{{Text: "3 of 12 answered", Tone: page.Done}},
		Lead: "What matters most to us: **4, 6 and 10**. If you only have ten minutes, start there.",
		Notices: []page.Notice{{Good: true, Text: "Saved for Tidewell: **10 How we pay: Possible, with a risk.** " +
			"You can change it until 27 June."}},
		Body: []page.Part{
			page.Buttons{Items: []page.Button{
				{Label: "Next: 6 Sharing data with the NHS", URL: "/section", Kind: page.Primary},
				{Label: "Download as Word", URL: "/word"},
			}},
			page.TaskList{Label: "Sections", Items: []page.Task{
				{Label: "4 When an alarm is raised", URL: "/section", Hint: "Fixed · 3 minutes", Status: "*Can’t be done as written* (Ana)", Tone: page.Done},
				{Label: "6 Sharing data with the NHS", URL: "/section", Hint: "Fixed · 4 minutes", Status: "To do", Tone: page.ToDo},
				{Label: "10 How we pay", URL: "/section", Hint: "We don’t know yet · 4 minutes", Status: "To do", Tone: page.ToDo},
				{Label: "1 What we hope for", URL: "/section", Hint: "Open to change · 2 minutes", Status: "*Works for us* (Ana)", Tone: page.Done},
				{
					Label: "5 Equipment people already have", Hint: "Open to change · 3 minutes", Status: "Changed 10 June, please look again",
					Tone: page.Attention, Token: "t", Action: &page.Button{Action: "/press"},
				},
				{Label: "12 What happens at the end", Hint: "Opens on Monday", Status: "Not yet open"},
			}},
			page.Details{Summary: "Who sees what you say", Parts: []page.Part{
				page.Text{Markdown: "The council’s buying team. Other suppliers see neither your name nor your words unless you allow it."},
			}},
			page.Inset{Markdown: "**It is not a bid.** Nothing here is scored. Taking part gives no advantage later, and not taking part costs you nothing."},
			page.Links{Items: []page.Link{{Label: "Step back from this", URL: "/back"}, {Label: "Fewer messages", URL: "/fewer"}}},
		},
	})
}

func sectionForm() page.Form {
	return page.Form{
		ID: "answer", Action: "/answer", Token: "t", Keep: "acme/P7/section-10",
		Hidden: []page.Hidden{{Name: "form", Value: "f1"}, {Name: "event", Value: "aaaaaaaaaaaaaaaaaaaaaaaaaa"}},
		Fields: []page.Field{
			{
				Name: "stance", Kind: page.Choice, Label: "Your view", Hint: "Choose one.", Follow: "words",
				Options: []page.Option{
					{Value: "works", Label: "Works for us", Hint: "Anything that would make it better, or where you have done it? No names of customers without their leave."},
					{Value: "further", Label: "We could go further", Hint: "How far, for whom, and what would have to be true?"},
					{Value: "risk", Label: "Possible, with a risk", Hint: "What is the risk, whose is it, and what would lower it?"},
					{Value: "cant", Label: "Can’t be done as written", Hint: "What could be done instead, and what would it take (time, money, someone else’s agreement)?"},
					{Value: "unclear", Label: "Not clear", Hint: "Which words, and what would make them clear? You can paste the sentence."},
					{Value: "pass", Label: "No view (not our field)"},
				},
			},
			{Name: "words", Kind: page.Words, Label: "In your words", Optional: true, Max: 4000},
			{
				Name: "ticks", Kind: page.Ticks, Label: "How it may be used", Options: []page.Option{
					{Value: "quote", Label: "You may quote this to others, without our name"},
					{Value: "sensitive", Label: "Commercially sensitive: keep it inside the buying team", Hint: "Westmere is covered by Freedom of Information law. If someone asked for a sensitive answer we would ask you before deciding. We can’t promise the result."},
				},
			},
			{Name: "why", Kind: page.Line, Label: "If sensitive: why?", When: page.OptionID("answer", "ticks", 1)},
		},
		Submit: []page.Button{
			{Label: "Save and next", Name: "then", Value: "next", Kind: page.Primary},
			{Label: "Save", Name: "then", Value: "stay"},
		},
	}
}

func sectionPage() page.View {
	return supplier(page.View{
		Title: "10 How we pay", Caption: "Section 10 of 12",
		Tags: []page.Tag{{Text: "We don’t know yet", Tone: page.Attention}},
		Back: &page.Link{Label: "Your list", URL: "/list"},
		Body: []page.Part{
			page.Card{Title: "The draft says", Meta: "version 1 · 4 minutes", Parts: []page.Part{
				page.Text{Markdown: "We would like part of the payment to depend on what changes for people, for example:\n\n" +
					"- fewer falls that need an ambulance\n- more people still at home after a year\n\n" +
					"We don’t know which measure is fair, who should hold the data, or how large the part should be."},
			}},
			page.Heading{Text: "What we most want to know", Level: 3},
			page.Text{Markdown: "Which result could you honestly be paid on, and what would you need from us?"},
			page.Warning{Markdown: "Please leave out your prices, and whether other firms will bid."},
			sectionForm(),
		},
	})
}

func wrongPage() page.View {
	v := supplier(page.View{Title: "Before your first answer", Crumbs: []page.Link{{Label: "Your list", URL: "/list"}, {Label: "Who you are"}}})
	v.Body = []page.Part{page.Form{
		ID: "who", Action: "/who", Token: "t",
		Fields: []page.Field{
			{Name: "name", Kind: page.Line, Label: "Your name", Autocomplete: "name", Error: "Write your name, so that the team knows who spoke"},
			{Name: "mail", Kind: page.Line, Label: "Your email", Type: "email", Autocomplete: "email", Value: "ana@tidewell.example", Hint: "We write at most twice a week."},
			{Name: "since", Kind: page.Date, Label: "When did you start?", Hint: "For example, 27 6 2026", Value: "2026-6-31", Error: "June has 30 days: check the date"},
			{Name: "links", Kind: page.Choice, Label: "Links we should know of", Inline: true, Value: "no", Options: []page.Option{{Value: "no", Label: "None"}, {Value: "yes", Label: "Yes"}}},
			{Name: "note", Kind: page.Words, Label: "What link?", Rows: 2, Error: "Say in a few words what the link is"},
			{Name: "speak", Kind: page.Ticks, Label: "For whom", Error: "Tick this if you may speak for Tidewell", Options: []page.Option{{Value: "yes", Label: "I may speak for Tidewell"}}},
		},
		Submit: []page.Button{{Label: "Save and answer", Kind: page.Primary}},
	}}
	return v
}

func roomPage() page.View {
	at := time.Date(2026, 6, 9, 16, 0, 0, 0, time.UTC)
	v := supplier(page.View{Title: "Messages", Wide: true})
	v.Body = []page.Part{
		page.Live{ID: "messages", Label: "Messages", URL: "/live?after=2", Reload: "/room", Messages: []page.Message{
			{ID: "m1", At: at, Title: "Westmere County Council would like your view on a draft: digital care at home", Parts: []page.Part{
				page.Text{Markdown: "We are planning a service that helps about 2,400 people stay safe and independent at home. The draft has 12 short sections."},
				page.SummaryList{Rows: []page.Summary{
					{Label: "Time", Value: "about 35 minutes in all. Closes **Fri 27 June, 17:00**."},
					{Label: "Who sees it", Value: "the council’s buying team."},
				}},
				page.Buttons{Token: "t", Items: []page.Button{
					{Label: "See the 12 sections", Action: "/press", Kind: page.Primary, InPlace: true},
					{Label: "Download as Word", URL: "/word"},
					{Label: "Not for us", Action: "/press", Kind: page.Plain},
				}},
			}},
			{ID: "m2", By: "Ana Whitlock", Own: true, At: at.Add(time.Hour), Parts: []page.Part{page.Text{Markdown: "6 risk: our supplier won’t sign"}}},
			{ID: "m3", At: at.Add(time.Hour), Quiet: true, Parts: []page.Part{page.Text{Markdown: "Saved for Tidewell: **6 Sharing data with the NHS: Possible, with a risk.** 8 to go."}}},
		}},
		page.Form{
			ID: "say", Action: "/say", Token: "t", InPlace: true, Compact: true, Keep: "acme/P7/say",
			Fields: []page.Field{{Name: "text", Kind: page.Line, Label: "Write to Soundings", Hint: "For example: **show 6**, or **6 risk: our supplier won’t sign**"}},
			Submit: []page.Button{{Label: "Send", Kind: page.Primary}},
		},
	}
	return v
}

func preparePage() page.View {
	return page.View{
		Title: "Bring in the draft", Engagement: "Digital care at home", Who: "Dana Ellery, Westmere", Caption: "Preparing",
		Body: []page.Part{
			page.Steps{Label: "Steps before opening", Items: []page.Step{
				{Label: "Draft", URL: "/prepare", Done: true},
				{Label: "Sections", Here: true, Note: "12"},
				{Label: "What is fixed"},
				{Label: "Closing date"},
				{Label: "Suppliers"},
				{Label: "Preview"},
				{Label: "Open"},
			}},
			page.Form{
				ID: "draft", Action: "/draft", Token: "t",
				Fields: []page.Field{
					{Name: "file", Kind: page.Upload, Label: "The draft", Hint: "A Word or Markdown file, up to 20 MB.", Accept: ".docx,.md"},
					{Name: "closes", Kind: page.Date, Label: "When does it close?", Value: "2026-06-27", Heading: true},
				},
				Submit: []page.Button{{Label: "Read the draft", Kind: page.Primary}},
			},
			page.SummaryList{Rows: []page.Summary{
				{Label: "Draft", Value: "digital-care-v3.docx", Action: &page.Link{Label: "Change", URL: "/prepare"}},
				{Label: "Sections", Value: "12, about **35 minutes** for each supplier", Action: &page.Link{Label: "Change", URL: "/prepare"}},
			}},
			page.CopyLink{Label: "Link for Kindred Carers Trust", URL: "https://soundings.westmere.example/j/AbC123"},
			page.CopyList{Items: []page.CopyLink{
				{Label: "Kindred Carers Trust", URL: "https://soundings.westmere.example/j/AbC123"},
				{Label: "Tidewell", URL: "https://soundings.westmere.example/j/DeF456"},
			}},
			page.Buttons{Token: "t", Items: []page.Button{
				{Label: "Continue", Action: "/press", Kind: page.Primary},
				{Label: "Rehearse first", Action: "/press"},
				{Label: "Throw this draft away", Action: "/press", Kind: page.Danger},
			}},
		},
	}
}

func usersPage() page.View {
	return page.View{
		Title: "When you press your alarm", Large: true, Engagement: "Help at home", Caption: "Question 3 of 6",
		Body: []page.Part{
			page.Text{Markdown: "A person should answer within one minute, day and night.", Lead: true},
			page.Form{
				ID: "answer", Action: "/answer", Token: "t", Fields: []page.Field{
					{Name: "stance", Kind: page.Choice, Label: "How does that sound?", Heading: true, Options: []page.Option{
						{Value: "works", Label: "This would work for me"},
						{Value: "further", Label: "I’d really like this"},
						{Value: "risk", Label: "Something worries me"},
						{Value: "cant", Label: "This wouldn’t work for me"},
						{Value: "unclear", Label: "I don’t understand it"},
					}},
					{Name: "words", Kind: page.Words, Label: "Tell us why, if you like", Rows: 4},
				},
				Submit: []page.Button{{Label: "Save", Kind: page.Primary}},
			},
			page.Warning{Markdown: "Worried that you or somebody is not safe? Call **01632 960 100** now. Nobody watches this page all day."},
		},
	}
}

func digestPage() page.View {
	return page.View{
		Title: "What suppliers said, 9–13 June", Wide: true, Engagement: "Digital care at home", Who: "Dana Ellery, Westmere", Caption: "Week 2 of 4",
		Lead: "7 of 9 suppliers have answered something. Payment (10) worries most of them.",
		Body: []page.Part{
			page.Heading{Text: "What worries them", ID: "worries"},
			page.Text{Markdown: "Of 9 asked. One voice per organisation.", Small: true},
			page.Card{
				Title: "10 How we pay", Tags: []page.Tag{{Text: "We don’t know yet"}, {Text: "New this week", Tone: page.Attention}}, Meta: "7 of 9 answered",
				Parts: []page.Part{
					page.Text{Markdown: "**3 can’t be done** · 2 risk · 1 not clear · 1 works · 1 without reason"},
					page.Quote{Words: "We can be paid on alarms answered and repairs done. Ambulance calls depend on twenty things we don’t touch.", By: "small firm"},
					page.Quote{Words: "Ten per cent at risk is our whole margin.", By: "social enterprise"},
					page.Buttons{Items: []page.Button{{Label: "Open", About: "10 How we pay", URL: "/section"}, {Label: "Ask everyone one question", URL: "/ask"}}},
				},
			},
			page.Table{
				Caption: "How they answered", Named: true, Figures: []int{1, 2, 3, 4, 5},
				Head: []string{"Section", "Works", "Further", "Risk", "Can’t", "Not clear"},
				Rows: [][]string{
					{"10 How we pay", "1", "0", "2", "3", "1"},
					{"6 Sharing data with the NHS", "1", "0", "4", "1", "0"},
					{"11 Moving from the current service", "1", "0", "2", "0", "3"},
				},
			},
			page.Tags{Items: []page.Tag{{Text: "Done", Tone: page.Done}, {Text: "To do", Tone: page.ToDo}, {Text: "Email bounced", Tone: page.Wrong}, {Text: "Look again", Tone: page.Attention}, {Text: "Quiet"}}},
			page.Group{ID: "method", Label: "Method", Parts: []page.Part{page.Text{Small: true, Markdown: "67 of 108 possible answers."}}},
		},
	}
}
