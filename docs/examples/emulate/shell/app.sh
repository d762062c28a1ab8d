# Run it with: twvoice emulate -- sh app.sh
# It places a call and waits until it has ended, with curl only.
set -eu
calls=https://api.twilio.com/2010-04-01/Accounts/$TWILIO_ACCOUNT_SID/Calls

twilio() { curl --silent --show-error --fail --user "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN" "$@"; }
field() { sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/"; }

call=$(twilio "$calls.json" --data-urlencode To=+14155550123 --data-urlencode From=+14155550111 \
	--data-urlencode 'Twiml=<Response><Say>Your parcel has arrived.</Say></Response>')
sid=$(echo "$call" | field sid)
status=$(echo "$call" | field status)
echo "placed: $status"

while [ "$status" = queued ] || [ "$status" = ringing ] || [ "$status" = in-progress ]; do
	sleep 0.1
	call=$(twilio "$calls/$sid.json")
	status=$(echo "$call" | field status)
done
echo "ended: $status after $(echo "$call" | field duration) s"
