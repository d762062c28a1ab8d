<?php
// Run it with: twvoice emulate -- sh -c 'php -d curl.cainfo="$SSL_CERT_FILE" app.php'
// It places a call with PHP's curl and waits until it has ended. PHP's curl finds the proxy automatically, and the CA by this setting.

function ask(string $path, ?array $form = null): array
{
    [$sid, $token] = [getenv('TWILIO_ACCOUNT_SID'), getenv('TWILIO_AUTH_TOKEN')];
    $curl = curl_init("https://api.twilio.com/2010-04-01/Accounts/$sid/$path.json");
    curl_setopt_array($curl, [CURLOPT_USERPWD => "$sid:$token", CURLOPT_RETURNTRANSFER => true, CURLOPT_FAILONERROR => true]);
    if ($form !== null) {
        curl_setopt($curl, CURLOPT_POSTFIELDS, http_build_query($form));
    }
    $answer = curl_exec($curl);
    if ($answer === false) {
        fwrite(STDERR, curl_error($curl) . "\n");
        exit(1);
    }
    return json_decode($answer, true);
}

$call = ask('Calls', [
    'To' => '+14155550123',
    'From' => '+14155550111',
    'Twiml' => '<Response><Say>Your parcel has arrived.</Say></Response>',
]);
echo "placed: {$call['status']}\n";
while (in_array($call['status'], ['queued', 'ringing', 'in-progress'])) {
    usleep(100_000);
    $call = ask("Calls/{$call['sid']}");
}
echo "ended: {$call['status']} after {$call['duration']} s\n";
