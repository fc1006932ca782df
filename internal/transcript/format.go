package transcript

import "strings"

// Format writes the transcript as text. What was read and not changed is
// written as it was, byte for byte.
func (s Script) Format() string {
	var b strings.Builder
	for _, it := range s.items {
		b.WriteString(it.raw)
	}
	return b.String()
}

// bar begins every further line of what somebody says.
const bar = "   |"

// render writes what the bot says under a step whose speaker is in room, or
// "".
func render(post Post, room string) string {
	var b strings.Builder
	b.WriteString(renderHead(post, room) + ">")
	for i, line := range strings.Split(clean(post.Text), "\n") {
		if i > 0 {
			b.WriteString(bar)
		}
		if line != "" {
			b.WriteString(" " + line)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func renderHead(post Post, room string) string {
	words := []string{"bot"}
	where := []string{"to"}
	if post.Edits {
		words, where = append(words, "edits"), []string{"in"}
	}
	switch {
	case post.Room == room && post.To == "":
		return strings.Join(words, " ")
	case post.To == "":
		where = append(where, post.Room)
	case post.Room == room:
		where = append(where, post.To, "only")
	default:
		where = append(where, post.Room+"/"+post.To, "only")
	}
	return strings.Join(append(words, where...), " ")
}

// withSaid gives the script with said in place of what the bot says in it;
// said is as Said gives it. Comments, blank lines and people's lines stay.
func (s Script) withSaid(said [][]Post) Script {
	before, rest := cutAtStep(s.items)
	got := Script{Name: s.Name, items: replaced(before, said[0], "")}
	for _, posts := range said[1:] {
		step := rest[0]
		var under []item
		under, rest = cutAtStep(rest[1:])
		got.items = append(got.items, step)
		got.items = append(got.items, replaced(under, posts, step.step.room())...)
	}
	got.endLines()
	return got
}

// cutAtStep cuts items before the first step.
func cutAtStep(items []item) (before, rest []item) {
	for i := range items {
		if items[i].step != nil {
			return items[:i], items[i:]
		}
	}
	return items, nil
}

// replaced puts posts where there were posts: one for one, further ones after
// the last, or first of all where there was none.
func replaced(section []item, posts []Post, room string) []item {
	last := -1
	for i, it := range section {
		if it.post != nil {
			last = i
		}
	}
	var all []item
	add := func(post Post, was *item) {
		post.Text = clean(post.Text)
		if was != nil && *was.post == post {
			all = append(all, *was)
			return
		}
		all = append(all, item{raw: render(post, room), post: &post})
	}
	rest := func() {
		for ; len(posts) > 0; posts = posts[1:] {
			add(posts[0], nil)
		}
	}
	if last < 0 {
		rest()
	}
	for i, it := range section {
		switch {
		case it.post == nil:
			all = append(all, it)
		case len(posts) > 0:
			add(posts[0], &it)
			posts = posts[1:]
		}
		if i == last {
			rest()
		}
	}
	return all
}

// endLines ends every item but the last in a line break, since the item that
// had none may be last no more.
func (s Script) endLines() {
	for i := range s.items {
		if i < len(s.items)-1 && !strings.HasSuffix(s.items[i].raw, "\n") {
			s.items[i].raw += "\n"
		}
	}
}
