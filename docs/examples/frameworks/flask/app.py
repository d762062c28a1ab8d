# Run it with: twvoice serve --forward 3000 -- python3 app.py
import os

from flask import Flask, Response, abort, request
from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import VoiceResponse
from werkzeug.middleware.proxy_fix import ProxyFix

app = Flask(__name__)
app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1, x_host=1)
validator = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])


@app.post("/voice")
def voice():
    if not validator.validate(request.url, request.form, request.headers.get("X-Twilio-Signature", "")):
        abort(403)
    answer = VoiceResponse()
    answer.say("Hello from Flask.")
    return Response(str(answer), content_type="text/xml")


app.run(port=int(os.environ.get("PORT", 3000)))
