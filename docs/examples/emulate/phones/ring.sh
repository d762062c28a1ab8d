# Run it with: twvoice serve --local --twiml docs/examples/menu -q -- twvoice emulate --speed 0 -- sh docs/examples/emulate/phones/ring.sh
# A caller calls the number, presses 2 when the menu waits for input, and says a sentence. Then the script prints what was heard and said.
set -eu
emulator=$HTTP_PROXY/_twvoice

call=$(curl -sS --fail -d to=+14155550111 -d press=2 -d "say=My phone is silent" "$emulator/calls" | sed -n 's/.*"call_sid": "\(.*\)".*/\1/p' | head -n 1)
curl -sS --fail "$emulator/calls/$call?until=over" | sed -n 's/^ *"text": "\(.*\)".*/\1/p'
