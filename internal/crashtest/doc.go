// Package crashtest kills the server under load, cuts its power and breaks its disk, and looks at what is left (make crash, make
// crash-full; a short form runs with the other tests).
//
//	acknowledged    answered 200 or 201, and written to the journal with fsync before it counts
//	fault           what must not be: a lost or doubled record, other content, a total that is not the sum of its records, a broken
//	                audit chain, a photo that is not whole
//	ground          what the data directory stands on: a plain folder, lossyfs, or ext4 in a file on lossyfs
//	life            one data directory with its server and its phones, through several kills or power cuts
//	spell           a time during which the disk is full, slow or fails
//	spoilt          a copy of the database in which one thing is wrong: the check that does not find it proves nothing
//	mutant          a program in which one thing is wrong: the harness that does not catch it proves nothing
package crashtest
