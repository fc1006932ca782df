// Package mail writes to people who have only a mail address: one mail for each
// part of a message, over SMTP. What comes back is a wish for fewer messages and
// reports on mail that did not arrive. A room is a person ("P12") whose address
// is asked for at the moment of sending; the package keeps none, and knows
// neither what is said nor when.
package mail
