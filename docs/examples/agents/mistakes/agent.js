// An agent that makes a mistake by request: each is one that real applications make. It checks no signature, which is a mistake too.
const http = require('http');
const { WebSocketServer } = require('ws');

const mistakes = { // by what the caller says
  'never last': (send) => ['Let me', ' see.'].forEach((token) => send({ type: 'text', token })),
  'an object': (send) => send({ type: 'end', handoffData: { reason: 'billing' } }),
  'a wrong type': (send) => send({ type: 'message', text: 'Hello' }),
  'a typo': (send) => send({ type: 'text', token: 'Hello', lst: true, last: true }),
  'binary': (send, socket) => socket.send(Buffer.from(JSON.stringify({ type: 'text', token: 'Hello', last: true }))),
  'close': (send, socket) => socket.close(),
  'silence': () => {},
};
const none = (send) => send({ type: 'text', token: 'I only make mistakes.', last: true });

const server = http.createServer((req, res) => {
  const attribute = req.url === '/typo' ? 'welcomegreeting' : 'welcomeGreeting';
  const scheme = req.url === '/https' ? 'https' : 'wss';
  const model = req.url === '/model' ? ' transcriptionProvider="Google" speechModel="nova-3-general"' : '';
  res.setHeader('Content-Type', 'text/xml');
  res.end(`<Response><Connect><ConversationRelay url="${scheme}://${req.headers.host}/agent" ${attribute}="Hello!"${model}/></Connect></Response>`);
});
new WebSocketServer({ server }).on('connection', (socket) => {
  socket.on('message', (data) => {
    const m = JSON.parse(data);
    if (m.type === 'prompt') (mistakes[m.voicePrompt] || none)((message) => socket.send(JSON.stringify(message)), socket);
    if (m.type === 'error') console.error('Twilio:', m.errorMessage); // undefined: the field is description
  });
});
server.listen(process.env.PORT || 3000, () => console.log('the agent listens'));
