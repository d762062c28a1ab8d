# Run it with: twvoice serve --forward 3000 -- python3 app.py
import os

from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpResponse, HttpResponseForbidden
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import VoiceResponse

settings.configure(
    ROOT_URLCONF=__name__,
    SECRET_KEY="only for development",
    ALLOWED_HOSTS=["localhost", "127.0.0.1", ".ngrok.app", ".ngrok-free.app"],
    SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
)
validator = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])


@csrf_exempt
def voice(request):
    signature = request.META.get("HTTP_X_TWILIO_SIGNATURE", "")
    if not validator.validate(request.build_absolute_uri(), request.POST, signature):
        return HttpResponseForbidden()
    answer = VoiceResponse()
    answer.say("Hello from Django.")
    return HttpResponse(str(answer), content_type="text/xml")


urlpatterns = [path("voice", voice)]
execute_from_command_line(["app.py", "runserver", "--noreload", os.environ.get("PORT", "3000")])
