// Run it with: twvoice serve --forward 3000 -- node app.js
const express = require('express');
const twilio = require('twilio');

const app = express();
app.set('trust proxy', true);
app.use(express.urlencoded({ extended: false }));

app.post('/voice', twilio.webhook(), (req, res) => {
  const answer = new twilio.twiml.VoiceResponse();
  answer.say('Hello from Express.');
  res.type('text/xml').send(answer.toString());
});

app.listen(process.env.PORT || 3000);
