# Run it with: TWILIO_AUTH_TOKEN=test python3 agent.py
import asyncio, base64, hmac, json, os, re

from aiohttp import WSMsgType, web

LANGUAGE = {"type": "language", "ttsLanguage": "es-ES", "transcriptionLanguage": "es-ES"}
HANDOVER = {"type": "end", "handoffData": json.dumps({"reason": "billing"})}  # a string with JSON in it
REPLIES = [  # what the caller says, what the agent answers, and a message to Twilio
    ("hours", "We are open nine to five, Monday to Friday.", None),
    ("horas", "Abrimos de nueve a cinco, de lunes a viernes.", None),
    ("spanish", "Muy bien. ¿Qué desea saber?", LANGUAGE),
    ("billing", "I will connect you.", HANDOVER),
    ("bye", "Goodbye!", {"type": "end"}),
    ("", "Ask me about our hours, or for billing.", None),
]


def twiml(host, called):  # the webhooks, by path
    return {
        "/voice": f'<Connect action="/after"><ConversationRelay url="wss://{host}/agent" welcomeGreeting="Hello! How can I help?" dtmfDetection="true" events="speaker-events"/></Connect>',
        "/after": '<Dial action="/dialed" timeout="20"><Number>+14155550123</Number></Dial>' if called.get("HandoffData") else "<Hangup/>",
        "/dialed": "<Hangup/>" if called.get("DialCallStatus") == "completed" else '<Say>Billing is busy. Leave a message.</Say><Record action="/recorded" maxLength="60"/>',
        "/recorded": "<Say>Thank you. Goodbye.</Say><Hangup/>",
    }


def check(request, scheme, params={}):  # Twilio signs the public URL: wss for the WebSocket, https for a webhook
    text = f"{scheme}://{request.host}{request.raw_path}" + "".join(name + params[name] for name in sorted(params))
    want = base64.b64encode(hmac.digest(os.environ["TWILIO_AUTH_TOKEN"].encode(), text.encode(), "sha1"))
    if not hmac.compare_digest(want, request.headers.get("X-Twilio-Signature", "").encode()):
        raise web.HTTPForbidden


async def webhook(request):
    called = await request.post()
    check(request, request.headers.get("X-Forwarded-Proto", "http"), called)
    return web.Response(text=f"<Response>{twiml(request.host, called)[request.path]}</Response>", content_type="text/xml")


async def agent(request):
    check(request, "wss")
    socket, streaming, last = web.WebSocketResponse(), None, None
    await socket.prepare(request)

    async def stream(text):  # word by word, as a language model would
        words = re.findall(r"\S+ ?", text)
        for i, word in enumerate(words, 1):
            await asyncio.sleep(0.005)
            await socket.send_json({"type": "text", "token": word, "last": i == len(words)})

    async for frame in socket:
        if frame.type != WSMsgType.TEXT:
            continue
        m = json.loads(frame.data)
        if m["type"] in ("prompt", "dtmf", "interrupt"):
            last = streaming and streaming.cancel()  # the caller talks: say no more
        if m["type"] == "dtmf" or m["type"] == "prompt" and m["last"]:
            said = m.get("voicePrompt") or ("billing" if m["digit"] == "0" else "help")
            text, message = next((text, message) for word, text, message in REPLIES if word in said.lower())
            if message is LANGUAGE:
                await socket.send_json(message)  # before the words that are in it
            elif message:
                last = message  # after the words, when they have been spoken
            streaming = asyncio.create_task(stream(text))
        if last and m["type"] == "info" and (m["name"], m["value"]) == ("agentSpeaking", "off") and streaming.done():
            await socket.send_json(last)
        if m["type"] == "error":
            print("Twilio:", m["description"])
    if streaming:
        streaming.cancel()
    return socket


app = web.Application()
app.add_routes([web.post(path, webhook) for path in twiml("", {})] + [web.get("/agent", agent)])
web.run_app(app, port=int(os.environ.get("PORT", 3000)), print=lambda _: print("the agent listens", flush=True))
