package static_test

import (
	"bytes"
	"io/fs"
	"testing"

	"liangwang/static"
)

// A file whose name begins with a dot is embedded too; were it not, chunks that begin with _ would be missing as well.
func TestDist(t *testing.T) {
	if _, err := fs.Stat(static.Dist(), ".keep"); err != nil {
		t.Fatal(err)
	}
}

func TestUnbuilt(t *testing.T) {
	for _, want := range []string{"make build", "页面还没有生成", "not built"} {
		if !bytes.Contains(static.Unbuilt(), []byte(want)) {
			t.Errorf("the hint lacks %q", want)
		}
	}
}
