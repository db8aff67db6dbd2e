package store

import (
	"context"

	"liangwang/internal/recycle"
)

// Orgs keeps the organisations of the zone's register.
type Orgs struct{ DB *DB }

// Why accounts go over organisations: a person's roles are in several, and whoever signs in acts for none yet. The conditions
// name the person, the session or the code.
const (
	signIn     reason = "sign-in"
	ownAccount reason = "own account"
)

// Org returns an organisation, or NotFound.
func (s Orgs) Org(ctx context.Context, id recycle.OrgID) (o recycle.Org, err error) {
	return o, wrap("org", s.DB.across(ctx, signIn).Where("id = ?", id).Take(&o).Error)
}

// OrgsOfKind returns the organisations of a kind, or with an empty one all, by name. Disabled ones are among them.
func (s Orgs) OrgsOfKind(ctx context.Context, kind recycle.OrgKind) (list []recycle.Org, err error) {
	q := s.DB.register(ctx)
	if kind != "" {
		q = q.Where("kind = ?", kind)
	}
	return list, wrap("org", q.Order("name, id").Find(&list).Error)
}

// OrgsNamed returns the organisations with exactly this name, by id.
func (s Orgs) OrgsNamed(ctx context.Context, name string) (list []recycle.Org, err error) {
	return list, wrap("org", s.DB.across(ctx, signIn).Where("name = ?", name).Order("id").Find(&list).Error)
}

// OrgsByID returns those organisations of ids that exist, in no order.
func (s Orgs) OrgsByID(ctx context.Context, ids []recycle.OrgID) (list []recycle.Org, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return list, wrap("org", s.DB.across(ctx, ownAccount).Where("id IN ?", ids).Find(&list).Error)
}

// ZoneOrg returns the zone's own organisation, or NotFound on an empty directory.
func (s Orgs) ZoneOrg(ctx context.Context) (o recycle.Org, err error) {
	return o, wrap("org", s.DB.across(ctx, signIn).Where("zone = ?", true).Take(&o).Error)
}

// InsertOrg adds an organisation. A second zone is a Conflict.
func (s Orgs) InsertOrg(ctx context.Context, o *recycle.Org) error {
	return wrap("org", s.DB.register(ctx).Create(o).Error)
}

// UpdateOrg writes what may change of an organisation: all but its id, zone and creation.
func (s Orgs) UpdateOrg(ctx context.Context, o *recycle.Org) error {
	return wrap("org", s.DB.register(ctx).Model(&recycle.Org{}).Where("id = ?", o.ID).
		Select("kind", "name", "uscc", "phone", "disabled").Updates(o).Error)
}
