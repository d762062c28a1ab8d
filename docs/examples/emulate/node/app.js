// Run it with: twvoice emulate -- node app.js
// It places a call with the official SDK (npm install twilio) and waits until it has ended.
const twilio = require('twilio');

const client = twilio(); // TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function main() {
  let call = await client.calls.create({
    to: '+14155550123',
    from: '+14155550111',
    twiml: '<Response><Say>Your parcel has arrived.</Say></Response>',
  });
  console.log(`placed: ${call.status}`);
  while (['queued', 'ringing', 'in-progress'].includes(call.status)) {
    await pause(100);
    call = await client.calls(call.sid).fetch();
  }
  console.log(`ended: ${call.status} after ${call.duration} s`);
}

main().catch((err) => {
  console.error(err);
  process.exit(1);
});
