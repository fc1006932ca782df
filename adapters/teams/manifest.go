package teams

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
)

// Right is a right that the app asks for where it is added, and why.
type Right struct{ Name, Why string }

// Rights are all the rights that the app asks for: none that it could do without.
// Whoever adds the app to a team or a chat gives them for that place alone.
func Rights() []Right {
	return []Right{
		{"ChannelMessage.Read.Group", "to read what is written in the channels of a team that it was added to, so that nobody has to name it each time"},
		{"ChatMessage.Read.Chat", "the same in a group chat that it was added to"},
	}
}

// commandOf is a word that Teams suggests while somebody writes to the app.
type commandOf struct{ Title, Description string }

// teamCommands and supplierCommands are as many of the words as Teams suggests: it
// takes ten in a list.
func teamCommands() []commandOf {
	return []commandOf{
		{"status", "Buying team: where things stand"},
		{"questions", "Buying team: what suppliers have asked"},
		{"worries", "Buying team: what worries suppliers most"},
		{"digest", "Buying team: the digest, now"},
		{"sections", "Supplier: the list of sections"},
		{"show 6", "Supplier: open a section by its number"},
		{"our answers", "Supplier: what we have said so far"},
		{"ask: why is section 6 fixed?", "Supplier: ask the buying team; everybody gets the answer"},
		{"step back", "Supplier: tell the buying team that you do not go on"},
		{"help", "All that you can write here"},
	}
}

// Manifest gives the manifest of the app: JSON. The address is where people reach
// the service, such as "https://soundings.example.gov.uk".
func Manifest(appID, address string) ([]byte, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("make manifest: %q is no https address", address)
	}
	rights := make([]map[string]any, 0, len(Rights()))
	for _, r := range Rights() {
		rights = append(rights, map[string]any{"name": r.Name, "type": "Application"})
	}
	commands := make([]map[string]any, 0, len(teamCommands()))
	for _, c := range teamCommands() {
		commands = append(commands, map[string]any{"title": c.Title, "description": c.Description})
	}
	data, err := json.MarshalIndent(map[string]any{
		"$schema":         "https://developer.microsoft.com/json-schemas/teams/v1.26/MicrosoftTeams.schema.json",
		"manifestVersion": "1.26", "version": "1.0.0", "id": appID,
		"name":        map[string]any{"short": "Soundings", "full": "Soundings: ask the market about a draft"},
		"description": aboutApp(),
		"developer":   map[string]any{"name": "Soundings", "websiteUrl": address, "privacyUrl": address, "termsOfUseUrl": address},
		"icons":       map[string]any{"color": "color.png", "outline": "outline.png"},
		"accentColor": "#1D4F5C",
		"bots": []any{map[string]any{
			"botId": appID, "scopes": []string{"team", "groupChat", "personal"}, "supportsFiles": true, "isNotificationOnly": false,
			"commandLists": []any{map[string]any{"scopes": []string{"team", "groupChat", "personal"}, "commands": commands}},
		}},
		"supportsChannelFeatures": "tier1", "supportedChannelTypes": []string{"sharedChannels", "privateChannels"},
		"defaultInstallScope": "team", "defaultGroupCapability": map[string]any{"team": "bot", "groupchat": "bot"},
		"validDomains":       []string{u.Hostname()},
		"webApplicationInfo": map[string]any{"id": appID, "resource": "https://RscBasedStoreApp"}, // any will do, where there are such rights
		"authorization":      map[string]any{"permissions": map[string]any{"resourceSpecific": rights}},
	}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("make manifest: %w", err)
	}
	return append(data, '\n'), nil
}

func aboutApp() map[string]any {
	return map[string]any{
		"short": "Ask the market about a draft specification, fairly and on the record",
		"full": "Soundings puts the sections of a draft specification in front of suppliers where they already talk, " +
			"leads each of them through a structured conversation, and brings what they say back to the buying team as a digest. " +
			"Every supplier gets the same information at the same time, everything is on the record, and what is confidential stays so. " +
			"It is run by the organisation that buys, on its own machines.",
	}
}

// Package gives what an administrator uploads: the manifest and its pictures in an
// archive. The same settings always give the same bytes.
func Package(appID, address string) ([]byte, error) {
	manifest, err := Manifest(appID, address)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, f := range []struct {
		name string
		data func() ([]byte, error)
	}{
		{"manifest.json", func() ([]byte, error) { return manifest, nil }},
		{"color.png", colourIcon},
		{"outline.png", outlineIcon},
	} {
		data, err := f.data()
		if err != nil {
			return nil, fmt.Errorf("make %s: %w", f.name, err)
		}
		w, err := archive.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate})
		if err == nil {
			_, err = w.Write(data)
		}
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", f.name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	return out.Bytes(), nil
}
