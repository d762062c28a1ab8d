package inspector

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"
)

// userAgent is the User-Agent of requests for audio that the page plays.
const userAgent = "twvoice-inspector"

// Limits for audio: its size in bytes, and the time to fetch it.
const (
	maxAudio     = 32 << 20
	longestFetch = time.Minute
)

// audio returns the audio of a Play in a call from the page. The page requests it here, because it may load nothing from
// other hosts. Only audio that a document has played can be requested.
func (in *Inspector) audio(w http.ResponseWriter, r *http.Request) {
	rung, ok := in.pathStep(w, r)
	if !ok {
		return
	}
	if rung.sound == "" {
		fail(w, http.StatusNotFound, errors.New("no audio was recorded"))
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), longestFetch)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, rung.sound, nil)
	if err != nil {
		fail(w, http.StatusBadGateway, errors.New("the URL of the audio is not valid"))
		return
	}
	req.Header.Set("Accept", "audio/*")
	req.Header.Set("User-Agent", userAgent)
	got, err := (&http.Client{Transport: in.o.Transport}).Do(req)
	if err != nil {
		fail(w, http.StatusBadGateway, errors.New("the audio cannot be fetched"))
		return
	}
	defer got.Body.Close()
	media, _, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
	if err != nil || got.StatusCode != http.StatusOK || !strings.HasPrefix(media, "audio/") {
		fail(w, http.StatusBadGateway, fmt.Errorf("the response is not audio: %d %s", got.StatusCode, media))
		return
	}
	w.Header().Set("Content-Type", media)
	_, _ = io.Copy(w, io.LimitReader(got.Body, maxAudio)) // an error means that the page is closed
}
