// Package digest says what the market said, as data with the ids of the facts
// under every finding, and when it is due. It reads an engagement's state and
// a moment, and knows no platform, clock, store or wording. How findings are
// worked out is told in docs/method.md; no model and no chance has a part in
// it, so that every figure can be worked out again.
package digest
