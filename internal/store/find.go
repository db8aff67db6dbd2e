package store

import (
	"cmp"
	"context"
	"strings"

	"liangwang/internal/recycle"
)

// Find looks up what a typed word may mean in the acting organisation.
type Find struct{ DB *DB }

const maxFound = 200

// SiteNames returns the names of sites as they are called now.
func (s Find) SiteNames(ctx context.Context, ids []recycle.SiteID) (map[recycle.SiteID]string, error) {
	found := map[recycle.SiteID]string{}
	if len(ids) == 0 {
		return found, nil
	}
	var rows []struct {
		SiteID recycle.SiteID
		Name   string
	}
	err := s.DB.register(ctx).Model(&recycle.SiteVersion{}).Select("site_id, name").
		Where("site_id IN ? AND valid_to = ?", ids, recycle.LastDay).Scan(&rows).Error
	for _, r := range rows {
		found[r.SiteID] = r.Name
	}
	return found, wrap("site", err)
}

// PersonNames returns the names of people who belong or belonged to the acting organisation; nobody else's.
func (s Find) PersonNames(ctx context.Context, ids []recycle.PersonID) (map[recycle.PersonID]string, error) {
	found := map[recycle.PersonID]string{}
	if len(ids) == 0 {
		return found, nil
	}
	var rows []recycle.Person
	ours := s.DB.own(ctx).Model(&recycle.Member{}).Select("person_id")
	err := s.DB.register(ctx).Select("id, name").Where("id IN ? AND id IN (?)", ids, ours).Find(&rows).Error
	for _, r := range rows {
		found[r.ID] = r.Name
	}
	return found, wrap("person", err)
}

// OrgNames returns the names of organisations.
func (s Find) OrgNames(ctx context.Context, ids []recycle.OrgID) (map[recycle.OrgID]string, error) {
	found := map[recycle.OrgID]string{}
	if len(ids) == 0 {
		return found, nil
	}
	var rows []recycle.Org
	err := s.DB.register(ctx).Select("id, name").Where("id IN ?", ids).Find(&rows).Error
	for _, r := range rows {
		found[r.ID] = r.Name
	}
	return found, wrap("org", err)
}

// containing returns the pattern of lower(column) LIKE ? ESCAPE '\' that finds a typed word anywhere, each sign of it for itself.
func (d *DB) containing(word string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(d.folded(word)) + "%"
}

// folded returns a text without the blanks around it and in the small letters of the database's lower(): SQLite's knows A to Z alone.
func (d *DB) folded(text string) string {
	text = strings.TrimSpace(text)
	if d.postgres {
		return strings.ToLower(text)
	}
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}

// FindAny returns what a typed word may mean: sites of the register that the acting organisation sees, by name, people of the acting organisation by name, its
// vehicles by plate or number.
func (s Find) FindAny(ctx context.Context, word string) (found recycle.PickupAnyOf, err error) {
	like := s.DB.containing(word)
	err = s.DB.seenSites(ctx).Where(`valid_to = ? AND lower(name) LIKE ? ESCAPE '\'`, recycle.LastDay, like).
		Order("name").Limit(maxFound).Pluck("site_id", &found.SiteIDs).Error
	if err != nil {
		return found, wrap("find", err)
	}
	ours := s.DB.own(ctx).Model(&recycle.Member{}).Select("person_id")
	err = s.DB.register(ctx).Model(&recycle.Person{}).Where(`id IN (?) AND lower(name) LIKE ? ESCAPE '\'`, ours, like).
		Order("name").Limit(maxFound).Pluck("id", &found.CollectorIDs).Error
	if err != nil {
		return found, wrap("find", err)
	}
	err = s.DB.own(ctx).Model(&recycle.Vehicle{}).Where(`(lower(plate) LIKE ? ESCAPE '\' OR lower(number) LIKE ? ESCAPE '\')`, like, like).
		Order("number").Limit(maxFound).Pluck("id", &found.VehicleIDs).Error
	return found, wrap("find", err)
}

// VehicleNames returns plate or number of vehicles of the acting organisation.
func (s Find) VehicleNames(ctx context.Context, ids []recycle.VehicleID) (map[recycle.VehicleID]string, error) {
	found := map[recycle.VehicleID]string{}
	if len(ids) == 0 {
		return found, nil
	}
	var rows []recycle.Vehicle
	err := s.DB.own(ctx).Select("id, plate, number").Where("id IN ?", ids).Find(&rows).Error
	for _, r := range rows {
		found[r.ID] = cmp.Or(r.Plate, r.Number)
	}
	return found, wrap("vehicle", err)
}
