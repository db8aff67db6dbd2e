package blob

import (
	"fmt"
	"syscall"

	"liangwang/internal/recycle"
)

// Reserve is room that is left for the records: a disk that fills up takes no photos and makes no exports long before it takes no
// pickup any more. The zero value keeps nothing back.
type Reserve struct {
	Path  string                           // on the disk that is meant
	Bytes int64                            // that photos, files and exports leave free
	Free  func(path string) (int64, error) // how many bytes are free there; nil asks the system
}

// Room returns Full storage.reserve when no more than the reserve is left. A disk that says nothing has room.
func (r Reserve) Room() error {
	if r.Bytes <= 0 {
		return nil
	}
	ask := r.Free
	if ask == nil {
		ask = free
	}
	n, err := ask(r.Path)
	if err != nil || n >= r.Bytes {
		return nil
	}
	return &recycle.Error{Kind: recycle.Full, Code: "storage.reserve", Err: fmt.Errorf("blob: %d bytes are free, %d are kept for records", n, r.Bytes)}
}

// free returns how many bytes an ordinary user may still write on the disk of path.
func free(path string) (int64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(path, &s); err != nil {
		return 0, err
	}
	return int64(s.Bavail) * s.Bsize, nil
}

// Keeping returns the same directory; it takes nothing when no more than the reserve is left.
func (d *Dir) Keeping(r Reserve) *Dir { return &Dir{path: d.path, reserve: r} }
