# Run it with: twvoice emulate --seed docs/examples/emulate/phones/seed.yaml --reset --speed 0 -- sh docs/examples/emulate/phones/all.sh
# An application calls the phones of the seed, one after the other, and prints how each call ended.
set -eu
calls=https://api.twilio.com/2010-04-01/Accounts/$TWILIO_ACCOUNT_SID/Calls
field() { sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/"; }

for phone in +14155550121 +14155550122 +14155550123 +14155550124; do
	sid=$(curl -sS --fail -u "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN" "$calls.json" --data-urlencode "To=$phone" \
		--data-urlencode From=+14155550111 --data-urlencode "Twiml=<Response><Pause length='20'/></Response>" | field sid)
	curl -sS --fail "$HTTP_PROXY/_twvoice/calls/$sid?until=over" >/dev/null # waits for its end
	call=$(curl -sS --fail -u "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN" "$calls/$sid.json")
	echo "$phone $(echo "$call" | field status) after $(echo "$call" | field duration) s"
done
