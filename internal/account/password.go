package account

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/trustelem/zxcvbn"
	"golang.org/x/crypto/argon2"

	"liangwang/internal/recycle"
)

// The cost of a hash (argon2id): 19 MiB, two passes, one thread. At most two are computed at a time, so that a flood of
// sign-ins cannot take the machine's memory or both its cores for long.
const (
	hashMemory    = 19 * 1024 // KiB
	hashPasses    = 2
	hashThreads   = 1
	hashLen       = 32
	saltLen       = 16
	hashesAtATime = 2
)

// The lengths of a password, characters.
const (
	MinPassword = 8
	MaxPassword = 128
)

var base64Raw = base64.RawStdEncoding

// nobody is the hash against which the password of an unknown account is checked, so that it takes as long as a known one's. It
// is the hash of no password that anybody knows.
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// minGuesses is how often somebody who knows the lists of common passwords, and the person's phone, must guess at least (zxcvbn). The
// 30,000 most common ones, dates, rows of keys and the like take far fewer; two unrelated words take a hundred times as many.
const minGuesses = 1e6

// checkPassword reports what is wrong with a new password of whoever has phone, under the path of its field.
func checkPassword(password, phone, path string) error {
	var c recycle.Check
	n := utf8.RuneCountInString(password)
	c.That(n >= MinPassword, path, "minLength")
	text := n <= MaxPassword && recycle.IsText(password, MaxPassword)
	c.That(text, path, "text")
	if n >= MinPassword && text {
		c.That(zxcvbn.PasswordStrength(password, []string{"liangwang", "两网", phone}).Guesses >= minGuesses, path, "tooCommon")
	}
	return c.Err("password.invalid")
}

// slot waits for one of the two places where hashes are computed; give it back by the returned function.
func (s *Service) slot(ctx context.Context) (free func(), err error) {
	select {
	case s.hashing <- struct{}{}:
		return func() { <-s.hashing }, nil
	case <-ctx.Done():
		return nil, &recycle.Error{Kind: recycle.Unavailable, Code: "server.busy", Err: ctx.Err()}
	}
}

// hash returns the hash of a new password as a PHC string.
func (s *Service) hash(ctx context.Context, password string) (string, error) {
	free, err := s.slot(ctx)
	if err != nil {
		return "", err
	}
	defer free()
	salt, err := s.draw(saltLen)
	if err != nil {
		return "", err
	}
	sum := argon2.IDKey([]byte(password), salt, hashPasses, hashMemory, hashThreads, hashLen)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, hashMemory, hashPasses, hashThreads,
		base64Raw.EncodeToString(salt), base64Raw.EncodeToString(sum)), nil
}

// matches reports whether password has the hash phc. The caller holds a slot.
func matches(password, phc string) bool {
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	var memory, passes uint32
	var threads uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &threads); err != nil || passes == 0 || threads == 0 {
		return false
	}
	salt, err := base64Raw.DecodeString(parts[4])
	if err != nil {
		return false
	}
	want, err := base64Raw.DecodeString(parts[5])
	if err != nil || len(want) == 0 {
		return false
	}
	got := argon2.IDKey([]byte(password), salt, passes, memory, threads, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1
}

// credential returns the hash by which id proves themselves, or nobody's if they have none.
func (s *Service) credential(ctx context.Context, id recycle.PersonID) (string, error) {
	c, err := s.store.Credential(ctx, id)
	switch {
	case recycle.KindOf(err) == recycle.NotFound:
		return nobody, nil
	case err != nil:
		return "", err
	}
	return c.Hash, nil
}

// ChangePassword replaces the password of the actor, who must say the old one; who has none yet says nothing. Their sessions on
// other devices end. Wrong ones count as failed sign-ins on the device.
func (s *Service) ChangePassword(ctx context.Context, old, password string) error {
	actor, err := recycle.ActorFrom(ctx)
	if err != nil {
		return err
	}
	person, err := s.store.Person(ctx, actor.PersonID)
	if err != nil {
		return err
	}
	if err := checkPassword(password, string(person.Phone), "new"); err != nil {
		return err
	}
	if err := s.proveOld(ctx, &person, actor.DeviceID, old); err != nil {
		return err
	}
	phc, err := s.hash(ctx, password)
	if err != nil {
		return err
	}
	defer s.cache.clear()
	return s.store.InTx(ctx, func(ctx context.Context) error {
		if err := s.store.SetCredential(ctx, recycle.Credential{PersonID: actor.PersonID, Hash: phc, ChangedAt: s.instant()}); err != nil {
			return err
		}
		if err := s.store.EndSessionsBut(ctx, actor.PersonID, actor.DeviceID); err != nil {
			return err
		}
		return s.audit(ctx, "user.password", string(actor.PersonID), struct{}{})
	})
}

// proveOld reports whether old is the password of p; who has none has nothing to prove.
func (s *Service) proveOld(ctx context.Context, p *recycle.Person, device recycle.DeviceID, old string) error {
	_, err := s.store.Credential(ctx, p.ID)
	if recycle.KindOf(err) == recycle.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	err = s.prove(ctx, attempt{phone: recycle.Phone(p.Phone), password: old, person: p, device: device})
	if recycle.CodeOf(err) == codeFailed {
		return &recycle.Error{Kind: recycle.Invalid, Code: "password.invalid", Fields: []recycle.Field{{Path: "old", Code: "wrong"}}}
	}
	return err
}

// HashPassword returns the hash of a password as it is kept, for whoever makes accounts in bulk.
func (s *Service) HashPassword(ctx context.Context, password string) (string, error) {
	return s.hash(ctx, password)
}
