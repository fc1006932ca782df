// Package fakeslack is Slack as an app meets it, on loopback and in memory: the
// Web API, signed events with their retries, slash commands, buttons, windows
// (modals) and App Home, Socket Mode, Slack Connect, limits and faults. It keeps
// the state of the workspace and plays both sides of every exchange: the people,
// whose methods return once the app acknowledged, and the platform. It is as
// strict as Slack where that is documented or was measured, and stricter where
// it is neither. It knows nothing of the app that it talks to.
package fakeslack
