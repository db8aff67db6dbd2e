package blob_test

import (
	"errors"
	"testing"

	"liangwang/internal/blob"
	"liangwang/internal/recycle"
)

// When no more than the reserve is left nothing is taken and nothing is made on the disk; what was taken before is still there.
func TestReserve(t *testing.T) {
	var left int64
	var fault error
	d, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d = d.Keeping(blob.Reserve{Path: "here", Bytes: 100, Free: func(path string) (int64, error) {
		if path != "here" {
			t.Errorf("asked for %q", path)
		}
		return left, fault
	}})
	left = 100
	hash, err := d.Put([]byte("a picture"))
	if err != nil {
		t.Fatal(err)
	}
	left = 99
	_, err = d.Put([]byte("another"))
	if e, ok := errors.AsType[*recycle.Error](err); !ok || e.Kind != recycle.Full || e.Code != "storage.reserve" {
		t.Errorf("%v", err)
	}
	if f, err := d.Get(hash); err != nil || f.Close() != nil {
		t.Error(err)
	}
	fault = errors.New("no answer")
	if _, err := d.Put([]byte("another")); err != nil {
		t.Errorf("a disk that says nothing: %v", err)
	}
	if err := (blob.Reserve{Path: t.TempDir(), Bytes: 1}).Room(); err != nil {
		t.Errorf("a byte of this disk: %v", err)
	}
	if err := (blob.Reserve{Path: t.TempDir(), Bytes: 1 << 62}).Room(); recycle.KindOf(err) != recycle.Full {
		t.Errorf("more than any disk has: %v", err)
	}
	if err := (blob.Reserve{}).Room(); err != nil {
		t.Error(err)
	}
}
