//go:build !crash && !crashfull && !soak && !soakfull

package crashtest

import "time"

var tried = form{kills: 10, killLives: 1, cuts: 10, cutLives: 2, spells: 1, soak: time.Minute, stops: 2, overwrites: 10}
