package faketeams_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"soundings/internal/faketeams"
)

func TestTokens(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		alter  url.Values
		status int
		code   string
	}{
		"another grant":  {url.Values{"grant_type": {"password"}}, http.StatusBadRequest, "unsupported_grant_type"},
		"another bot":    {url.Values{"client_id": {"other"}}, http.StatusBadRequest, "unauthorized_client"},
		"another secret": {url.Values{"client_secret": {"other"}}, http.StatusUnauthorized, "invalid_client"},
		"another scope":  {url.Values{"scope": {"https://graph.microsoft.com/.default"}}, http.StatusBadRequest, "invalid_scope"},
	} {
		if status, o := w.askToken(c.alter); status != c.status || o["error"] != c.code {
			t.Errorf("%s: %d %v, want %d %s", name, status, o["error"], c.status, c.code)
		}
	}
	w.posts(room, text("with a token"))
	w.clock.add(time.Hour)
	if status, _ := w.call("POST", "conversations/"+room+"/activities", text("late")); status != http.StatusUnauthorized {
		t.Errorf("with a token of an hour ago: %d, want 401", status)
	}
	w.Fail("token", 1, faketeams.Fault{Status: http.StatusServiceUnavailable})
	if status, _ := w.askToken(nil); status != http.StatusServiceUnavailable {
		t.Errorf("while it is away: %d, want 503", status)
	}
}

func TestKeysRotate(t *testing.T) {
	w := newWorld(t)
	w.Rotate()
	if n := len(w.published()); n != 2 {
		t.Fatalf("%d keys are published, want 2", n)
	}
	_, err := w.Say(bounded(t), dana, room, "@Soundings hello")
	good(t, err)
	w.Withdraw()
	if all := w.published(); len(all) != 1 || all[0]["kid"] != "key-2" {
		t.Errorf("published = %v, want the second alone", all)
	}
	w.Endorse("webchat")
	if _, err := w.Say(bounded(t), dana, room, "@Soundings again"); err == nil {
		t.Error("a bot that checks endorsements took what this key may not sign")
	}
	for name, forge := range map[string]func(*faketeams.Token){
		"another key": func(k *faketeams.Token) { k.Key = faketeams.NewKey() },
		"HS256":       func(k *faketeams.Token) { k.Header["alg"], k.Key = "HS256", []byte("x") },
		"none":        func(k *faketeams.Token) { k.Header["alg"], k.Key = "none", nil },
		"another bot": func(k *faketeams.Token) { k.Claims["aud"] = "other" },
	} {
		w.Endorse("msteams")
		if reply, err := w.Deliver(bounded(t), []byte(`{"type":"message"}`), forge); err == nil || reply.Status != http.StatusUnauthorized {
			t.Errorf("%s: the bot answered %d, want 401", name, reply.Status)
		}
	}
}

func TestWhatTheBotPostsStands(t *testing.T) {
	w := newWorld(t)
	first := w.posts(room, text("Hello <b>all</b> &amp; sundry"))
	reply := w.posts(room+";messageid="+first, text("in the thread"))
	status, o := w.call("POST", "conversations/"+room+"/activities/"+reply, text("to the reply"))
	if status != http.StatusCreated {
		t.Fatalf("reply = %d %v", status, o)
	}
	all := w.Messages(room)
	if len(all) != 3 || all[0].Words() != "Hello all & sundry" || all[1].Thread != first || all[2].Thread != first {
		t.Errorf("messages = %+v", all)
	}
	if status, _ := w.call("PUT", "conversations/"+room+"/activities/"+first, text("Good day")); status != http.StatusOK {
		t.Errorf("update = %d", status)
	}
	if status, _ := w.call("DELETE", "conversations/"+room+"/activities/"+reply, nil); status != http.StatusOK {
		t.Errorf("delete = %d", status)
	}
	all = w.Messages(room)
	if all[0].Words() != "Good day" || all[0].Edited != 1 || !all[1].Deleted || all[1].Words() != "" {
		t.Errorf("messages = %+v", all)
	}
}

func TestCallsThatAreRefused(t *testing.T) {
	w := newWorld(t)
	w.AddConversation(faketeams.Conversation{ID: "19:elsewhere@thread.tacv2", Members: []string{dana}})
	said, err := w.Say(bounded(t), dana, room, "@Soundings hello")
	good(t, err)
	w.AddPerson(faketeams.Person{ID: "29:eve", Tenant: tenant})
	for name, c := range map[string]struct {
		method, path string
		body         any
		status       int
		code         string
	}{
		"nowhere":                {"POST", "conversations/19:none/activities", text("x"), 404, "ConversationNotFound"},
		"where it is not":        {"POST", "conversations/19:elsewhere@thread.tacv2/activities", text("x"), 403, "BotNotInConversationRoster"},
		"a thread of nothing":    {"POST", "conversations/" + room + ";messageid=1/activities", text("x"), 404, "ConversationNotFound"},
		"no JSON":                {"POST", "conversations/" + room + "/activities", "x", 400, "BadSyntax"},
		"what others wrote":      {"PUT", "conversations/" + room + "/activities/" + said, text("x"), 404, "ActivityNotFoundInConversation"},
		"too large":              {"POST", "conversations/" + room + "/activities", text(strings.Repeat("x", 100<<10)), 413, "MessageSizeTooBig"},
		"somebody it never met":  {"POST", "conversations", obj{"tenantId": tenant, "members": []any{obj{"id": "29:eve"}}}, 403, "ForbiddenOperationException"},
		"somebody of elsewhere":  {"POST", "conversations", obj{"tenantId": tenant, "members": []any{obj{"id": ana}}}, 403, "ForbiddenOperationException"},
		"the wrong tenant":       {"POST", "conversations", obj{"tenantId": tenant, "members": []any{obj{"id": dana}}}, 400, "BadArgument"},
		"a member who is not":    {"GET", "conversations/" + room + "/members/" + ana, nil, 404, "MemberNotFoundInConversation"},
		"a team that is unknown": {"GET", "teams/none", nil, 404, "NotFound"},
	} {
		if status, o := w.call(c.method, c.path, c.body); status != c.status || code(o) != c.code {
			t.Errorf("%s: %d %s, want %d %s", name, status, code(o), c.status, c.code)
		}
	}
	w.Archive(room, true)
	if status, _ := w.call("POST", "conversations/"+room+"/activities", text("x")); status != http.StatusForbidden {
		t.Errorf("in an archived team: %d, want 403", status)
	}
	w.Revoke()
	if status, _ := w.call("GET", "conversations/"+room+"/members", nil); status != http.StatusUnauthorized {
		t.Errorf("with a token that was revoked: %d, want 401", status)
	}
}

func TestConversationsAreCreated(t *testing.T) {
	w := newWorld(t)
	status, o := w.call("POST", "conversations", obj{
		"bot": obj{"id": faketeams.Bot}, "members": []any{obj{"id": dana}}, "channelData": obj{"tenant": obj{"id": faketeams.Home}},
	})
	if status != http.StatusCreated || o["id"] != "a:dana" {
		t.Fatalf("create = %d %v", status, o)
	}
	w.posts("a:dana", text("between us"))
	status, o = w.call("POST", "conversations", obj{"isGroup": true, "channelData": obj{"channel": obj{"id": room}}, "activity": text("a new thread")})
	if id := o["activityId"]; status != http.StatusCreated || o["id"] != fmt.Sprint(room, ";messageid=", id) {
		t.Errorf("create a thread = %d %v", status, o)
	}
	if got := w.Messages(room)[0].Words(); got != "a new thread" {
		t.Errorf("the thread begins with %q", got)
	}
}

func TestMembers(t *testing.T) {
	w := newWorld(t)
	var people []string
	for i := range 120 {
		id := fmt.Sprint("29:p", i)
		w.AddPerson(faketeams.Person{ID: id})
		people = append(people, id)
	}
	w.AddPerson(faketeams.Person{ID: "29:guest", Name: "Gus Guest", Mail: "gus@tidewell.example", Guest: true})
	w.AddMembers(shared, append(people, "29:guest")...)
	seen, pages := 0, 0
	for token := ""; ; pages++ {
		status, o := w.call("GET", "conversations/"+shared+"/pagedmembers?pageSize=50&continuationToken="+url.QueryEscape(token), nil)
		if status != http.StatusOK {
			t.Fatalf("page %d: %d %v", pages, status, o)
		}
		seen += len(o["members"].([]any))
		if token, _ = o["continuationToken"].(string); token == "" {
			break
		}
	}
	if seen != 123 || pages != 2 {
		t.Errorf("%d members on %d pages and one more, want 123 on 2", seen, pages)
	}
	_, o := w.call("GET", "conversations/"+shared+"/members/"+ana, nil)
	if o["tenantId"] != tenant || o["userRole"] != "user" || o["name"] != "Ana Whitlock" || o["surname"] != "Whitlock" {
		t.Errorf("Ana is %v", o)
	}
	_, o = w.call("GET", "conversations/"+shared+"/members/object-guest", nil)
	if o["userRole"] != "guest" || !strings.Contains(o["userPrincipalName"].(string), "#EXT#") {
		t.Errorf("the guest is %v", o)
	}
	_, o = w.call("GET", "teams/"+shared+"/conversations", nil)
	if all := o["conversations"].([]any); len(all) != 1 || all[0].(obj)["type"] != "shared" {
		t.Errorf("channels = %v", o)
	}
}

func TestLimitsAndFaults(t *testing.T) {
	w := newWorld(t, func(o *faketeams.Options) { o.Strict = true })
	send := func() (int, http.Header) {
		status, _, header := w.callRaw("POST", "conversations/"+room+"/activities", text("x"))
		return status, header
	}
	for _, step := range []struct {
		pass int           // so many go through
		wait string        // then the next is told to wait so long
		then time.Duration // and time passes
	}{{7, "1", time.Second}, {1, "1", time.Second}, {7, "1", time.Minute}} {
		for range step.pass {
			if status, _ := send(); status != http.StatusCreated {
				t.Fatalf("refused with %d", status)
			}
		}
		if status, header := send(); status != http.StatusTooManyRequests || header.Get("Retry-After") != step.wait {
			t.Errorf("too fast: %d, wait %q; want 429, %q", status, header.Get("Retry-After"), step.wait)
		}
		w.clock.add(step.then)
	}
	if n := w.Counts().Limited; n != 3 {
		t.Errorf("Limited = %d, want 3", n)
	}
	for _, status := range []int{401, 403, 404, 412, 429, 502, 504} {
		w.Fail("send", 1, faketeams.Fault{Status: status})
		if got, _ := send(); got != status {
			t.Errorf("a fault of %d gives %d", status, got)
		}
	}
	before := len(w.Messages(room))
	w.Fail("post", 1, faketeams.Fault{Status: http.StatusBadGateway, AfterDoing: true})
	if status, _ := send(); status != http.StatusBadGateway || len(w.Messages(room)) != before+1 {
		t.Errorf("a lost answer: %d, and %d messages more; want 502 and one", status, len(w.Messages(room))-before)
	}
	ctx, cancel := context.WithCancel(t.Context())
	w.Fail("post", 1, faketeams.Fault{Hang: ctx.Done()})
	cancel()
	if status, _ := send(); status != http.StatusCreated {
		t.Errorf("after a while: %d, want 201", status)
	}
}
