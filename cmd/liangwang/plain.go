package main

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"regexp"
	"slices"
	"strings"

	"liangwang/internal/recycle"
)

// The faults that the library for commands finds, in words of its own.
var (
	wrongCount  = regexp.MustCompile(`^(?:accepts|requires) (at most |at least )?(\d+) arg\(s\), (?:received|only received) (\d+)$`)
	missingFlag = regexp.MustCompile(`^required flag\(s\) (.+) not set$`)
	oneOfGroup  = regexp.MustCompile(`^at least one of the flags in the group \[(.+)\] is required$`)
	notTogether = regexp.MustCompile(`^if any flags in the group \[.+\] are set none of the others can be; \[(.+)\] were all set$`)
	layer       = regexp.MustCompile(`^(?:store|lock|open|migrate|account|job|age): `)
)

// plain says an error in one line of words: what is wrong, without the program's own terms.
func plain(err error) string {
	if _, ok := errors.AsType[*recycle.Error](err); ok {
		err = explain(explained(err))
	}
	text := err.Error()
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		text = strings.Replace(text, e.Error(), "cannot "+e.Op+" "+e.Path+": "+e.Err.Error(), 1)
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		text = strings.Replace(text, e.Error(), "cannot "+e.Op+" "+e.Old+" to "+e.New+": "+e.Err.Error(), 1)
	}
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, reworded(line))
		}
	}
	return strings.ReplaceAll(strings.Join(slices.Compact(lines), "; "), ":; ", ": ")
}

func reworded(line string) string {
	for layer.MatchString(line) {
		line = layer.ReplaceAllString(line, "")
	}
	if m := wrongCount.FindStringSubmatch(line); m != nil {
		return "the command takes " + m[1] + m[2] + plural(m[2], " argument") + ", and got " + m[3] + ": see its --help"
	}
	if m := missingFlag.FindStringSubmatch(line); m != nil {
		return "give " + flagList(strings.Split(strings.ReplaceAll(m[1], `"`, ""), ", "), " and ")
	}
	if m := oneOfGroup.FindStringSubmatch(line); m != nil {
		return "give " + flagList(strings.Fields(m[1]), " or ")
	}
	if m := notTogether.FindStringSubmatch(line); m != nil {
		return "give only one of " + flagList(strings.Fields(m[1]), " and ")
	}
	return line
}

func plural(n, noun string) string {
	if n == "1" {
		return noun
	}
	return noun + "s"
}

// flagList writes flags as people type them: "--a, --b and --c".
func flagList(names []string, last string) string {
	for i := range names {
		names[i] = "--" + names[i]
	}
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + last + names[n-1]
	}
	return names[0]
}

// cause is why nobody could be reached, without where and how it was tried.
func cause(err error) error {
	if e, ok := errors.AsType[*net.OpError](err); ok {
		return e.Err
	}
	return err
}
