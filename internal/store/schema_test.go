package store_test

import (
	"cmp"
	"database/sql"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"gorm.io/gorm/schema"

	"liangwang/internal/store"
	"liangwang/internal/testkit"
)

// column is a column as a struct or a table says it.
type column struct {
	name, class string
	null        bool
}

// table is a table with its columns by name and its key in order.
type table struct {
	columns []column
	key     []string
}

// optional are the columns that may be NULL although their Go type does not say so: a shape that is not there.
var optional = []string{"site_versions.service_area", "area_versions.shape", "route_versions.shape"}

func ofModel(t *testing.T, m any) (name string, mapped table) {
	t.Helper()
	s, err := schema.Parse(m, &sync.Map{}, schema.NamingStrategy{})
	must(t, err)
	for _, field := range s.Fields {
		if field.DBName == "" {
			continue
		}
		c := column{name: field.DBName}
		switch kind := field.FieldType; {
		case kind == reflect.TypeFor[sql.Null[float64]]():
			c.class, c.null = "float", true
		case kind.Kind() == reflect.String:
			c.class = "text"
		case kind.Kind() == reflect.Bool:
			c.class = "bool"
		case kind.Kind() == reflect.Float64:
			c.class = "float"
		case kind.Kind() == reflect.Slice && kind.Elem().Kind() == reflect.Uint8:
			c.class, c.null = "bytes", slices.Contains(optional, s.Table+"."+field.DBName)
		case kind.Kind() >= reflect.Int && kind.Kind() <= reflect.Uint64:
			c.class = "integer"
		default:
			c.class = kind.String()
		}
		mapped.columns = append(mapped.columns, c)
	}
	slices.SortFunc(mapped.columns, func(a, b column) int { return cmp.Compare(a.name, b.name) })
	return s.Table, table{mapped.columns, s.PrimaryFieldDBNames}
}

// classes are the types of both dialects; SQLite has no other truth values than integers.
var classes = map[string]string{"TEXT": "text", "INTEGER": "integer", "REAL": "float", "BLOB": "bytes",
	"text": "text", "bigint": "integer", "boolean": "bool", "double precision": "float", "bytea": "bytes"}

// migrated returns what the migrations made: every table but goose's own.
func migrated(t *testing.T, s testkit.Store) map[string]table {
	t.Helper()
	query := `SELECT m.name, c.name, c.type, c."notnull" = 0, c.pk FROM sqlite_master m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.name`
	if s.Postgres() {
		query = `SELECT c.table_name, c.column_name, c.data_type, c.is_nullable = 'YES', COALESCE(k.ordinal_position, 0)
			FROM information_schema.columns c LEFT JOIN (information_schema.key_column_usage k JOIN information_schema.table_constraints p
				ON p.constraint_name = k.constraint_name AND p.constraint_type = 'PRIMARY KEY' AND p.table_schema = 'public')
				ON k.table_name = c.table_name AND k.column_name = c.column_name
			WHERE c.table_schema = 'public' ORDER BY c.table_name, c.column_name`
	}
	rows, err := s.SQL.Query(query)
	must(t, err)
	defer func() { _ = rows.Close() }()
	tables, keys := map[string]table{}, map[string]map[int]string{}
	for rows.Next() {
		var (
			name, kind string
			c          column
			place      int
		)
		must(t, rows.Scan(&name, &c.name, &kind, &c.null, &place))
		if strings.HasPrefix(name, "goose") {
			continue
		}
		if c.class = classes[kind]; c.class == "" {
			t.Errorf("%s.%s is %s", name, c.name, kind)
		}
		x := tables[name]
		x.columns = append(x.columns, c)
		if place > 0 {
			if keys[name] == nil {
				keys[name] = map[int]string{}
			}
			keys[name][place] = c.name
		}
		tables[name] = x
	}
	must(t, rows.Err())
	for name, x := range tables {
		for i := range len(keys[name]) {
			x.key = append(x.key, keys[name][i+1])
		}
		tables[name] = x
	}
	return tables
}

// Every table has a struct and every struct a table, with exactly the same columns, of the same kind, the same optional ones and the
// same key, in both dialects. The key of what an organisation keeps begins with it.
func TestSchema(t *testing.T) {
	records, others := store.Tenant()
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		tables := migrated(t, s)
		for _, m := range slices.Concat(records, others, store.Zone()) {
			name, want := ofModel(t, m)
			got, found := tables[name]
			if !found {
				t.Errorf("%T has no table %s", m, name)
				continue
			}
			delete(tables, name)
			if !s.Postgres() {
				for i := range want.columns {
					if want.columns[i].class == "bool" {
						want.columns[i].class = "integer"
					}
				}
			}
			if !slices.Equal(got.columns, want.columns) {
				t.Errorf("%s: the table has\n%v\nthe struct\n%v", name, got.columns, want.columns)
			}
			if !slices.Equal(got.key, want.key) {
				t.Errorf("%s: the table's key is %v, the struct's %v", name, got.key, want.key)
			}
			tenant := slices.ContainsFunc(got.columns, func(c column) bool { return c.name == "org_id" })
			if isRecord := slices.Contains(records, m); isRecord && got.key[0] != "org_id" || tenant != (isRecord || slices.Contains(others, m)) {
				t.Errorf("%s has the key %v", name, got.key)
			}
		}
		for name := range tables {
			t.Errorf("%s has no struct", name)
		}
	})
}
