package api

import (
	"context"
	"net"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
)

// Services are the use cases behind the API.
type Services struct {
	Env         Environment
	Sessions    Sessions
	Accounts    Accounts
	Demo        Demo // nil where the program is no demo
	Directory   Directory
	Pickups     Pickups
	Records     Records
	Tickets     Tickets
	Company     Company
	Catalogue   Catalogue
	Photos      Photos
	Vehicles    Vehicles
	Sellers     Sellers
	Network     Network
	Basemap     Basemap
	Coverage    Coverage
	Intake      Intake
	ZoneRecords ZoneRecords
	People      People
	APIKeys     APIKeys
	Backups     Backups
}

// register adds the operations, a file per subject.
func register(g huma.API, s Services) {
	g.UseMiddleware(remember)
	registerSessions(g, s)
	registerStart(g, s)
	registerCatalogue(g, s)
	registerPickups(g, s.Pickups, s.Directory)
	registerRecords(g, s)
	registerPhotos(g, s.Photos)
	registerTickets(g, s)
	registerCompany(g, s)
	registerVehicles(g, s.Vehicles)
	registerSellers(g, s.Sellers)
	registerNetwork(g, s)
	registerCoverage(g, s)
	registerZoneRecords(g, s)
	registerImports(g, s)
	registerPeople(g, s)
	registerAPIKeys(g, s.APIKeys)
	registerBackup(g, s)
}

type addressKey struct{}

// remember keeps the address that a request comes from, for the limits of sign-in; the server has put a trusted proxy's word
// in the place of the proxy's own address.
func remember(c huma.Context, next func(huma.Context)) {
	host, _, err := net.SplitHostPort(c.RemoteAddr())
	if err != nil {
		host = c.RemoteAddr()
	}
	next(huma.WithValue(c, addressKey{}, host))
}

func clientAddress(ctx context.Context) string {
	address, _ := ctx.Value(addressKey{}).(string)
	return address
}

// everyone is who may read the register: each role.
func everyone() map[string]any { return allow(Register) }

// clerks are the company's people at a desk.
func clerks() []recycle.Role { return []recycle.Role{recycle.CompanyOperator, recycle.Dispatcher} }
