# Run it with: twvoice emulate -- python3 app.py
# It places a call with the official SDK (pip install twilio) and waits until it has ended.
import time

from twilio.rest import Client

client = Client()  # TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN
call = client.calls.create(
    to="+14155550123",
    from_="+14155550111",
    twiml="<Response><Say>Your parcel has arrived.</Say></Response>",
)
print(f"placed: {call.status}")
while call.status in ("queued", "ringing", "in-progress"):
    time.sleep(0.1)
    call = client.calls(call.sid).fetch()
print(f"ended: {call.status} after {call.duration} s")
