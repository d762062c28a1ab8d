# Run it with: twvoice serve --forward 3000 -- ruby app.rb
require 'sinatra'
require 'twilio-ruby'

set :port, ENV.fetch('PORT', 3000)
set :host_authorization, permitted_hosts: ['localhost', '127.0.0.1', '.ngrok.app', '.ngrok-free.app']
use Rack::TwilioWebhookAuthentication, ENV.fetch('TWILIO_AUTH_TOKEN'), '/voice'

post '/voice' do
  content_type 'text/xml'
  Twilio::TwiML::VoiceResponse.new { |answer| answer.say(message: 'Hello from Sinatra.') }.to_s
end
