//go:build soakfull

package crashtest

import "time"

var tried = form{soak: 10 * time.Minute, stops: 50, overload: 30 * time.Second, rows: 1_000_000, overwrites: 1000}
