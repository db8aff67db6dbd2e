package seller

import (
	"context"

	"liangwang/internal/recycle"
)

// Erase takes all that is known of a seller out of the record and destroys their key. While a duty holds the record it is a Conflict that
// names the duty and its last day. Twice is harmless.
func (s *Service) Erase(ctx context.Context, id recycle.SellerID) (recycle.SellerView, error) {
	row, err := s.Store.Seller(ctx, id)
	if err != nil {
		return recycle.SellerView{}, err
	}
	if err := s.erase(ctx, row, recycle.RegistrationDuty()); err != nil {
		return recycle.SellerView{}, err
	}
	row, err = s.Store.Seller(ctx, id)
	return recycle.SellerView{Seller: row}, err
}

// erase does it, in its own order: the record first, then the key; Sweep brings to its end what was cut off between.
func (s *Service) erase(ctx context.Context, row recycle.Seller, duties ...recycle.Duty) error {
	a, err := recycle.ActorFrom(ctx)
	if err != nil {
		return err
	}
	now := recycle.At(s.Now())
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		found, err := s.Store.Seller(ctx, row.ID)
		if err != nil || found.IsErased() {
			return err
		}
		last, err := s.Store.LastSale(ctx, row.ID)
		if err != nil {
			return err
		}
		for _, d := range duties {
			if until := d.Until(last); last != "" && until >= now.Day() {
				return d.HeldError(until)
			}
		}
		saved, err := s.Store.KeysSavedAt(ctx)
		if err != nil {
			return err
		}
		var until recycle.Day
		if saved >= found.CreatedAt && saved != 0 {
			until = saved.Day().Add(KeysKept)
		}
		found.Erase(now, until)
		if err := s.Store.EraseSeller(ctx, &found); err != nil {
			return err
		}
		return s.audit(ctx, a, &found, "seller.erase", nil)
	})
	if err != nil {
		return err
	}
	if err := s.Keys.Destroy(row.OrgID, row.ID); err != nil {
		return err
	}
	if s.Erased != nil {
		s.Erased(ctx, recycle.SellerRef{Org: row.OrgID, ID: row.ID})
	}
	return s.Store.Scrub(ctx)
}

// Sweep makes records and keys agree, as a start and a restore need it: it erases whose keys were destroyed, since a backup from before
// brings them back, and destroys the keys of those who are erased. It returns how many it erased.
func (s *Service) Sweep(ctx context.Context, also ...recycle.SellerRef) (n int, err error) {
	graves, err := s.Keys.Destroyed()
	if err != nil {
		return 0, err
	}
	done := map[recycle.SellerRef]bool{}
	for _, of := range append(graves, also...) {
		if done[of] {
			continue
		}
		done[of] = true
		ctx := recycle.WithActor(ctx, recycle.Actor{OrgID: of.Org})
		row, err := s.Store.Seller(ctx, of.ID)
		if err != nil && recycle.KindOf(err) == recycle.NotFound {
			if err := s.Keys.Destroy(of.Org, of.ID); err != nil { // the list goes on
				return n, err
			}
			continue
		}
		if err == nil && !row.IsErased() {
			n++
			err = s.erase(ctx, row)
		}
		if err != nil {
			return n, err
		}
	}
	rows, err := s.Store.ErasedSellers(ctx)
	for i := range rows {
		if of := (recycle.SellerRef{Org: rows[i].OrgID, ID: rows[i].ID}); err == nil && !done[of] {
			err = s.Keys.Destroy(of.Org, of.ID)
		}
	}
	return n, err
}
