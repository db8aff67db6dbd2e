// Package benchtest measures how fast pickups are stored for good (make bench).
//
//	durable pickup   a PUT that was answered 201: on the disk, with its totals and its audit entry
//	textbook         the handler that one would write in an afternoon, tuned as far as settings go: a peer
//	PocketBase       the product that one would take instead, v0.39.0, a module of its own in pocketbase: a peer, built when it is measured
//	round            one measurement of each, one after the other, so that all meet the same hour of the machine
package benchtest
