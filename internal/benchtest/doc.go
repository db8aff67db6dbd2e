// Package benchtest measures how fast pickups are stored for good (make bench).
//
//	durable pickup   a PUT that was answered 201: on the disk, with its totals and its audit entry
//	textbook         the handler that one would write in an afternoon, tuned as far as settings go: the peer
//	round            one measurement of each, one after the other, so that both meet the same hour of the machine
package benchtest
