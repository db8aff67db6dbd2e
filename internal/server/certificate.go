package server

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

const lookAgain = time.Second // how often the files of the certificate are looked at, at most

// certificate is a certificate that follows its files: renewing it needs no restart. It looks at the files when somebody
// connects; while what it finds cannot be read, or does not fit together yet, the one before is used.
type certificate struct {
	certFile, keyFile string
	now               func() time.Time
	log               *slog.Logger

	mu     sync.Mutex
	looked time.Time
	seen   [2]stamp
	cert   *tls.Certificate
}

// stamp tells one state of a file from another.
type stamp struct {
	at   time.Time
	size int64
}

// get implements tls.Config.GetCertificate.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if c.cert != nil && now.Sub(c.looked) < lookAgain {
		return c.cert, nil
	}
	c.looked = now
	if err := c.reload(); err != nil {
		if c.cert == nil {
			return nil, fmt.Errorf("certificate: %w", err)
		}
		c.log.Error("certificate not reloaded", "err", err)
	}
	return c.cert, nil
}

func (c *certificate) reload() error {
	var seen [2]stamp
	for i, name := range []string{c.certFile, c.keyFile} {
		info, err := os.Stat(name)
		if err != nil {
			return err
		}
		seen[i] = stamp{info.ModTime(), info.Size()}
	}
	if seen == c.seen {
		return nil
	}
	c.seen = seen // also if it fails: tried again when a file changes again, not each second
	cert, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		return err
	}
	c.cert = &cert
	return nil
}
