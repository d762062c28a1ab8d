package sound

import (
	"net/url"
	"strings"
)

// IsTwilioMusic reports whether a URL is music or a sound that Twilio hosts for applications, so
// that it need not be requested: the hold music twimlet, whose documents only play the files of a
// bucket indefinitely, and the buckets themselves.
//
// https://www.twilio.com/docs/voice/twiml/queue#attributes-wait-url,
// https://www.twilio.com/labs/twimlets/holdmusic
func IsTwilioMusic(raw string) bool {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	host := strings.ToLower(u.Hostname())
	switch host {
	case "twimlets.com", "www.twimlets.com":
		bucket := u.Query().Get("Bucket")
		return strings.TrimSuffix(u.Path, "/") == "/holdmusic" && (bucket == "" || twiliosBucket(bucket))
	case "api.twilio.com", "demo.twilio.com":
		return strings.HasSuffix(u.Path, ".mp3") || strings.HasSuffix(u.Path, ".wav")
	}
	if before, ok := strings.CutSuffix(host, ".amazonaws.com"); ok {
		bucket, _, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
		return twiliosBucket(before) || strings.HasPrefix(before, "s3") && twiliosBucket(bucket)
	}
	return false
}

// twiliosBucket reports whether an S3 bucket is one of Twilio's.
func twiliosBucket(name string) bool {
	return strings.HasPrefix(name, "com.twilio.music.") || strings.HasPrefix(name, "com.twilio.sounds.")
}
