package store_test

import (
	"testing"

	"github.com/twvoice/twvoice/internal/store"
)

// Who looks at a claim sees one that lives, and where it is found; who looks at the same time is never taken for the one.
func TestClaimedSeesALivingClaimOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, claimed := store.Claimed(dir, "emulate"); claimed {
		t.Error("a folder without a claim has one")
	}
	release, taken, err := store.Claim(dir, "emulate")
	if err != nil || taken {
		t.Fatalf("claim: %v, taken %v", err, taken)
	}
	if address, claimed := store.Claimed(dir, "emulate"); address != "" || !claimed {
		t.Errorf("before it is announced: got %q, %v", address, claimed)
	}
	if err := store.Announce(dir, "emulate", "127.0.0.1:4010"); err != nil {
		t.Fatal(err)
	}
	if address, claimed := store.Claimed(dir, "emulate"); address != "127.0.0.1:4010" || !claimed {
		t.Errorf("got %q, %v", address, claimed)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	for range 2 { // looking leaves no lock behind
		if address, claimed := store.Claimed(dir, "emulate"); claimed {
			t.Errorf("after it was released: got %q", address)
		}
	}
	release, taken, err = store.Claim(dir, "emulate")
	if err != nil || taken {
		t.Fatalf("claim again: %v, taken %v", err, taken)
	}
	defer func() { _ = release() }()
	if address, claimed := store.Claimed(dir, "emulate"); address != "" || !claimed {
		t.Errorf("what the one before had announced: got %q, %v", address, claimed)
	}
}
