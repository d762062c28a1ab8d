// What most people answer Twilio with: Express, and the middleware of the official SDK.
const express = require("express");
const twilio = require("twilio");

const app = express();
app.use(express.urlencoded({ extended: false }));
app.post("/voice", twilio.webhook(), (request, response) => {
  const twiml = new twilio.twiml.VoiceResponse();
  twiml.say(`Thanks for calling from ${request.body.FromCity}!`);
  twiml.hangup();
  response.type("text/xml").send(twiml.toString());
});
app.listen(Number(process.env.PORT), "127.0.0.1");
