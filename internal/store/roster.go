package store

import (
	"context"
	"strconv"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"liangwang/internal/recycle"
)

// Roster reads and settles everyone's accounts, for the zone's administrator and for whoever runs the machine.
type Roster struct{ DB *DB }

// roster is why the list of accounts goes over organisations: the register of people belongs to the zone.
const roster reason = "accounts of the zone"

// restoredKey has the moment of the backup that the database was brought back from, in milliseconds; there is none if it never was.
const restoredKey = "restored"

// Restored returns what the database was brought back from; zero if it never was.
func (s Roster) Restored(ctx context.Context) (r recycle.Restored, err error) {
	var rows []metaRow
	if err := s.DB.conn(ctx).Where("key = ?", restoredKey).Find(&rows).Error; err != nil || len(rows) == 0 {
		return r, wrap("restored", err)
	}
	ms, err := strconv.ParseInt(rows[0].Value, 10, 64)
	if err != nil {
		return r, wrap("restored", err)
	}
	r.BackupAt = recycle.Instant(ms)
	r.Epoch, err = s.DB.Epoch(ctx)
	return r, err
}

// Accounts returns the persons that f says, the newest first.
func (s Roster) Accounts(ctx context.Context, f recycle.RosterFilter) (list []recycle.Person, err error) {
	tx := s.people(ctx)
	if f.OrgID != "" {
		there := s.DB.across(ctx, roster).Model(&recycle.Member{}).Select("person_id").
			Where("org_id = ? AND valid_from <= ? AND valid_to >= ?", f.OrgID, f.Today, f.Today)
		tx = tx.Where("id IN (?)", there)
	}
	if f.Name != "" {
		tx = tx.Where(`lower(name) LIKE ? ESCAPE '\'`, s.DB.containing(f.Name))
	}
	if f.Open {
		tx = tx.Where("(id IN (?) OR id IN (?))", s.openPeople(ctx, f.Restored).Select("id"), s.openDevices(ctx, f.Restored).Select("person_id"))
	}
	if f.After.ID != "" {
		tx = tx.Where("(created_at, id) < (?, ?)", f.After.At, f.After.ID)
	}
	return list, wrap("person", tx.Order("created_at DESC, id DESC").Limit(f.Limit).Find(&list).Error)
}

func (s Roster) people(ctx context.Context) *gorm.DB {
	return s.DB.across(ctx, roster).Model(&recycle.Person{})
}

// openPeople are the persons of the backup who may sign in and whom nobody has confirmed since.
func (s Roster) openPeople(ctx context.Context, r recycle.Restored) *gorm.DB {
	done := s.DB.across(ctx, roster).Model(&recycle.Settled{}).Select("person_id").Where("epoch = ? AND device_id = ''", r.Epoch)
	return s.people(ctx).Where("created_at <= ? AND disabled = ? AND id NOT IN (?)", r.BackupAt, false, done)
}

// openDevices are the devices of the backup that are not revoked, of people who may sign in, and that nobody has confirmed since.
func (s Roster) openDevices(ctx context.Context, r recycle.Restored) *gorm.DB {
	done := s.DB.across(ctx, roster).Model(&recycle.Settled{}).Select("1").
		Where("epoch = ? AND settled.person_id = devices.person_id AND settled.device_id = devices.id", r.Epoch)
	may := s.people(ctx).Select("id").Where("disabled = ?", false)
	return s.DB.across(ctx, roster).Model(&recycle.Device{}).
		Where("created_at <= ? AND revoked_at = 0 AND person_id IN (?) AND NOT EXISTS (?)", r.BackupAt, may, done)
}

// CountOpen returns how many persons and devices nobody has confirmed since the restore r.
func (s Roster) CountOpen(ctx context.Context, r recycle.Restored) (people, devices int64, err error) {
	if err := s.openPeople(ctx, r).Count(&people).Error; err != nil {
		return 0, 0, wrap("person", err)
	}
	return people, devices, wrap("device", s.openDevices(ctx, r).Count(&devices).Error)
}

// RolesOf returns every role that any of people holds or held, by the day it began.
func (s Roster) RolesOf(ctx context.Context, people []recycle.PersonID) (list []recycle.Member, err error) {
	return list, wrap("member", s.DB.across(ctx, roster).Where("person_id IN ?", people).Order("valid_from, org_id, role").Find(&list).Error)
}

// AllDevicesOf returns the devices of people, revoked ones too, the last used first.
func (s Roster) AllDevicesOf(ctx context.Context, people []recycle.PersonID) (list []recycle.Device, err error) {
	return list, wrap("device", s.DB.across(ctx, roster).Where("person_id IN ?", people).Order("last_contact_at DESC, id").Find(&list).Error)
}

// SessionsOf returns the sessions of people.
func (s Roster) SessionsOf(ctx context.Context, people []recycle.PersonID) (list []recycle.Session, err error) {
	return list, wrap("session", s.DB.across(ctx, roster).Where("person_id IN ?", people).Find(&list).Error)
}

// SettledOf returns what has been confirmed of people since the restore with this epoch.
func (s Roster) SettledOf(ctx context.Context, epoch string, people []recycle.PersonID) (list []recycle.Settled, err error) {
	return list, wrap("settled", s.DB.across(ctx, roster).Where("epoch = ? AND person_id IN ?", epoch, people).Find(&list).Error)
}

// Settle writes that a person or device was confirmed; again is nothing new.
func (s Roster) Settle(ctx context.Context, x *recycle.Settled) error {
	return wrap("settled", s.DB.register(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(x).Error)
}
