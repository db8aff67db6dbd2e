package store

import (
	"context"

	"gorm.io/gorm/clause"

	"liangwang/internal/recycle"
)

// People keeps persons, what they prove themselves with, and their roles.
type People struct{ DB *DB }

// Person returns a person, or NotFound.
func (s People) Person(ctx context.Context, id recycle.PersonID) (p recycle.Person, err error) {
	return p, wrap("person", s.DB.across(ctx, signIn).Where("id = ?", id).Take(&p).Error)
}

// PersonByPhone returns the person who signs in with phone, or NotFound.
func (s People) PersonByPhone(ctx context.Context, phone recycle.Phone) (p recycle.Person, err error) {
	return p, wrap("person", s.DB.across(ctx, signIn).Where("phone = ?", phone).Take(&p).Error)
}

// InsertPerson adds a person; a phone that another has is a Conflict.
func (s People) InsertPerson(ctx context.Context, p *recycle.Person) error {
	return wrap("person", s.DB.register(ctx).Create(p).Error)
}

// UpdatePerson writes the name of a person, and whether the account is disabled.
func (s People) UpdatePerson(ctx context.Context, p *recycle.Person) error {
	return wrap("person", s.DB.register(ctx).Model(&recycle.Person{}).Where("id = ?", p.ID).Select("name", "disabled").Updates(p).Error)
}

// Colleagues returns the persons who hold or held a role in the acting organisation, by name.
func (s People) Colleagues(ctx context.Context) (list []recycle.Person, err error) {
	members := s.DB.own(ctx).Model(&recycle.Member{}).Select("person_id")
	return list, wrap("person", s.DB.register(ctx).Where("id IN (?)", members).Order("name, id").Find(&list).Error)
}

// Credential returns what a person proves themselves with, or NotFound: they joined by a code and set no password.
func (s People) Credential(ctx context.Context, id recycle.PersonID) (c recycle.Credential, err error) {
	return c, wrap("credential", s.DB.across(ctx, signIn).Where("person_id = ?", id).Take(&c).Error)
}

// SetCredential writes what a person proves themselves with.
func (s People) SetCredential(ctx context.Context, c recycle.Credential) error {
	return wrap("credential", s.DB.register(ctx).Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "person_id"}}, DoUpdates: clause.AssignmentColumns([]string{"hash", "changed_at"}),
	}).Create(&c).Error)
}

// Memberships returns every role that a person holds or held anywhere, by the day it began.
func (s People) Memberships(ctx context.Context, id recycle.PersonID) (list []recycle.Member, err error) {
	return list, wrap("member", s.DB.across(ctx, ownAccount).Where("person_id = ?", id).Order("valid_from, org_id, role").Find(&list).Error)
}

// Members returns every role that anyone holds or held in the acting organisation, by person.
func (s People) Members(ctx context.Context) (list []recycle.Member, err error) {
	return list, wrap("member", s.DB.own(ctx).Order("person_id, role, valid_from").Find(&list).Error)
}

// InsertMember adds a role.
func (s People) InsertMember(ctx context.Context, m recycle.Member) error {
	return wrap("member", s.DB.register(ctx).Create(&m).Error)
}

// EndMember sets the last day of a role; the row stays, for what was done in the role stays too.
func (s People) EndMember(ctx context.Context, m recycle.Member, last recycle.Day) error {
	return wrap("member", s.DB.register(ctx).Model(&recycle.Member{}).
		Where("org_id = ? AND person_id = ? AND role = ? AND valid_from = ?", m.OrgID, m.PersonID, m.Role, m.ValidFrom).
		Update("valid_to", last).Error)
}
