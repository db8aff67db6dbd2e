package demo

import (
	"fmt"

	"liangwang/internal/recycle"
)

// person is somebody with a role in an organisation.
type person struct {
	recycle.Person
	org  int
	role recycle.Role
}

// collector is a person who collects, with what they go by and where they mostly work.
type collector struct {
	person  int
	company int
	vehicle int
	device  recycle.DeviceID
	places  []int   // of network A
	pace    float64 // pickups against the average
}

// Collectors is how many people collect; the first one is the demo's collector.
const Collectors = 150

// staff makes the people and vehicles of every organisation.
func (w *world) staff() {
	d := roll(w.seed, "people", 0)
	for n := range Collectors {
		company := n % companies
		p := w.hire(d, fmt.Sprintf("示范收运员-%03d", n+1), company, recycle.Collector)
		c := collector{person: p, company: company, vehicle: n, device: recycle.DeviceID(d.id(w.born)), pace: d.between(.7, 1.3)}
		var own []int
		for k := range w.places {
			if w.places[k].form != onlyB && w.places[k].company == company {
				own = append(own, k)
			}
		}
		shuffle(d, own)
		c.places = own[:min(len(own), 4+d.n(3))]
		w.crew = append(w.crew, c)
		w.vehicles = append(w.vehicles, w.vehicle(d, n, company))
	}
	for n := range companies {
		w.hire(d, fmt.Sprintf("示范经办员-%02d", n+1), n, recycle.CompanyOperator)
		w.hire(d, fmt.Sprintf("示范调度员-%02d", n+1), n, recycle.Dispatcher)
	}
	for n := range w.stations {
		w.stations[n].clerk = w.hire(d, fmt.Sprintf("示范司磅员-%02d", n+1), w.stations[n].org, recycle.YardOperator)
	}
	for _, o := range []struct {
		name string
		org  int
		role recycle.Role
	}{
		{"示范规划员", zoneOrg, recycle.Planner}, {"示范审计员", zoneOrg, recycle.Auditor}, {"示范交警", zoneOrg, recycle.TrafficOfficer},
		{"示范仲裁员", zoneOrg, recycle.Arbiter}, {"示范管理员", zoneOrg, recycle.Admin}, {"示范店员", shopOrg, recycle.ShopClerk},
		{"示范鉴定师", shopOrg, recycle.Appraiser}, {"示范市场管理员", marketOrg, recycle.MarketClerk}, {"示范门岗", propertyOrg, recycle.PropertyGuard},
		{"示范仓管员", publicOrg, recycle.Keeper}, {"示范单位经办", publicOrg, recycle.UnitOfficer},
	} {
		w.hire(d, o.name, o.org, o.role)
	}
}

func (w *world) hire(d *dice, name string, org int, role recycle.Role) int {
	n := len(w.people)
	w.people = append(w.people, person{org: org, role: role, Person: recycle.Person{ID: recycle.PersonID(d.id(w.born)), Name: name,
		Phone: fmt.Sprintf("138000%05d", n+1), CreatedAt: recycle.Instant(w.born)}})
	return n
}

// vehicle returns the n-th vehicle: of each company five lorries, then tricycles.
func (w *world) vehicle(d *dice, n, company int) recycle.Vehicle {
	order := n / companies
	f := recycle.VehicleFacts{Number: fmt.Sprintf("示%02d-%02d", company+1, order+1), Use: "NON_OPERATING", OwnerName: w.orgs[company].Name, OwnerOrgID: w.orgs[company].ID}
	if order >= 5 {
		f.Type, f.Energy, f.Emission, f.GrossKg, f.PayloadKg, f.TareKg = "E_TRICYCLE", "BEV", "NONE", 700, 300, 400
		if d.chance(.15) {
			f.Type, f.Energy = "PEDAL_TRICYCLE", "HUMAN"
		}
		return recycle.Vehicle{OrgID: w.orgs[company].ID, ID: recycle.VehicleID(d.id(w.born)), VehicleFacts: f, CreatedAt: recycle.Instant(w.born), ChangedAt: recycle.Instant(w.born)}
	}
	f.Type, f.GrossKg, f.PayloadKg, f.TareKg = pick(d, []recycle.VehicleType{"TRUCK_BOX", "TRUCK_OPEN"}), 4_495, 1_995, 2_500
	f.Energy, f.Emission, f.PlateColour = "DIESEL", pick(d, []recycle.Emission{"CN3", "CN5", "CN5", "CN6", "CN6"}), "BLUE"
	f.Plate = fmt.Sprintf("鲁H0%04d", n+1)
	if d.chance(.45) {
		f.Energy, f.Emission, f.PlateColour, f.Plate = "BEV", "NONE", "GRADIENT_GREEN", fmt.Sprintf("鲁HD0%04d", n+1)
	}
	return recycle.Vehicle{OrgID: w.orgs[company].ID, ID: recycle.VehicleID(d.id(w.born)), VehicleFacts: f, CreatedAt: recycle.Instant(w.born), ChangedAt: recycle.Instant(w.born)}
}

// account returns the first person with a role.
func (w *world) account(role recycle.Role) int {
	for n := range w.people {
		if w.people[n].role == role {
			return n
		}
	}
	panic("demo: nobody has the role " + string(role)) // each role is given, tested
}
