//go:build crashfull

package crashtest

var tried = form{kills: 200, killLives: 10, cuts: 200, cutLives: 20, ext4: 40, ext4Lives: 4, spells: 5, every: true, mutants: true}
