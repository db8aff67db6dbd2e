package intake

import (
	"context"
	"testing"

	"liangwang/internal/recycle"
)

const upload recycle.ImportID = "01900000-0000-7000-8000-00000000f001"

func newDesk(r *rig) *Desk {
	return NewDesk(DeskOptions{Store: r.fake, Files: r.fake, Parse: parse, Now: r.Now, NewID: r.NewID})
}

func TestDesk(t *testing.T) {
	r := newRig(t)
	d := newDesk(r)
	p, err := d.Upload(r.ctx, upload, recycle.ImportSites, "网点.csv", []byte(two))
	if err != nil || p.Rows != 2 || p.Format != "csv" || p.SuggestedSource != "网点" || len(p.Columns) != 5 {
		t.Fatalf("%+v, %v", p, err)
	}
	if c := p.Columns[1]; c.Header != "名称" || c.Target == nil || *c.Target != "name" || c.Samples[0] != "东站" {
		t.Errorf("%+v", c)
	}
	if _, err := d.Upload(r.ctx, upload, recycle.ImportSites, "网点.csv", []byte(two)); err != nil {
		t.Errorf("the same again: %v", err)
	}
	if _, err := d.Upload(r.ctx, upload, recycle.ImportSites, "x.csv", []byte("a,b\n1,2\n")); recycle.KindOf(err) != recycle.Conflict {
		t.Errorf("other bytes: %v", err)
	}
	s := recycle.ImportSettings{Source: "网点"}
	report, err := d.CheckUpload(r.ctx, upload, s)
	if err != nil || report.Created != 2 {
		t.Fatalf("%s, %v", counts(report), err)
	}
	if _, err := d.CommitUpload(r.ctx, upload, recycle.ImportSettings{Source: "other"}, report.Digest); recycle.KindOf(err) != recycle.Conflict {
		t.Errorf("other settings: %v", err)
	}
	done, err := d.CommitUpload(r.ctx, upload, s, report.Digest)
	if err != nil || !done.Committed || done.Created != 2 {
		t.Fatalf("%s, %v", counts(done), err)
	}
	again, err := d.CommitUpload(r.ctx, upload, s, report.Digest)
	if err != nil || !again.Committed || again.Created != 2 || r.writes != 1 {
		t.Errorf("repeated: %s, %v, %d writes", counts(again), err, r.writes)
	}
	next, err := d.Upload(r.ctx, "01900000-0000-7000-8000-00000000f002", recycle.ImportSites, "2.csv", []byte("id\n1\n"))
	if err != nil || len(next.Sources) != 1 || next.Sources[0] != "网点" {
		t.Errorf("%v, %v", next.Sources, err)
	}
	if _, err := d.CheckUpload(r.ctx, "01900000-0000-7000-8000-00000000f003", s); recycle.KindOf(err) != recycle.NotFound {
		t.Errorf("unknown: %v", err)
	}
}

// While a file is read the next one waits, and gives up with its caller: two of the largest would not fit in memory.
func TestDesk_oneAtATime(t *testing.T) {
	r := newRig(t)
	d := newDesk(r)
	ctx, cancel := context.WithCancel(r.ctx)
	d.o.Parse = func(data []byte) (*Rows, error) { // somebody else comes, and goes, in the midst of it
		cancel()
		if _, err := d.Upload(ctx, "01900000-0000-7000-8000-00000000f002", recycle.ImportSites, "2.csv", data); recycle.KindOf(err) != recycle.Unavailable {
			t.Errorf("a second upload: %v", err)
		}
		if _, err := d.CheckUpload(ctx, upload, recycle.ImportSettings{}); recycle.KindOf(err) != recycle.Unavailable {
			t.Errorf("a check: %v", err)
		}
		if _, err := d.CommitUpload(ctx, upload, recycle.ImportSettings{}, "x"); recycle.KindOf(err) != recycle.Unavailable {
			t.Errorf("a commit: %v", err)
		}
		return parse(data)
	}
	if _, err := d.Upload(r.ctx, upload, recycle.ImportSites, "1.csv", []byte(two)); err != nil {
		t.Error(err)
	}
	d.o.Parse = parse
	if got, err := d.CheckUpload(r.ctx, upload, recycle.ImportSettings{}); err != nil || got.Created != 2 {
		t.Errorf("afterwards: %s, %v", counts(got), err)
	}
}

// A file that cannot be read is refused with its place and leaves nothing.
func TestDesk_unreadable(t *testing.T) {
	tests := []struct{ name, text, code, place string }{
		{"nested", nested(5000), "file.json_too_deep", "line 1, column 10"},
		{"a bare NaN", `[{"id":1,"lat":NaN}]`, "file.json_not_a_number", "line 1, column 16"},
		{"cut off", `{"type":"FeatureCollection","features":[{"type":"Feature"`, "file.json_truncated", "line 1, column 58"},
		{"neither", `{"a":1}`, "file.not_geojson", "line 1, column 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			_, err := newDesk(r).Upload(r.ctx, upload, recycle.ImportSites, "x.json", []byte(tt.text))
			fields := fieldsOf(err)
			if recycle.KindOf(err) != recycle.Invalid || len(fields) != 1 || fields[0].Code != tt.code || fields[0].Path != tt.place {
				t.Errorf("%v %+v", err, fields)
			}
			if len(r.files) != 0 || len(r.uploads) != 0 {
				t.Error("something was kept")
			}
		})
	}
}

func nested(n int) string {
	b := make([]byte, 2*n)
	for i := range n {
		b[i], b[2*n-1-i] = '[', ']'
	}
	return string(b)
}
