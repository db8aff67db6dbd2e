package sheet

import (
	"bytes"
	"errors"
	"testing"
)

// Whatever the bytes: a table whose cells are within the limits, or an *Error.
func FuzzRead(f *testing.F) {
	f.Add([]byte("a,b\r\n1,\"x\"\"y\"\r\n"))
	f.Add([]byte("\ufeff名称;纬度\n东;35,4\n"))
	f.Add([]byte("\xc3\xfb\xb3\xc6,a\n\xb6\xab,1\n"))
	f.Add([]byte("\xff\xfea\x00\t\x00b\x00"))
	f.Add([]byte("a,\"b\n"))
	var file bytes.Buffer
	w, err := NewWriter(&file, XLSX)
	if err != nil {
		f.Fatal(err)
	}
	for _, err := range []error{w.Header("a", "b"), w.Row("x", 1), w.Close()} {
		if err != nil {
			f.Fatal(err)
		}
	}
	f.Add(file.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := Read(data)
		if err != nil {
			if _, ok := errors.AsType[*Error](err); !ok {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		last := table.HeaderLine()
		for i := range table.Rows() {
			if table.Line(i) <= last {
				t.Fatalf("row %d stands at line %d after line %d", i, table.Line(i), last)
			}
			last = table.Line(i)
		}
	})
}
