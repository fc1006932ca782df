// Package faketeams is Microsoft Teams as a bot meets it, on loopback and in
// memory: the OpenID metadata and keys of the Bot Framework, the tenant's token
// endpoint, the connector with its limits and faults, and the people, who write,
// press, fill in cards and dialogs, and put the bot in and out of places, each as
// a signed activity. It is as strict as Teams where that is documented or was
// recorded from Microsoft's own client, and stricter where Teams leaves out in
// silence what it does not like. It does not imitate: Graph, single sign-on,
// managed identities, message extensions, tabs, meetings, calls, typing, streamed
// messages, adaptive cards above 1.5, per-person refresh, the approvals of
// administrators, government clouds, more than one bot, or how anything looks.
package faketeams
