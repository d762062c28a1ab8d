package account

import (
	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/store"
)

// emulatorClaim is the name that the process which runs calls has claimed.
const emulatorClaim = "emulate"

// Running returns the URL of the emulator that runs on this state folder, and whether it can be reached.
func Running(env app.Env) (base string, ok bool) {
	address, claimed := store.Claimed(env.Folders.State, emulatorClaim)
	return "http://" + address, claimed && address != ""
}
