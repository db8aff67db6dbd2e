//go:build crash

package crashtest

// kills is how often the server is killed.
const kills = 20
