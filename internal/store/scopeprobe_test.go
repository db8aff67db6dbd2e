package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/store"
	"liangwang/internal/testkit"
)

// probe asks the store something as Ours. What it says is the same whether another organisation has rows or not.
type probe func(ctx context.Context, s testkit.Store) (any, error)

const alone = 50 // the number of what only Theirs has

func probeID[T ~string](n int) T { return testkit.ID[T](n) }

// reads are the probes that change nothing. Ids 1 to 3 both organisations have; of what has the number alone Ours has nothing.
var reads = map[string]probe{
	"Find.FindAny":     func(ctx context.Context, s testkit.Store) (any, error) { return s.FindAny(ctx, "示") },
	"Find.PersonNames": func(ctx context.Context, s testkit.Store) (any, error) { return s.PersonNames(ctx, everybody()) },
	"Find.VehicleNames": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.VehicleNames(ctx, everyID[recycle.VehicleID]())
	},
	"Imports.Import": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.Import(ctx, probeID[recycle.ImportID](alone))
	},
	"Imports.ImportsOf": func(ctx context.Context, s testkit.Store) (any, error) { return s.ImportsOf(ctx, 100) },
	"People.Colleagues": func(ctx context.Context, s testkit.Store) (any, error) { return s.Colleagues(ctx) },
	"People.Members":    func(ctx context.Context, s testkit.Store) (any, error) { return s.Members(ctx) },
	"Photos.Photo":      func(ctx context.Context, s testkit.Store) (any, error) { return s.Photo(ctx, hashB) },
	"Photos.authors":    keptAuthors,
	"Photos.SentPhotos": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.SentPhotos(ctx, everybody(), []recycle.PhotoHash{hashA, hashB})
	},
	"Pickups.Pickup": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.Pickup(ctx, probeID[recycle.PickupID](alone))
	},
	"Pickups.Pickup whole": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.Pickup(ctx, probeID[recycle.PickupID](1))
	},
	"Pickups.ListPickups": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.ListPickups(ctx, recycle.PickupFilter{Limit: 100})
	},
	"Pickups.ListPickups of a category": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.ListPickups(ctx, recycle.PickupFilter{Category: "glass.bottle", Limit: 100})
	},
	"Pickups.ListPickups that are late": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.ListPickups(ctx, recycle.PickupFilter{LateMS: 1000, Limit: 100})
	},
	"Pickups.PickupSums": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.PickupSums(ctx, recycle.PickupFilter{})
	},
	"Pickups.FixLines": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.FixLines(ctx, "2026-01-01", "2026-12-31")
	},
	"Pickups.CountFix": func(ctx context.Context, s testkit.Store) (any, error) { return list3(s.CountFix(ctx)) },
	"Pickups.Collectors": func(ctx context.Context, s testkit.Store) (any, error) {
		return list3(s.Collectors(ctx, testkit.Today))
	},
	"Pickups.LastLines": func(ctx context.Context, s testkit.Store) (any, error) { return s.LastLines(ctx, shared, "2026-01-01") },
	"Pickups.Copies": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.Copies(ctx, probeID[recycle.PickupID](2))
	},
	"Photos.PhotoBytes": func(ctx context.Context, s testkit.Store) (any, error) { return s.PhotoBytes(ctx) },
	"Programs.APIKey": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.APIKey(ctx, probeID[recycle.APIKeyID](alone))
	},
	"Programs.APIKeys": func(ctx context.Context, s testkit.Store) (any, error) { return s.APIKeys(ctx) },
	"Sellers.Seller": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.Seller(ctx, probeID[recycle.SellerID](alone))
	},
	"Sellers.SellerByMac": func(ctx context.Context, s testkit.Store) (any, error) { return s.SellerByMac(ctx, macOf(alone)) },
	"Sellers.OwnSellers":  func(ctx context.Context, s testkit.Store) (any, error) { return s.OwnSellers(ctx, 0, "", 100) },
	"Sellers.IdentifiedSellers": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.IdentifiedSellers(ctx, everyID[recycle.SellerID]())
	},
	"Sellers.LastSale of theirs": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.LastSale(ctx, probeID[recycle.SellerID](alone))
	},
	"Sellers.LastSale of ours": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.LastSale(ctx, probeID[recycle.SellerID](3))
	},
	"SourceRefs.Refs":     func(ctx context.Context, s testkit.Store) (any, error) { return s.Refs(ctx, recycle.ImportSites, "a") },
	"SourceRefs.RefsKind": func(ctx context.Context, s testkit.Store) (any, error) { return s.RefsOfKind(ctx, recycle.ImportSites) },
	"Tickets.ListTickets": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.ListTickets(ctx, recycle.TicketFilter{Limit: 100})
	},
	"Tickets.delivered": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.ListTickets(ctx, recycle.TicketFilter{Delivered: true, Limit: 100})
	},
	"Tickets.TicketSums": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.TicketSums(ctx, recycle.TicketFilter{})
	},
	"Tickets.ReceivedByScale": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.ReceivedByScale(ctx, "2026-01-01", "2026-12-31")
	},
	"Tickets.Ticket": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.Ticket(ctx, "", probeID[recycle.TicketID](alone))
	},
	"Tickets.Ticket by": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.Ticket(ctx, testkit.Theirs, probeID[recycle.TicketID](alone))
	},
	"Tickets.OwnTicket": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.OwnTicket(ctx, probeID[recycle.TicketID](alone))
	},
	"Tickets.LastTare": func(ctx context.Context, s testkit.Store) (any, error) {
		t := testkit.Ticket(99)
		t.Plate, t.Day = "theirs", testkit.Today
		return s.LastTare(ctx, &t)
	},
	"Tickets.LastNumber": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.LastNumber(ctx, "", "theirs", "2026-01-01")
	},
	"Tickets.TicketNumbered": func(ctx context.Context, s testkit.Store) (any, error) {
		t := theirTicket(alone)
		t.ID = probeID[recycle.TicketID](99)
		return s.TicketNumbered(ctx, &t, recycle.TicketStored)
	},
	"Tickets.VehicleWeighed": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.VehicleWeighed(ctx, &recycle.Ticket{TicketFacts: recycle.TicketFacts{VehicleOrgID: testkit.Theirs, VehicleID: probeID[recycle.VehicleID](alone)}})
	},
	"Totals.MethodTotals": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.MethodTotals(ctx, "2026-01-01", "2026-12-31")
	},
	"Totals.SiteTotals": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.SiteTotals(ctx, "2026-01-01", "2026-12-31")
	},
	"Totals.LastDay": func(ctx context.Context, s testkit.Store) (any, error) { return list3(s.LastDay(ctx, "2026-12-31")) },
	"Vehicles.Vehicle": func(ctx context.Context, s testkit.Store) (any, error) {
		return s.Vehicle(ctx, probeID[recycle.VehicleID](alone))
	},
	"Vehicles.OwnVehicles": func(ctx context.Context, s testkit.Store) (any, error) { return s.OwnVehicles(ctx, "", "", 100) },
	"Audit.VerifyObjects": func(ctx context.Context, s testkit.Store) (any, error) { // which goes over all, one after the other
		check, err := s.VerifyObjects(ctx)
		return slices.DeleteFunc(check.First, func(w store.ObjectWrong) bool { return w.OrgID != testkit.Ours }), err
	},
}

// keptAuthors keeps a picture once more and says who sent it.
func keptAuthors(ctx context.Context, s testkit.Store) (any, error) {
	p := recycle.Photo{OrgID: testkit.Ours, Hash: hashA, AuthorID: shared}
	err := s.InTx(ctx, func(ctx context.Context) error { return errors.Join(s.KeepPhoto(ctx, &p), errUndone) })
	return p.Authors, err
}

// writes are the probes that would change another's rows, as Ours: each is refused, by an error.
var writes = map[string]probe{
	"Audit.AppendAudit": func(ctx context.Context, s testkit.Store) (any, error) {
		return nil, s.AppendAudit(ctx, recycle.Entry{OrgID: testkit.Theirs, Action: "x", Body: []byte("{}")})
	},
	"Imports.InsertImport": func(ctx context.Context, s testkit.Store) (any, error) {
		return nil, s.InsertImport(ctx, &recycle.Import{OrgID: testkit.Theirs, ID: probeID[recycle.ImportID](98)})
	},
	"Imports.PutRegister": func(ctx context.Context, s testkit.Store) (any, error) {
		return nil, putRegister(ctx, s, recycle.Import{OrgID: testkit.Ours, ID: probeID[recycle.ImportID](alone)})
	},
	"SourceRefs.putRefs": func(ctx context.Context, s testkit.Store) (any, error) {
		return nil, putRegister(ctx, s, recycle.Import{OrgID: testkit.Ours, ID: probeID[recycle.ImportID](97)}, recycle.Ref{OrgID: testkit.Theirs, Kind: recycle.ImportSites, Source: "a", Key: "k", ID: "x", Hash: []byte{9}})
	},
	"Photos.KeepPhoto": func(ctx context.Context, s testkit.Store) (any, error) {
		return nil, s.KeepPhoto(ctx, &recycle.Photo{OrgID: testkit.Theirs, Hash: hashA})
	},
	"Pickups.PickupHash": func(ctx context.Context, s testkit.Store) (any, error) {
		_, found, err := s.PickupHash(ctx, testkit.Theirs, probeID[recycle.PickupID](alone))
		return found, err
	},
	"Pickups.InsertPickup": func(ctx context.Context, s testkit.Store) (any, error) {
		p := received(98, testkit.Theirs, nil)
		return nil, s.InsertPickup(ctx, &p)
	},
	"Pickups.Standing": func(ctx context.Context, s testkit.Store) (any, error) {
		p := testkit.Pickup(alone)
		p.OrgID = testkit.Theirs
		p.State = recycle.Voided
		return nil, s.SetPickupStanding(ctx, &p, recycle.Accepted)
	},
	"Pickups.InsertPaper": func(ctx context.Context, s testkit.Store) (any, error) {
		return nil, s.InsertPaper(ctx, &recycle.Paper{OrgID: testkit.Theirs, PickupID: probeID[recycle.PickupID](alone), N: 9})
	},
	"Programs.InsertAPIKey": func(ctx context.Context, s testkit.Store) (any, error) {
		return nil, s.InsertAPIKey(ctx, &recycle.APIKey{OrgID: testkit.Theirs, ID: probeID[recycle.APIKeyID](98), TokenHash: []byte{98}})
	},
	"Programs.MarkAPIKey": func(ctx context.Context, s testkit.Store) (any, error) {
		return nil, s.MarkAPIKey(ctx, &recycle.APIKey{OrgID: testkit.Theirs, ID: probeID[recycle.APIKeyID](alone), RevokedAt: 1})
	},
	"Sellers.InsertSeller": func(ctx context.Context, s testkit.Store) (any, error) {
		return nil, s.InsertSeller(ctx, &recycle.Seller{OrgID: testkit.Theirs, ID: probeID[recycle.SellerID](98), IDMac: macOf(98), IDSealed: []byte{1}})
	},
	"Sellers.EraseSeller": func(ctx context.Context, s testkit.Store) (any, error) {
		return nil, s.EraseSeller(ctx, &recycle.Seller{OrgID: testkit.Theirs, ID: probeID[recycle.SellerID](alone), IDSealed: []byte{1}, ErasedAt: 1})
	},
	"Tickets.InsertTicket": func(ctx context.Context, s testkit.Store) (any, error) {
		t := theirTicket(98)
		return nil, s.InsertTicket(ctx, &t)
	},
	"Tickets.SetState": func(ctx context.Context, s testkit.Store) (any, error) {
		t := theirTicket(alone)
		t.State = recycle.TicketVoided
		return nil, s.SetTicketState(ctx, &t, recycle.TicketStored)
	},
	"Totals.AddTotals": func(ctx context.Context, s testkit.Store) (any, error) {
		p := received(2, testkit.Theirs, nil)
		return nil, s.AddTotals(ctx, p.Totals())
	},
	"Vehicles.InsertOne": func(ctx context.Context, s testkit.Store) (any, error) {
		return nil, s.InsertVehicle(ctx, &recycle.Vehicle{OrgID: testkit.Theirs, ID: probeID[recycle.VehicleID](98)})
	},
	"Vehicles.InsertMany": func(ctx context.Context, s testkit.Store) (any, error) {
		return nil, s.InsertVehicles(ctx, []recycle.Vehicle{{OrgID: testkit.Theirs, ID: probeID[recycle.VehicleID](98)}})
	},
	"Vehicles.UpdateTheirs": func(ctx context.Context, s testkit.Store) (any, error) {
		return nil, s.UpdateVehicle(ctx, &recycle.Vehicle{OrgID: testkit.Theirs, ID: probeID[recycle.VehicleID](alone)})
	},
}

// macOf is the keyed hash of the number of a seller.
func macOf(n int) string { return fmt.Sprintf("%064x", n) }

func list3[A, B any](a A, b B, err error) (any, error) { return []any{a, b}, err }

func everyID[T ~string]() []T {
	return []T{probeID[T](1), probeID[T](2), probeID[T](3), probeID[T](alone)}
}

func everybody() []recycle.PersonID {
	return []recycle.PersonID{shared, testkit.Actor(testkit.Ours, recycle.Collector).PersonID, testkit.Actor(testkit.Theirs, recycle.Collector).PersonID,
		testkit.Mate(testkit.Theirs, recycle.Collector).PersonID}
}

func putRegister(ctx context.Context, s testkit.Store, im recycle.Import, refs ...recycle.Ref) error {
	version, err := s.RegisterVersion(ctx)
	if err != nil {
		return err
	}
	return s.PutRegister(ctx, &recycle.RegisterRows{Version: version, Import: im, Refs: refs})
}

// shared is a person who logs for both organisations.
var shared = testkit.Actor(testkit.Ours, recycle.Collector).PersonID

func theirTicket(n int) recycle.Ticket {
	t := testkit.Ticket(n)
	t.DeliveredOrgID, t.ScaleNo, t.Number, t.Plate = testkit.Theirs, "theirs", "N-1", "theirs"
	t.Receive(testkit.Actor(testkit.Theirs, recycle.YardOperator), testkit.At())
	return t
}

// stock gives org one of everything: what has the numbers 1 to 3, and what has the number of those besides.
func stock(t testing.TB, s testkit.Store, org recycle.OrgID, besides ...int) {
	t.Helper()
	role := recycle.CompanyOperator
	must(t, s.InTx(testkit.As(t, org, role), func(ctx context.Context) error {
		for _, n := range append([]int{1, 2, 3}, besides...) {
			if err := stockOne(ctx, s, org, n); err != nil {
				return fmt.Errorf("%s %d: %w", org, n, err)
			}
		}
		return s.AppendAudit(ctx, recycle.Entry{OrgID: org, Action: "test", ObjectHash: []byte{1}, Body: []byte("{}")})
	}))
}

func stockOne(ctx context.Context, s testkit.Store, org recycle.OrgID, n int) error {
	p := stocked(n, org)
	t := testkit.Ticket(n)
	t.DeliveredOrgID = org
	t.Receive(testkit.Actor(org, recycle.YardOperator), testkit.At())
	if org == testkit.Theirs {
		t = theirTicket(n)
		t.Net++
	}
	im := recycle.Import{OrgID: org, ID: testkit.ID[recycle.ImportID](n), Kind: recycle.ImportSites, Source: "a", State: "committed"}
	if org == testkit.Theirs {
		im.ID = testkit.ID[recycle.ImportID](n + 1000) // the register's key: nobody else has it
		if n == alone {
			im.ID = testkit.ID[recycle.ImportID](n)
		}
	}
	totals := p.Totals()
	if n == alone {
		totals.ByMethod[0].Day = testkit.Today.Add(1)
	}
	v := recycle.Vehicle{OrgID: org, ID: testkit.ID[recycle.VehicleID](n), VehicleFacts: recycle.VehicleFacts{Number: fmt.Sprintf("示%s-%d", org[34:], n), Plate: fmt.Sprintf("鲁H0%s%03d", org[35:], n)}}
	seller := recycle.Seller{OrgID: org, ID: testkit.ID[recycle.SellerID](n), IDMac: macOf(n), IDSealed: []byte{1}, CreatedAt: 1}
	key := recycle.APIKey{OrgID: org, ID: testkit.ID[recycle.APIKeyID](n), Name: string(org), TokenHash: fmt.Append(nil, org, n)}
	return errors.Join(s.InsertAPIKey(ctx, &key), s.InsertSeller(ctx, &seller), s.InsertPickup(ctx, &p), s.AddTotals(ctx, totals), s.InsertTicket(ctx, &t), s.InsertVehicle(ctx, &v), s.InsertImport(ctx, &im),
		s.KeepPhoto(ctx, &recycle.Photo{OrgID: org, Hash: recycle.PhotoHash(map[bool]string{true: hashA, false: hashB}[n != alone]), AuthorID: shared, Bytes: 9}),
		s.KeepPhoto(ctx, &recycle.Photo{OrgID: org, Hash: hashA, AuthorID: testkit.Mate(org, recycle.Collector).PersonID, Bytes: 9}),
		putRegister(ctx, s, im, recycle.Ref{OrgID: org, Kind: recycle.ImportSites, Source: "a", Key: fmt.Sprint(n, org), ID: fmt.Sprint(n, org), Hash: []byte{byte(n)}}))
}

// stocked is a pickup with parts. Of Ours, 1 waits for a fix and corrects 2, which counts and came late; of Theirs, 2 waits for a fix and
// what has its number alone is of another day. 3 is a copy of 2, at Ours of the day before. Ours has them from sellers 1 to 3, Theirs from
// the one alone.
func stocked(n int, org recycle.OrgID) recycle.Pickup {
	p := received(n, org, func(p *recycle.Pickup) {
		p.Photos, p.Papers = []recycle.PhotoHash{hashA}, []recycle.Paper{{Kind: string(org), Number: "1", SellerID: testkit.ID[recycle.SellerID](n)}}
		if org == testkit.Theirs {
			p.Papers[0].SellerID = testkit.ID[recycle.SellerID](alone)
			p.Lines = append(p.Lines, recycle.Line{Category: "glass.bottle", Method: recycle.Scale, Grams: 7})
		}
		switch {
		case n == 1 && org == testkit.Ours:
			p.State, p.Replaces = recycle.NeedsFix, testkit.ID[recycle.PickupID](2)
			p.Lines = append(p.Lines, recycle.Line{Category: "metal.iron", Method: recycle.Scale, Grams: 9})
		case n == 2 && org == testkit.Ours:
			p.OccurredAt -= 5000
		case n == 2:
			p.State = recycle.NeedsFix
		case n == 3:
			if org == testkit.Ours {
				p.OccurredAt -= 24 * 3600 * 1000
			}
			p.State, p.DuplicateOf = recycle.Duplicate, testkit.ID[recycle.PickupID](2)
		}
	})
	p.CollectorID = shared
	p.StateBy = testkit.Actor(org, recycle.CompanyOperator).PersonID
	if org == testkit.Theirs {
		p.Flags = []recycle.Flag{{OrgID: org, PickupID: p.ID, Code: recycle.TimeUncertain, Rules: "1"}}
	}
	return p
}
