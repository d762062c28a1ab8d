// An application as its author wrote it for Twilio: it buys a number, takes a call, places one, changes it while it runs, and
// reads what was recorded. Nothing in it knows where Twilio is.
'use strict';
const http = require('http');
const twilio = require('twilio');
const { VoiceResponse } = twilio.twiml;

const client = twilio(); // TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, as in production
const heard = [];
const statuses = []; // told beside everything else
let base, over;
const finished = new Promise((resolve) => { over = resolve; });

const pages = {
  '/incoming': (form, twiml) => {
    heard.push(`incoming ${form.To}`);
    twiml.gather({ action: '/menu', numDigits: 1 }).say('Press 1 for the front desk');
  },
  '/menu': async (form, twiml) => {
    heard.push(`pressed ${form.Digits}`);
    // Placed from inside of a webhook, and waited for.
    const call = await client.calls.create({
      to: '+14155550199', from: form.To, url: `${base}/outgoing`, record: true,
      statusCallback: `${base}/status`, statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    });
    heard.push(`placed, ${call.status}`);
    twiml.say('Goodbye');
  },
  '/outgoing': async (form, twiml) => {
    twiml.say('This call is recorded');
    twiml.pause({ length: 30 });
    setTimeout(() => client.calls(form.CallSid).update({ url: `${base}/changed` }), 0);
  },
  '/changed': (form, twiml) => {
    heard.push(`changed, ${form.CallStatus}`);
    twiml.say('You were redirected');
  },
  '/status': (form) => {
    statuses.push(form.CallStatus);
    if (form.CallStatus === 'completed') over(form.CallSid);
  },
};

const server = http.createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const form = Object.fromEntries(new URLSearchParams(body));
  const path = request.url;
  if (!twilio.validateRequest(process.env.TWILIO_AUTH_TOKEN, request.headers['x-twilio-signature'], base + path, form)) {
    heard.push(`unsigned ${path}`);
    response.writeHead(403).end();
    return;
  }
  const twiml = new VoiceResponse();
  await pages[path](form, twiml);
  response.writeHead(200, { 'Content-Type': 'text/xml' }).end(twiml.toString());
});

async function main() {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${server.address().port}`;

  const [free] = await client.availablePhoneNumbers('US').local.list({ areaCode: 628, limit: 1 });
  const number = await client.incomingPhoneNumbers.create({ phoneNumber: free.phoneNumber, voiceUrl: `${base}/incoming` });
  heard.push(`bought ${number.phoneNumber}`);

  // Somebody outside calls: the only thing that Twilio cannot be asked for. fetch of Node 20 knows no proxy, and goes there itself.
  const ring = await fetch(`${process.env.HTTP_PROXY}/_twvoice/calls`, { method: 'POST', body: new URLSearchParams({ to: number.phoneNumber, press: '1' }) });
  if (!ring.ok) throw new Error(await ring.text());

  const sid = await finished;
  const call = await client.calls(sid).fetch();
  const [recording] = await client.recordings.list({ callSid: sid, limit: 1 });
  const sound = await client.httpClient.axios?.get?.(`${recording.mediaUrl}.wav`, { responseType: 'arraybuffer' });
  heard.push(`told of ${statuses.join(', ')}`);
  heard.push(`${call.status}, recorded ${recording.source} ${recording.channels} ${recording.status}`);
  if (sound) heard.push(`sound ${Buffer.from(sound.data).subarray(0, 4)}`);
  await client.incomingPhoneNumbers(number.sid).remove();
  console.log(heard.join('\n'));
  server.close();
}

main().catch((err) => { console.error(err); process.exit(1); });
