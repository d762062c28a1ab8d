package emulator_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/emulator"
	"github.com/twvoice/twvoice/internal/emulator/live"
	"github.com/twvoice/twvoice/internal/store"
)

// wire is an emulator with a real listener on loopback, calls in real time and a database on disk,
// as in twvoice emulate.
type wire struct {
	*local
	url    string
	client *http.Client
}

func newWire(b testing.TB) *wire {
	b.Helper()
	db, err := store.OpenWith(b.Context(), b.TempDir(), store.Options{Fleeting: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	ctx, stop := context.WithCancel(context.Background())
	l := onto(b, db, emulator.WithCalls(live.Pace{}))
	over := make(chan error)
	go func() { over <- l.Handler.(*emulator.Server).Run(ctx) }()
	server := httptest.NewServer(l)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	b.Cleanup(func() {
		client.CloseIdleConnections()
		server.Close()
		stop()
		if err := <-over; err != nil {
			b.Error(err)
		}
	})
	return &wire{l, server.URL, client}
}

// ask sends one request and checks the status.
func (w *wire) ask(method, path string, form url.Values, want int) error {
	r, err := http.NewRequest(method, w.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	r.SetBasicAuth(w.account.Sid, w.account.AuthToken)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := w.client.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != want {
		err = fmt.Errorf("%s %s: got status %d, want %d: %s", method, path, resp.StatusCode, want, body)
	}
	return err
}

func (w *wire) list(int) error {
	return w.ask(http.MethodGet, w.path("/IncomingPhoneNumbers.json"), nil, http.StatusOK)
}

// buy buys the nth number of the stock.
func (w *wire) buy(n int) error {
	return w.ask(http.MethodPost, w.path("/IncomingPhoneNumbers.json"), url.Values{
		"PhoneNumber": {stocked(n)}, "AddressSid": {"AD" + strings.Repeat("0", 32)},
	}, http.StatusCreated)
}

func (w *wire) ring(int) error {
	return w.ask(http.MethodPost, w.path("/Calls.json"), url.Values{
		"To": {"+14155550122"}, "From": {"+14155550111"}, "Twiml": {"<Response><Say>Hello</Say></Response>"},
	}, http.StatusCreated)
}

// together does n things over a number of connections.
func together(b testing.TB, n, connections int, do func(int) error) {
	b.Helper()
	var next atomic.Int64
	var all sync.WaitGroup
	for range connections {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if err := do(i); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}

// BenchmarkHTTP measures requests over loopback, from 16 connections and from one.
func BenchmarkHTTP(b *testing.B) {
	for _, connections := range []int{16, 1} {
		for name, work := range map[string]func(*wire, int) error{"list": (*wire).list, "create-call": (*wire).ring} {
			b.Run(fmt.Sprintf("%s/%d", name, connections), func(b *testing.B) {
				w := newWire(b)
				b.ResetTimer()
				together(b, b.N, connections, func(n int) error { return work(w, n) })
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
			})
		}
		b.Run(fmt.Sprintf("create-number/%d", connections), func(b *testing.B) {
			w := newWire(b)
			b.ResetTimer()
			for done := 0; done < b.N; done += 14000 { // the stock
				if done > 0 {
					b.StopTimer()
					w = newWire(b)
					b.StartTimer()
				}
				together(b, min(b.N-done, 14000), connections, w.buy)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
		})
	}
}

// BenchmarkSoak places 20,000 calls one after the other. last/first says how much slower the last 2,000 are, and
// B/request is the memory that stays. Run it with -benchtime 1x.
func BenchmarkSoak(b *testing.B) {
	const all, step = 20_000, 2_000
	for range b.N {
		w := newWire(b)
		var took []time.Duration
		together(b, step, 16, w.ring) // it is warm when the clock runs
		before := heap()
		for range all / step {
			began := time.Now()
			together(b, step, 16, w.ring)
			took = append(took, time.Since(began))
		}
		b.ReportMetric(float64(took[len(took)-1])/float64(took[0]), "last/first")
		b.ReportMetric(float64(heap()-before)/all, "B/request")
	}
}

func heap() int64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}
