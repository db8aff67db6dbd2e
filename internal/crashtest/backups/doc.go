// Package backups makes backups of a server under load, kills the server or the command in the midst of some, and restores each one
// that called itself made: it is whole, and holds all that was acknowledged before it began. A short form runs with the other tests,
// the long one with make crash.
package backups
