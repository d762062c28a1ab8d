# Run it with: twvoice emulate --seed docs/examples/emulate/phones/seed.yaml --reset -- sh docs/examples/emulate/phones/hand.sh
# An application calls a phone that is answered manually. This script answers it, speaks, and hangs up.
set -eu
emulator=$HTTP_PROXY/_twvoice
status() { sed -n 's/^ *"status": "\(.*\)".*/\1/p'; }

call=$(curl -sS --fail -u "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN" "https://api.twilio.com/2010-04-01/Accounts/$TWILIO_ACCOUNT_SID/Calls.json" \
	--data-urlencode To=+14155550125 --data-urlencode From=+14155550111 \
	--data-urlencode "Twiml=<Response><Say>Who is there?</Say><Pause length='60'/></Response>" | sed 's/.*"sid":"\(CA[^"]*\)".*/\1/')
curl -sS --fail -X POST "$emulator/calls/$call/answer" | status
curl -sS --fail -d "text=It is me" "$emulator/calls/$call/say" | status
curl -sS --fail -X POST "$emulator/calls/$call/hangup" | status
