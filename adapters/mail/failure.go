package mail

import (
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"regexp"
	"time"

	gomail "github.com/wneessen/go-mail"

	"soundings/bot"
)

// How long to wait before the next try where the server does not say.
const (
	waitForServer   = time.Minute     // it is busy, or wants to see us come back (greylisting)
	waitForSettings = 5 * time.Minute // it refuses us, and somebody has to mend the settings: more often may lock us out
)

// reply is what a server answered: its codes and never its words, which often
// hold the address.
type reply struct {
	at     string // what we had asked for
	code   int    // 550
	status string // 5.1.1, or ""
}

func (r *reply) Error() string {
	if r.status == "" {
		return fmt.Sprintf("%s: the server answered %d", r.at, r.code)
	}
	return fmt.Sprintf("%s: the server answered %d %s", r.at, r.code, r.status)
}

// aStatus finds an enhanced status code (RFC 3463) at the start of a reply.
var aStatus = regexp.MustCompile(`^[245]\.[0-9]{1,3}\.[0-9]{1,3}\b`)

// failure reads an error of go-mail, whose text tells the address.
func failure(ctx context.Context, err error) *bot.SendError {
	stage, known := gomail.ErrConnCheck, false
	r := &reply{at: "sign in"}
	if failed, ok := errors.AsType[*gomail.SendError](err); ok {
		stage, known = failed.Reason, true
		r = &reply{at: stageOf(stage), code: failed.ErrorCode(), status: failed.EnhancedStatusCode()}
	} else if answered, ok := errors.AsType[*textproto.Error](err); ok {
		r.code, r.status = answered.Code, aStatus.FindString(answered.Msg)
	}
	switch {
	case r.code == 0:
		return lost(ctx, err, known, stage)
	case r.code == 421, r.code/100 == 4 && stage != gomail.ErrSMTPRcptTo:
		return &bot.SendError{Reason: bot.Limited, Wait: waitForServer, Err: r}
	case r.code/100 == 4: // about one person: the others need not wait
		return &bot.SendError{Reason: bot.Transient, Wait: waitForServer, Err: r}
	case !known, r.code == 530, r.code == 535, stage == gomail.ErrSMTPMailFrom && r.code != 552:
		return &bot.SendError{Reason: bot.Transient, Wait: waitForSettings, Err: r} // about us, whoever it is for
	case len(r.status) > 3 && r.status[2] == '7': // a rule of theirs (X.7.X)
		return &bot.SendError{Reason: bot.Denied, Err: r}
	default:
		return &bot.SendError{Reason: bot.Rejected, Err: r}
	}
}

// stageOf says at what go-mail failed.
func stageOf(reason gomail.SendErrReason) string {
	switch reason { //nolint:exhaustive // the others come before anything is sent
	case gomail.ErrSMTPMailFrom:
		return "give the sender"
	case gomail.ErrSMTPRcptTo:
		return "give the recipient"
	case gomail.ErrSMTPData:
		return "begin the message"
	case gomail.ErrWriteContent:
		return "send the message"
	case gomail.ErrSMTPDataClose:
		return "end the message"
	default:
		return "begin"
	}
}

// lost is a failure without an answer. Only after the end of the message can
// the server have taken it.
func lost(ctx context.Context, err error, sending bool, stage gomail.SendErrReason) *bot.SendError {
	at := "connect"
	if sending {
		at = stageOf(stage)
		err = errors.New("the connection broke") // go-mail's own error tells the address
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return &bot.SendError{
		Reason: bot.Transient, Unsure: sending && stage == gomail.ErrSMTPDataClose,
		Err: fmt.Errorf("%s: %w", at, err),
	}
}
