//go:build soak && !soakfull

package crashtest

import "time"

var tried = form{soak: time.Minute, stops: 10, overload: 10 * time.Second, rows: 200_000, overwrites: 200}
