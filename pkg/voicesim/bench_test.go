package voicesim_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// shop is an application that answers without thinking, once it knows who asks.
func shop() http.Handler {
	app := http.NewServeMux()
	for path, document := range map[string]string{
		"/voice": `<Response><Gather numDigits="1" action="/menu"><Say>For sales, press 1.</Say></Gather><Say>Goodbye.</Say></Response>`,
		"/menu":  `<Response><Say voice="Polly.Joanna">You pressed it.</Say><Pause length="2"/><Hangup/></Response>`,
		"/done":  "",
	} {
		app.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			_ = r.ParseForm()
			w.Header().Set("Content-Type", "text/xml")
			_, _ = io.WriteString(w, document)
		})
	}
	return webhook.Require(token, "", app)
}

// BenchmarkCall runs whole calls over loopback, eight at a time: VoiceUrl, action, and a signed status callback. It
// compares them with a bare client that makes the same requests, with the same parameters and a signature each. x-bare
// is the number of calls per second divided by the client's: keep ≥ 0.7. The two take turns, so that the load of the
// machine affects both.
func BenchmarkCall(b *testing.B) {
	server := httptest.NewServer(shop())
	defer server.Close()
	client := server.Client()
	client.Transport.(*http.Transport).MaxIdleConnsPerHost = lines
	forms := recorded(b, server.URL)
	var simulated, bare time.Duration
	for b.Loop() {
		simulated += took(func() { call(b, server.URL, client.Transport, nil) })
		bare += took(func() {
			for _, form := range forms {
				post(b, client, form)
			}
		})
	}
	b.ReportMetric(float64(b.N)*lines*batch/simulated.Seconds(), "calls/s")
	b.ReportMetric(bare.Seconds()/simulated.Seconds(), "x-bare")
}

const (
	lines = 8  // calls at a time
	batch = 16 // calls of a line before the other side takes its turn
)

// took is how long it takes to do something on all lines.
func took(do func()) time.Duration {
	began := time.Now()
	var all sync.WaitGroup
	for range lines {
		all.Go(func() {
			for range batch {
				do()
			}
		})
	}
	all.Wait()
	return time.Since(began)
}

// BenchmarkCallInMemory is the same call without a network: what the engine itself costs.
func BenchmarkCallInMemory(b *testing.B) {
	b.ReportAllocs()
	transport := voicesim.InMemory(shop())
	for b.Loop() {
		call(b, "http://app.example", transport, nil)
	}
}

// BenchmarkThousandCalls runs a thousand calls concurrently. bytes/call is the memory of a waiting
// call: keep < 64 kB.
func BenchmarkThousandCalls(b *testing.B) {
	const calls = 1000
	transport := voicesim.InMemory(shop())
	var kept uint64
	for b.Loop() {
		before := heap()
		half, whole := make(chan struct{}), make(chan struct{})
		var waiting, done sync.WaitGroup
		for range calls {
			waiting.Add(1)
			once := sync.OnceFunc(waiting.Done)
			done.Go(func() {
				call(b, "http://app.example", transport, func(e event.Entry) {
					if _, pressed := e.Event.(event.Pressed); pressed {
						once()
						<-whole
					}
				})
			})
		}
		go func() {
			waiting.Wait()
			close(half)
		}()
		<-half
		kept = heap() - before
		close(whole)
		done.Wait()
	}
	b.ReportMetric(float64(kept)/calls, "bytes/call")
}

// BenchmarkWait shows that ten minutes cost what a second costs.
func BenchmarkWait(b *testing.B) {
	for _, length := range []int{1, 600} {
		b.Run(fmt.Sprintf("%ds", length), func(b *testing.B) {
			document := fmt.Sprintf(`<Response><Pause length="%d"/></Response>`, length)
			transport := voicesim.InMemory(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/xml")
				_, _ = io.WriteString(w, document)
			}))
			for b.Loop() {
				call(b, "http://app.example", transport, nil)
			}
		})
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}

func call(b *testing.B, app string, transport http.RoundTripper, observe func(event.Entry)) {
	script, err := voicesim.NewScript(voicesim.Line{Press: "1"})
	if err != nil {
		b.Error(err)
	}
	_, err = voicesim.Run(context.Background(), voicesim.Options{
		Call: event.Call{
			From: "+14155550100", To: "+14155550111", AccountSid: "AC0123456789abcdef0123456789abcdef",
			URL: app + "/voice", Status: event.Hook{URL: app + "/done"},
		},
		Token: token, Transport: transport, Caller: script, Observe: observe,
	})
	if err != nil {
		b.Error(err)
	}
}

// form is a request as the bare client repeats it.
type form struct {
	url  string
	body url.Values
}

// recorded are the requests of one call.
func recorded(b *testing.B, app string) []form {
	b.Helper()
	var forms []form
	call(b, app, http.DefaultTransport, func(e event.Entry) {
		for _, action := range e.Actions {
			if f, ok := action.(event.Fetch); ok {
				forms = append(forms, form{f.URL, f.Params})
			}
		}
	})
	if len(forms) != 3 {
		b.Fatalf("a call makes %d requests, want 3", len(forms))
	}
	return forms
}

// post makes a request as one would by hand: encoded, and signed as Twilio's page says.
func post(b *testing.B, client *http.Client, f form) {
	req, err := http.NewRequest(http.MethodPost, f.url, strings.NewReader(f.body.Encode()))
	if err != nil {
		b.Fatal(err)
	}
	message := f.url
	for _, name := range slices.Sorted(maps.Keys(f.body)) {
		message += name + f.body.Get(name)
	}
	mac := hmac.New(sha1.New, []byte(token))
	mac.Write([]byte(message))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-Twilio-Signature", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	response, err := client.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, response.Body); err != nil || response.StatusCode != http.StatusOK {
		b.Fatal(response.Status, err)
	}
	response.Body.Close()
}
