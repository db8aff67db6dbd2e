package weighing

import (
	"context"

	"liangwang/internal/recycle"
)

// question asks what is doubtful about a ticket that is about to be stored. It returns what was answered already, or Invalid
// (ticket.doubtful) with what was not.
type question func(ctx context.Context, t *recycle.Ticket) (answered []recycle.Doubt, err error)

func nobodyAsks(context.Context, *recycle.Ticket) ([]recycle.Doubt, error) { return nil, nil }

// Weigh is Record for a person at the scale: what is doubtful about t is asked before it is stored, as Invalid (ticket.doubtful), and
// with sure, the doubts that the person has looked at, it is stored all the same. The audit log keeps what was answered. A ticket that
// is stored already is asked nothing.
func (s *Service) Weigh(ctx context.Context, t recycle.Ticket, sure []recycle.Doubt) (stored recycle.Ticket, created bool, err error) {
	return s.record(ctx, t, func(ctx context.Context, t *recycle.Ticket) ([]recycle.Doubt, error) {
		doubts, err := s.doubts(ctx, t)
		if err != nil {
			return nil, err
		}
		if open := recycle.Unanswered(doubts, sure); len(open) > 0 {
			return nil, &recycle.Error{Kind: recycle.Invalid, Code: "ticket.doubtful", Fields: open}
		}
		var answered []recycle.Doubt
		for _, d := range doubts {
			answered = append(answered, recycle.Doubt(d.Code))
		}
		return answered, nil
	})
}

func (s *Service) doubts(ctx context.Context, t *recycle.Ticket) ([]recycle.Field, error) {
	v, err := s.Reads.VehicleWeighed(ctx, t)
	if err != nil && recycle.KindOf(err) != recycle.NotFound {
		return nil, err
	}
	last, err := s.Reads.LastTare(ctx, t)
	if err != nil {
		return nil, err
	}
	doubts := t.MassDoubts(v, last)
	if t.Number == "" {
		return doubts, nil
	}
	other, err := s.Reads.TicketNumbered(ctx, t, recycle.TicketStored)
	if other != "" {
		doubts = append(doubts, t.NumberDoubt(other))
	}
	return doubts, err
}

const (
	numberDays = 30 // a scale that was still for longer says nothing of its next number
	maxSteps   = 20 // past numbers that somebody typed ahead
)

// NextNumber proposes the number of the next ticket of a scale: the one after the last that was received and counts, past those of
// today, also past the voided: a slip with such a number may be in somebody's hands. It is empty where the last one does not end in digits, or there is none.
func (s *Service) NextNumber(ctx context.Context, site recycle.SiteID, scaleNo string) (string, error) {
	today := recycle.At(s.Now()).Day()
	last, err := s.Reads.LastNumber(ctx, site, scaleNo, today.Add(-numberDays))
	next := recycle.NumberAfter(last)
	for range maxSteps {
		if err != nil || next == "" {
			return "", err
		}
		t := recycle.Ticket{Day: today, TicketFacts: recycle.TicketFacts{SiteID: site, ScaleNo: scaleNo, Number: next}}
		var taken recycle.TicketID
		if taken, err = s.Reads.TicketNumbered(ctx, &t, recycle.TicketStored, recycle.TicketVoided); err == nil && taken == "" {
			return next, nil
		}
		next = recycle.NumberAfter(next)
	}
	return "", err
}
