//go:build crash && !crashfull

package crashtest

var tried = form{kills: 20, killLives: 1, cuts: 20, cutLives: 4, ext4: 4, ext4Lives: 1, spells: 2}
