package store

import (
	"context"

	"gorm.io/gorm"

	"liangwang/internal/recycle"
)

// Sites keeps the sites of the zone's register with their versions and events.
type Sites struct{ DB *DB }

var siteVersions = versions[recycle.SiteVersion]{key: "site_id"}

func siteOf(v *recycle.SiteVersion) string { return string(v.SiteID) }

// Site returns the identity of a site, or NotFound.
func (s Sites) Site(ctx context.Context, id recycle.SiteID) (site recycle.Site, err error) {
	return site, wrap("site", s.DB.register(ctx).Where("id = ?", id).Take(&site).Error)
}

// InsertSites adds identities, thousands at once; each needs a version in the same transaction. One that is there already is a
// Conflict.
func (s Sites) InsertSites(ctx context.Context, sites []recycle.Site) error {
	if len(sites) == 0 {
		return nil
	}
	return wrap("site", s.DB.register(ctx).CreateInBatches(sites, 500).Error)
}

// PutSiteVersions stores versions of sites, thousands at once. One that begins on the day of a stored one replaces it; another
// ends what came before on the day before it, and holds until its successor. It sets ValidTo.
func (s Sites) PutSiteVersions(ctx context.Context, rows []recycle.SiteVersion) error {
	err := siteVersions.put(ctx, s.DB, rows, func(v *recycle.SiteVersion) (string, recycle.Day) { return string(v.SiteID), v.ValidFrom },
		func(v *recycle.SiteVersion) *recycle.Day { return &v.ValidTo })
	return wrap("site", err)
}

// SiteVersions returns every version of a site, the newest first; none is no error.
func (s Sites) SiteVersions(ctx context.Context, id recycle.SiteID) (rows []recycle.SiteVersion, err error) {
	return rows, wrap("site", s.DB.register(ctx).Where("site_id = ?", id).Order("valid_from DESC").Find(&rows).Error)
}

// SiteSeen reports whether the acting organisation sees a version of a site, by SiteFacts.SeenBy. The database decides, so that a site
// that it does not see takes as long as one that there is not.
func (s Sites) SiteSeen(ctx context.Context, id recycle.SiteID) (bool, error) {
	var found []recycle.SiteID
	err := s.DB.seenSites(ctx).Where("site_id = ?", id).Limit(1).Pluck("site_id", &found).Error
	return len(found) > 0, wrap("site", err)
}

// seenSites is a query over the versions of sites that the acting organisation sees, by SiteFacts.SeenBy.
func (d *DB) seenSites(ctx context.Context) *gorm.DB {
	actor, _ := recycle.ActorFrom(ctx) // without one, the handle has failed already
	tx := d.register(ctx).Model(&recycle.SiteVersion{})
	if actor.OrgKind != recycle.Government {
		for _, hidden := range recycle.UnpublishedSiteStates() { // NOT IN would build its list for the first row that there is
			tx = tx.Where("operator_org_id = ? OR state <> ?", actor.OrgID, hidden)
		}
	}
	return tx
}

// SitesOn returns every site's version in force on day, by id.
func (s Sites) SitesOn(ctx context.Context, day recycle.Day) ([]recycle.SiteVersion, error) {
	rows, err := siteVersions.on(ctx, s.DB, day, siteOf)
	return rows, wrap("site", err)
}

// SitesHeld returns of each of ids the version in force on day, else the newest, in no order.
func (s Sites) SitesHeld(ctx context.Context, ids []string, day recycle.Day) ([]recycle.SiteVersion, error) {
	rows, err := siteVersions.held(ctx, s.DB, ids, day, siteOf)
	return rows, wrap("site", err)
}

// SitePlaces returns where every site ever was and who ran it: site, name, days, position with its flag, operator and state of every
// version, by site and day. The other fields are empty.
func (s Sites) SitePlaces(ctx context.Context) ([]recycle.SiteVersion, error) {
	list, site, from := []recycle.SiteVersion{}, "", ""
	for {
		var page []recycle.SiteVersion
		err := s.DB.register(ctx).Select("site_id", "name", "valid_from", "valid_to", "lon", "lat", "outside", "operator_org_id", "state").
			Where("site_id > ? OR (site_id = ? AND valid_from > ?)", site, site, from).
			Order("site_id, valid_from").Limit(versionPage).Find(&page).Error
		if err != nil {
			return nil, wrap("site", err)
		}
		list = append(list, page...)
		if len(page) < versionPage {
			return list, nil
		}
		last := page[len(page)-1]
		site, from = string(last.SiteID), string(last.ValidFrom)
	}
}

// AddSiteEvent adds a move to a site's history and sets its place there. The caller has taken the register.
func (s Sites) AddSiteEvent(ctx context.Context, e *recycle.SiteEvent) error {
	tx := s.DB.register(ctx)
	var n int64
	if err := tx.Model(&recycle.SiteEvent{}).Where("site_id = ?", e.SiteID).Count(&n).Error; err != nil {
		return wrap("site", err)
	}
	e.N = int(n)
	return wrap("site", s.DB.register(ctx).Create(e).Error)
}

// SiteEvents returns the moves of a site, the first one first.
func (s Sites) SiteEvents(ctx context.Context, id recycle.SiteID) (rows []recycle.SiteEvent, err error) {
	return rows, wrap("site", s.DB.register(ctx).Where("site_id = ?", id).Order("n").Find(&rows).Error)
}
