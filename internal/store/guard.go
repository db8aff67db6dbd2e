package store

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

var errUnscoped = errors.New("store: the WHERE does not bind org_id")

var (
	leads = regexp.MustCompile(`^(\w+\.)?org_id = [?$]`)
	or    = regexp.MustCompile(`(?i)\bor\b`)
)

// guard makes g refuse a query, update or delete of records whose WHERE does not say org_id = ? in words. A key taken from a
// struct is no such word: gorm leaves out what is empty, and Model(&Pickup{ID: x}).Updates(…) without an OrgID wrote into every
// tenant's rows (measured). INSERTs do not pass here, Exec neither; of a join only the WHERE is seen.
func guard(g *gorm.DB) error {
	c, refuse := g.Callback(), func(tx *gorm.DB) {
		if _, across := tx.Get(acrossKey); !across && !ofRegister(tx.Statement) && !scoped(tx.Statement) {
			_ = tx.AddError(fmt.Errorf("%w: %s", errUnscoped, tx.Statement.Table))
		}
	}
	return errors.Join(c.Query().Before("*").Register("guard", refuse), c.Row().Before("*").Register("guard", refuse),
		c.Update().Before("*").Register("guard", refuse), c.Delete().Before("*").Register("guard", refuse))
}

// ofRegister reports whether s has a model, on the model's own table, without an org_id. What has no model may be on any table.
func ofRegister(s *gorm.Statement) bool {
	return s.Schema != nil && s.Schema.Table == s.Table && s.Schema.LookUpField("org_id") == nil
}

// scoped reports whether s is bound to one organisation. Raw SQL must be so by its own text, for the WHERE of a scope is lost
// in it; if it is an INSERT, the row says whose it is.
func scoped(s *gorm.Statement) bool {
	if s.SQL.Len() > 0 {
		text, where, _ := strings.Cut(s.SQL.String(), "WHERE ")
		return strings.HasPrefix(text, "INSERT ") || binds(where)
	}
	where, _ := s.Clauses["WHERE"].Expression.(clause.Where)
	bound := false
	for _, e := range where.Exprs {
		cond, _ := e.(clause.Expr)
		// gorm puts a condition in parentheses only if its OR stands between blanks; one at the start of a line undoes the AND.
		bare := or.MatchString(cond.SQL) && !strings.Contains(strings.ToUpper(cond.SQL), " OR ")
		if _, ok := e.(clause.OrConditions); ok || bare {
			return false
		}
		bound = bound || binds(cond.SQL)
	}
	return bound
}

func binds(cond string) bool { return leads.MatchString(cond) && !or.MatchString(cond) }
