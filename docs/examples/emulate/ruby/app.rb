# Run it with: twvoice emulate -- ruby app.rb
# It places a call with Ruby's own net/http and waits until it has ended.
require "json"
require "net/http"

SID, TOKEN = ENV.values_at("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN")

def ask(request)
  request.basic_auth(SID, TOKEN)
  answer = Net::HTTP.start("api.twilio.com", 443, use_ssl: true) { |http| http.request(request) }
  abort answer.body unless answer.is_a?(Net::HTTPSuccess)
  JSON.parse(answer.body)
end

calls = "/2010-04-01/Accounts/#{SID}/Calls"
create = Net::HTTP::Post.new("#{calls}.json")
create.set_form_data(To: "+14155550123", From: "+14155550111", Twiml: "<Response><Say>Your parcel has arrived.</Say></Response>")
call = ask(create)
puts "placed: #{call["status"]}"
while %w[queued ringing in-progress].include?(call["status"])
  sleep 0.1
  call = ask(Net::HTTP::Get.new("#{calls}/#{call["sid"]}.json"))
end
puts "ended: #{call["status"]} after #{call["duration"]} s"
