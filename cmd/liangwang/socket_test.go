package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A command lets the server copy, also where the path of the data directory is longer than the address of a socket may be, and
// copies itself when there is no server or one was killed.
func TestSocket(t *testing.T) {
	for _, tt := range []struct{ name, folder string }{{"short", "d"}, {"long", strings.Repeat("数据", 40)}} {
		t.Run(tt.name, func(t *testing.T) {
			dir, _ := filled(t)
			long := filepath.Join(t.TempDir(), tt.folder)
			if err := os.Rename(dir, long); err != nil {
				t.Fatal(err)
			}
			copied := filepath.Join(t.TempDir(), "copy.db")
			if asked, err := askServer(t.Context(), long, copied); asked || err != nil {
				t.Fatalf("no server: %v, %v", asked, err)
			}
			_, stop := serving(t, long)
			if asked, err := askServer(t.Context(), long, copied); !asked || err != nil || rows(t, copied, "pickups") != heldPickups {
				t.Fatalf("%v, %v", asked, err)
			}
			if asked, err := askServer(t.Context(), long, copied); !asked || err == nil || !strings.Contains(err.Error(), "file exists") {
				t.Fatalf("over a file: %v, %v", asked, err)
			}
			private(t, long)
			if err := stop(); err != nil {
				t.Fatal(err)
			}
			// A killed server leaves its socket, as a file here.
			_, stop = serving(t, long)
			if err := os.Link(filepath.Join(long, socketName), filepath.Join(long, "kept")); err != nil {
				t.Fatal(err)
			}
			if err := stop(); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(filepath.Join(long, "kept"), filepath.Join(long, socketName)); err != nil {
				t.Fatal(err)
			}
			var m manifest
			if err := says(t, long, &m, "backup", "--to", filepath.Join(t.TempDir(), "b")); err != nil {
				t.Fatal(err)
			}
			_, stop = serving(t, long)
			if err := stop(); err != nil {
				t.Fatal(err)
			}
		})
	}
}
