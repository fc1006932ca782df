package fakeslack

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// invalid gives what Slack itself finds wrong with what was filled in.
func (v *view) invalid() map[string]string {
	problems := map[string]string{}
	values := v.values()
	for _, p := range places(v.blocks) {
		if !p.input {
			continue
		}
		value := sub(sub(values, p.blockID()), p.actionID())
		switch text, filled := words(value); {
		case !filled && !flag(p.block, "optional"):
			problems[p.blockID()] = "Please complete this required field."
		case filled:
			if problem := unfit(p, text); problem != "" {
				problems[p.blockID()] = problem
			}
		}
	}
	return problems
}

// words gives what was written into a field, if it takes words, and whether
// there is anything in it.
func words(value obj) (text string, filled bool) {
	for key, v := range value {
		if key == "type" {
			continue
		}
		switch v := v.(type) {
		case nil:
		case string:
			text, filled = v, strings.TrimSpace(v) != ""
		case []any:
			filled = len(v) > 0
		case []string:
			filled = len(v) > 0
		default:
			filled = true
		}
	}
	return text, filled
}

func unfit(p place, text string) string {
	length := float64(len([]rune(text)))
	limit := func(key string) (float64, bool) { n, ok := p.element[key].(float64); return n, ok }
	if least, ok := limit("min_length"); ok && length < least {
		return fmt.Sprintf("Please use at least %v characters.", least)
	}
	most, ok := limit("max_length")
	if !ok {
		most = 3000
	}
	switch kind := p.kind(); {
	case kind == "plain_text_input" && length > most:
		return fmt.Sprintf("Please use at most %v characters.", most)
	case kind == "email_text_input" && !mailAddress.MatchString(text):
		return "Please enter a valid email address."
	case kind == "number_input" && !numeral.MatchString(text):
		return "Please enter a number."
	case kind == "number_input":
		return beyond(p.element, text)
	case kind == "url_text_input" && !strings.HasPrefix(text, "http"):
		return "Please enter a valid URL."
	case kind == "datepicker":
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			return "Please enter a date."
		}
	}
	return ""
}

// beyond says whether a number is out of its bounds.
func beyond(e obj, text string) string {
	n, _ := strconv.ParseFloat(text, 64)
	if least, err := strconv.ParseFloat(str(e, "min_value"), 64); err == nil && n < least {
		return "Please enter a larger number."
	}
	if most, err := strconv.ParseFloat(str(e, "max_value"), 64); err == nil && n > most {
		return "Please enter a smaller number."
	}
	return ""
}
