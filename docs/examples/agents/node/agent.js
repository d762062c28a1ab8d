// Run it with: TWILIO_AUTH_TOKEN=test node agent.js
const http = require('http');
const twilio = require('twilio');
const { WebSocketServer } = require('ws');

const language = { type: 'language', ttsLanguage: 'es-ES', transcriptionLanguage: 'es-ES' };
const handover = { type: 'end', handoffData: JSON.stringify({ reason: 'billing' }) }; // a string with JSON in it
const replies = [ // what the caller says, what the agent answers, and a message to Twilio
  [/hours/i, 'We are open nine to five, Monday to Friday.'],
  [/horas/i, 'Abrimos de nueve a cinco, de lunes a viernes.'],
  [/spanish/i, 'Muy bien. ¿Qué desea saber?', language],
  [/billing/i, 'I will connect you.', handover],
  [/bye/i, 'Goodbye!', { type: 'end' }],
  [/^/, 'Ask me about our hours, or for billing.'],
];
const twiml = (host, called) => ({ // the webhooks, by path
  '/voice': `<Connect action="/after"><ConversationRelay url="wss://${host}/agent" welcomeGreeting="Hello! How can I help?" dtmfDetection="true" events="speaker-events"/></Connect>`,
  '/after': called.HandoffData ? '<Dial action="/dialed" timeout="20"><Number>+14155550123</Number></Dial>' : '<Hangup/>',
  '/dialed': called.DialCallStatus === 'completed' ? '<Hangup/>' : '<Say>Billing is busy. Leave a message.</Say><Record action="/recorded" maxLength="60"/>',
  '/recorded': '<Say>Thank you. Goodbye.</Say><Hangup/>',
});
const signed = (req, scheme, params) => // Twilio signs the public URL: wss for the WebSocket, https for a webhook
  twilio.validateRequest(process.env.TWILIO_AUTH_TOKEN, req.headers['x-twilio-signature'] || '', `${scheme}://${req.headers.host}${req.url}`, params);

const server = http.createServer(async (req, res) => {
  let body = '';
  for await (const part of req) body += part;
  const called = Object.fromEntries(new URLSearchParams(body));
  const answer = twiml(req.headers.host, called)[req.url];
  if (!answer || !signed(req, req.headers['x-forwarded-proto'] || 'http', called)) return res.writeHead(answer ? 403 : 404).end();
  res.setHeader('Content-Type', 'text/xml').end(`<Response>${answer}</Response>`);
});

new WebSocketServer({ server, path: '/agent', verifyClient: ({ req }) => signed(req, 'wss', {}) }).on('connection', (socket) => {
  let words = [], streaming, last;
  const send = (message) => socket.send(JSON.stringify(message));
  const stop = () => { clearInterval(streaming); words = []; last = undefined; };
  const answer = (said) => { // streams its words, as a language model would
    stop();
    const [, text, message] = replies.find(([heard]) => heard.test(said));
    if (message?.type === 'language') send(message); // before the words that are in it
    if (message?.type === 'end') last = message; // after the words, when they have been spoken
    words = text.split(/(?<= )/);
    streaming = setInterval(() => {
      send({ type: 'text', token: words.shift(), last: words.length === 0 });
      if (words.length === 0) clearInterval(streaming);
    }, 5);
  };
  const heard = {
    prompt: (m) => m.last && answer(m.voicePrompt),
    dtmf: (m) => answer(m.digit === '0' ? 'billing' : 'help'),
    interrupt: stop, // the caller talks: say no more
    info: (m) => m.name === 'agentSpeaking' && m.value === 'off' && last && words.length === 0 && send(last),
    error: (m) => console.error('Twilio:', m.description),
  };
  socket.on('message', (data) => { const m = JSON.parse(data); heard[m.type]?.(m); });
  socket.on('close', stop);
});

server.listen(process.env.PORT || 3000, () => console.log('the agent listens'));
