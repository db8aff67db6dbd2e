package crashtest

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"sync"
)

// journal keeps what was acknowledged in a file. Those who wait at one time share one fsync.
type journal struct {
	mu   sync.Mutex
	buf  bytes.Buffer
	wait []chan error
	kick chan struct{}
	done chan struct{}
	file *os.File
}

func openJournal(path string) (*journal, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	j := &journal{file: f, kick: make(chan struct{}, 1), done: make(chan struct{})}
	go func() {
		defer close(j.done)
		for range j.kick {
			j.flush()
		}
	}()
	return j, nil
}

// add returns when line is on the disk.
func (j *journal) add(line string) error {
	c := make(chan error, 1)
	j.mu.Lock()
	j.buf.WriteString(line + "\n")
	j.wait = append(j.wait, c)
	j.mu.Unlock()
	select {
	case j.kick <- struct{}{}:
	default: // somebody has knocked already
	}
	return <-c
}

func (j *journal) flush() {
	j.mu.Lock()
	text, waiting := bytes.Clone(j.buf.Bytes()), j.wait
	j.buf.Reset()
	j.wait = nil
	j.mu.Unlock()
	if len(waiting) == 0 {
		return
	}
	_, err := j.file.Write(text)
	err = errors.Join(err, j.file.Sync())
	for _, c := range waiting {
		c <- err
	}
}

// close ends the journal; nobody may add any more.
func (j *journal) close() error {
	close(j.kick)
	<-j.done
	return j.file.Close()
}

// readJournal returns the lines of a journal, each once.
func readJournal(path string) (map[string]bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	lines := map[string]bool{}
	s := bufio.NewScanner(f)
	for s.Scan() {
		lines[s.Text()] = true
	}
	return lines, errors.Join(s.Err(), f.Close())
}
