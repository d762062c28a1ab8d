//go:build linux

package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// BenchmarkBigAccount reads 10,000 numbers and 50,000 calls: time to the first row, requests and peak memory, as ratios to a bare
// client that reads the same pages (time of its first page, its pages; memory is in MB).
func BenchmarkBigAccount(b *testing.B) {
	var requests atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		io.WriteString(w, bigPage(r))
	}))
	defer server.Close()
	for _, line := range []string{"numbers list -o json", "numbers list -q", "numbers list --jq .[].sid", "numbers list --jq length", "numbers list -o csv", "logs --limit 0 -o jsonl"} {
		b.Run(line, func(b *testing.B) {
			for b.Loop() {
				bare, pages := readBare(b, server.URL, strings.HasPrefix(line, "logs"))
				requests.Store(0)
				first, peak := readBy(b, server.URL, line)
				b.ReportMetric(float64(first)/float64(bare), "first-row/bare")
				b.ReportMetric(float64(requests.Load())/float64(pages), "requests/bare")
				b.ReportMetric(peak, "MB-peak")
			}
		})
	}
}

func bigPage(r *http.Request) string {
	page, _ := strconv.Atoi(r.URL.Query().Get("Page"))
	size, _ := strconv.Atoi(r.URL.Query().Get("PageSize"))
	key, all, item := "incoming_phone_numbers", 10_000, `{"sid":"PN%032d","phone_number":"+1415%07d","friendly_name":"A number of many","voice_url":"https://app%d.example/voice","padding":"`+strings.Repeat("x", 900)+`"}`
	switch {
	case strings.Contains(r.URL.Path, "Alerts"):
		return `{"alerts":[],"meta":{}}`
	case strings.Contains(r.URL.Path, "Calls"):
		key, all, item = "calls", 50_000, `{"sid":"CA%032d","status":"completed","to":"+1415%07d","date_created":"Sun, 01 Mar 2026 12:00:00 +0000","n":%d,"padding":"`+strings.Repeat("x", 900)+`"}`
	}
	var items []string
	for n := page * size; n < min(all, (page+1)*size); n++ {
		items = append(items, fmt.Sprintf(item, n, n, n))
	}
	next := "null"
	if (page+1)*size < all {
		next = fmt.Sprintf(`"/x?Page=%d&PageSize=%d"`, page+1, size)
	}
	return fmt.Sprintf(`{%q:[%s],"next_page_uri":%s}`, key, strings.Join(items, ","), next)
}

// readBare reads the first page, and is how long that took and how many pages of 1,000 there are.
func readBare(b *testing.B, url string, calls bool) (time.Duration, int) {
	b.Helper()
	path, pages := "/IncomingPhoneNumbers.json", 10
	if calls {
		path, pages = "/Calls.json", 50
	}
	began := time.Now()
	answer, err := http.Get(url + path + "?Page=0&PageSize=1000")
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		b.Fatal(err)
	}
	return time.Since(began), pages
}

func readBy(b *testing.B, url, line string) (first time.Duration, peak float64) {
	b.Helper()
	cmd := exec.Command("twvoice", strings.Fields(line)...)
	cmd.Env = append(cmd.Environ(), "TWVOICE_STATE_DIR="+b.TempDir(), "TWVOICE_CONFIG_DIR="+b.TempDir(), "TWVOICE_API_URL="+url,
		"TWILIO_ACCOUNT_SID=AC00000000000000000000000000000001", "TWILIO_AUTH_TOKEN=0123456789abcdef0123456789abcdef")
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	lines := bufio.NewReader(out)
	if _, err := lines.ReadString('\n'); err != nil {
		b.Error(err)
	}
	first = time.Since(began)
	if _, err := io.Copy(io.Discard, lines); err != nil {
		b.Error(err)
	}
	if err := cmd.Wait(); err != nil {
		b.Error(err)
	}
	usage, _ := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return first, float64(usage.Maxrss) / 1024
}
