package intake

import (
	"context"
	"testing"
	"time"

	"liangwang/internal/recycle"
)

// Whatever the bytes: an Invalid error, or a dry run that accounts for every row.
func FuzzCheck(f *testing.F) {
	f.Add([]byte(two), uint8(0))
	f.Add([]byte("code,name\n370811002,许庄街道\n"), uint8(1))
	f.Add([]byte("LAT,LON,Pop\n35,116,3\n"), uint8(2))
	f.Add([]byte(`{"type":"FeatureCollection","features":[{"type":"Feature","id":7,"properties":{"a":[1,{}]},"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}}]}`), uint8(3))
	f.Add([]byte(`[{"name":"a","coords":[1,2]},null,{"name":"b"}]`), uint8(0))
	f.Add([]byte(`{"coordinates":[116,35],"name":"x"}`), uint8(0))
	f.Fuzz(func(t *testing.T, data []byte, kind uint8) {
		rows, err := parse(data)
		if err != nil {
			if recycle.KindOf(err) != recycle.Invalid {
				t.Fatal(err)
			}
			return
		}
		s := Service{Store: newFake(), Now: func() time.Time { return time.Unix(1795413600, 0) }, NewID: func() string { return "x" }}
		ctx := recycle.WithActor(context.Background(), recycle.Actor{OrgID: zone, Roles: []recycle.Role{recycle.Planner}})
		in := Input{Kind: recycle.ImportKinds()[int(kind)%4], FileName: "x", Rows: rows}
		r, err := s.Check(ctx, in)
		if err != nil {
			t.Fatal(err)
		}
		if r.Created+r.Changed+r.Unchanged+r.Wrong != r.Rows || r.Rows != len(rows.Rows) {
			t.Fatalf("rows are lost: %s", counts(r))
		}
		if _, err := Preview(in.Kind, "x", rows); err != nil {
			t.Fatal(err)
		}
	})
}
