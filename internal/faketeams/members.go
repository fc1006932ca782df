package faketeams

import (
	"net/http"
	"strconv"
	"strings"
)

// account is a member as the connector tells of them.
func (t *Teams) account(id string) obj {
	p := t.people[id]
	if p == nil {
		return obj{"id": id}
	}
	given, family, _ := strings.Cut(p.Name, " ")
	role, principal := "user", p.Mail
	if p.Guest {
		role, principal = "guest", strings.ReplaceAll(p.Mail, "@", "_")+"#EXT#@"+Home+".example"
	}
	o := obj{
		"id": p.ID, "name": p.Name, "givenName": given, "objectId": p.Object, "aadObjectId": p.Object, "email": p.Mail,
		"userPrincipalName": principal, "tenantId": p.Tenant, "userRole": role,
	}
	if family != "" {
		o["surname"] = family
	}
	return o
}

func (t *Teams) members(c *call) (any, error) {
	in, _, err := t.place(c)
	if err != nil {
		return nil, err
	}
	all := []obj{}
	for _, id := range in.Members {
		all = append(all, t.account(id))
	}
	return all, nil
}

// leastPage and mostPage bound what a page holds; anything beyond is the nearer.
const leastPage, mostPage = 50, 500

func (t *Teams) pagedMembers(c *call) (any, error) {
	in, _, err := t.place(c)
	if err != nil {
		return nil, err
	}
	query := c.request.URL.Query()
	size := 200
	if given, err := strconv.Atoi(query.Get("pageSize")); err == nil {
		size = min(max(given, leastPage), mostPage)
	}
	from := 0
	if token := query.Get("continuationToken"); token != "" {
		if from, err = strconv.Atoi(strings.TrimPrefix(token, "page ")); err != nil || from > len(in.Members) {
			return nil, refuse(http.StatusBadRequest, "BadArgument", "The continuation token is invalid.")
		}
	}
	until := min(from+size, len(in.Members))
	all := []obj{}
	for _, id := range in.Members[from:until] {
		all = append(all, t.account(id))
	}
	answer := obj{"members": all}
	if until < len(in.Members) {
		answer["continuationToken"] = "page " + strconv.Itoa(until)
	}
	return answer, nil
}

// member finds one member, by their id or by that of the directory.
func (t *Teams) member(c *call) (any, error) {
	in, _, err := t.place(c)
	if err != nil {
		return nil, err
	}
	asked := c.path("member")
	for _, id := range in.Members {
		if p := t.people[id]; id == asked || p != nil && p.Object == asked {
			return t.account(id), nil
		}
	}
	return nil, refuse(http.StatusNotFound, "MemberNotFoundInConversation", "Member not found in conversation.")
}

// ours gives the team that a call names, and its channels with the bot in them.
func (t *Teams) ours(c *call) (*Team, []*conversation, error) {
	id := c.path("id")
	var all []*conversation
	for _, in := range t.conversations {
		if in.Kind == Channel && in.Team == id && in.Installed {
			all = append(all, in)
		}
	}
	if t.teams[id] == nil || len(all) == 0 {
		return nil, nil, refuse(http.StatusNotFound, "NotFound", "The team was not found.")
	}
	return t.teams[id], all, nil
}

func (t *Teams) team(c *call) (any, error) {
	team, channels, err := t.ours(c)
	if err != nil {
		return nil, err
	}
	members := map[string]bool{}
	for _, in := range channels {
		for _, id := range in.Members {
			members[id] = true
		}
	}
	return obj{
		"id": team.ID, "name": team.Name, "aadGroupId": team.Group, "tenantId": Home, "type": "standard",
		"channelCount": len(channels), "memberCount": len(members),
	}, nil
}

func (t *Teams) channels(c *call) (any, error) {
	_, channels, err := t.ours(c)
	if err != nil {
		return nil, err
	}
	all := []obj{}
	for _, in := range channels {
		o := obj{"id": in.ID, "type": string(in.Membership)}
		if in.ID != in.Team {
			o["name"] = in.Name // the first channel of a team has no name here
		}
		all = append(all, o)
	}
	return obj{"conversations": all}, nil
}
