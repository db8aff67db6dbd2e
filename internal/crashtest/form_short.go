//go:build !crash && !crashfull

package crashtest

var tried = form{kills: 10, killLives: 1, cuts: 10, cutLives: 2, spells: 1}
