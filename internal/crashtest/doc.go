// Package crashtest kills the server under load and looks at what is left (make crash; a short form runs with the other tests).
//
//	acknowledged    answered 200 or 201, and written to the journal with fsync before it counts
//	fault           what must not be: a lost or doubled record, other content, a total that is not the sum of its records, a broken
//	                audit chain
//	mutant          a copy of the database in which one thing is wrong: the check that does not find it proves nothing
package crashtest
