<?php
// Run it with: twvoice serve --forward 3000 -- php -S localhost:3000 app.php
require 'vendor/autoload.php';

$validator = new Twilio\Security\RequestValidator(getenv('TWILIO_AUTH_TOKEN'));
$url = ($_SERVER['HTTP_X_FORWARDED_PROTO'] ?? 'http') . '://' . $_SERVER['HTTP_HOST'] . $_SERVER['REQUEST_URI'];
if (!$validator->validate($_SERVER['HTTP_X_TWILIO_SIGNATURE'] ?? '', $url, $_POST)) {
    http_response_code(403);
    exit;
}
$answer = new Twilio\TwiML\VoiceResponse();
$answer->say('Hello from PHP.');
header('Content-Type: text/xml');
echo $answer;
