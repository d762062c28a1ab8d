package cli_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/cli/numbers"
	"github.com/twvoice/twvoice/internal/emulator"
)

// refused is an answer to a purchase.
func refused(code, times int) emulator.Failure {
	return emulator.Failure{Method: http.MethodPost, PathSuffix: "/IncomingPhoneNumbers.json", Times: times, Status: http.StatusBadRequest, Code: code}
}

// priceless is a Pricing API that has nothing to say. (Twilio's may refuse an API key, or not know a country.)
func priceless() emulator.Failure {
	return emulator.Failure{PathSuffix: "/PhoneNumbers/Countries/US", Status: http.StatusNotFound, Code: 20404}
}

// allowOnly lets some requests of a method succeed, and has the later ones refused.
func (w *twilio) allowOnly(n int32, method, code string) {
	var seen atomic.Int32
	w.refuse = func(rw http.ResponseWriter, r *http.Request) bool {
		if r.Method != method || seen.Add(1) <= n {
			return false
		}
		rw.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(rw, `{"code":%s,"message":"No more","status":400}`, code)
		return true
	}
}

func TestBuyReplacesNumberTakenInTheMeantime(t *testing.T) {
	t.Parallel()
	w := newTwilio(t, refused(21422, 2))
	w.run("numbers", "buy", "--area-code", "415", "--count", "2", "--yes", "-q").ends(0).
		prints("+14155550103\n+14155550101\n").
		says(`^\+14155550100 was bought by someone else in the meantime: trying \+14155550102$`, `^bought 2 numbers$`)
}

func TestBuyDoesNotReplaceNamedNumber(t *testing.T) {
	t.Parallel()
	w := newTwilio(t, refused(21422, 1))
	w.run("numbers", "buy", "+14155550123", "--yes", "-o", "json").ends(3).prints("[]\n").says(`"code":"21422"`)
	w.run("numbers", "list", "-q").prints("+14155550111\n")
}

func TestMatchesThatAreAllTakenAreAFailure(t *testing.T) {
	t.Parallel()
	w := newTwilio(t, refused(21422, 0))
	w.run("numbers", "buy", "--country", "US", "--contains", "+1415555012", "--yes").ends(3).prints("").
		says(`every match was bought by someone else in the meantime: .*21422`)
}

func TestBuyReportsPurchasesBeforeAFailure(t *testing.T) {
	t.Parallel()
	w := newTwilio(t)
	w.allowOnly(1, http.MethodPost, "21404")
	w.run("numbers", "buy", "--area-code", "415", "--count", "3", "--name", "ci", "--yes", "-q").ends(3).
		prints("+14155550100\n").
		says(`^error: bought 1 of 3 numbers: buy \+14155550101: .*21404`, `^hint: a trial account can have one number`)
	w.run("numbers", "list", "--name", "ci", "-q").prints("+14155550100\n")

	// What is missing can be bought by the same command, once the reason is gone.
	w.refuse = nil
	w.run("numbers", "buy", "--area-code", "415", "--count", "3", "--name", "ci", "--ensure", "--yes", "-q").ends(0).
		prints("+14155550100\n+14155550101\n+14155550102\n")
}

func TestBuyStopsOnBrokenPipeAndCounts(t *testing.T) {
	t.Parallel()
	w := newTwilio(t)
	reader := &narrow{lines: 1, err: syscall.EPIPE}
	w.runTo(reader, "numbers", "buy", "--area-code", "415", "--count", "20", "--yes", "-q").ends(3).
		says(`^error: bought 2 of 20 numbers: \+14155550101 could not be printed: .*broken pipe`)
	w.run("numbers", "list", "-q").prints("+14155550101\n+14155550100\n+14155550111\n")

	reader = &narrow{lines: 1, err: syscall.EPIPE}
	w.runTo(reader, "numbers", "release", "+14155550100", "+14155550101", "+14155550111", "--yes", "-q").ends(3).
		says(`^error: released 2 of 3 numbers, and did not attempt 1: \+14155550101 could not be printed: .*broken pipe`)
	w.run("numbers", "list", "-q").prints("+14155550111\n")
}

func TestListSucceedsOnBrokenPipe(t *testing.T) {
	t.Parallel()
	w := newTwilio(t)
	for _, args := range [][]string{
		{"numbers", "search", "-q"},
		{"numbers", "list"},
		{"numbers", "show", "+14155550111"},
		{"webhook", "show", "+14155550111"},
		{"config"},
		{"whoami"},
		{"profile", "list", "-o", "json"},
		{"version"},
		{"--help"},
		{"help", "numbers"},
		{"numbers"},
	} {
		w.runTo(&narrow{err: syscall.EPIPE}, args...).ends(0)
		w.runTo(&narrow{err: syscall.ENOSPC}, args...).ends(3).says(`no space left`)
	}
	w.runTo(&narrow{err: syscall.EPIPE}, "webhook", "clear", "+14155550111").ends(3)
}

func TestBuyFinishesAPurchaseInProgress(t *testing.T) {
	t.Parallel()
	w := newTwilio(t)
	ctx, interrupt := context.WithCancel(t.Context())
	w.refuse = func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPost {
			interrupt()
		}
		return false
	}
	var stdout, stderr bytes.Buffer
	f := cmdutil.New(w.env(&stdout, &stderr))
	cmd := numbers.NewBuy(f, numbers.Buy)
	f.Bind(cmd.PersistentFlags())
	cmd.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return f.Resolve(cmd) }
	cmd.SetArgs([]string{"--area-code", "415", "--count", "3", "--yes", "-q", "--api-url", w.url})
	err := cmd.ExecuteContext(ctx)
	if !errors.Is(err, context.Canceled) || stdout.String() != "+14155550100\n" || !strings.Contains(stderr.String(), "bought 1 of 3 numbers") {
		t.Errorf("got %v\n%s%s\nwant an interruption after the first number, which is counted", err, stdout.String(), stderr.String())
	}
	w.run("numbers", "list", "-q").prints("+14155550100\n+14155550111\n")
}

func TestBuyDoesNotRepeatAnUnansweredPurchase(t *testing.T) {
	t.Parallel()
	lost := refused(0, 0)
	lost.Lose = true
	w := newTwilio(t, lost)
	w.run("numbers", "buy", "--area-code", "415", "--yes", "-q").ends(3).prints("").
		says(`^hint: the request may have been carried out: check with .twvoice numbers show [+]14155550100 --api-url http://[0-9.:]+. before you repeat it$`)
	w.run("numbers", "list", "-q").prints("+14155550100\n+14155550111\n")
}

func TestSearchSucceedsWithoutPrices(t *testing.T) {
	t.Parallel()
	w := newTwilio(t, priceless())
	w.run("numbers", "search", "--area-code", "415", "--limit", "1").ends(0).
		prints("+14155550100\tSan Francisco\tCA\tvoice sms mms\tnone\t-\t-\n")
	w.run("numbers", "search", "--limit", "1", "--jq", ".[] | .monthly_price, .price_unit").ends(0).prints("null\nnull\n")
}

func TestBuyRefusesUnknownPriceAboveLimit(t *testing.T) {
	t.Parallel()
	w := newTwilio(t, priceless())
	w.run("numbers", "buy", "--country", "US", "--max-price", "1000", "--yes").ends(3).prints("").says(`its price is unknown, so it may be above --max-price 1000: nothing was bought`)
	w.run("numbers", "buy", "--area-code", "415", "--yes", "-q").ends(0).prints("+14155550100\n")
}

func TestSearchRequestsOnlyWhatItShows(t *testing.T) {
	t.Parallel()
	w := newTwilio(t)
	got := w.run("numbers", "search", "--limit", "5", "-q", "-v").ends(0).says(`PageSize=5`)
	if n := strings.Count(got.stderr, "GET "); n != 1 {
		t.Errorf("got %d requests, want 1", n)
	}
}

func TestReleaseContinuesAfterFailure(t *testing.T) {
	t.Parallel()
	w := newTwilio(t, emulator.Failure{Method: http.MethodDelete, Times: 1, Status: http.StatusBadRequest, Code: 21480})
	w.run("numbers", "buy", "--area-code", "415", "--count", "2", "--yes", "-q").ends(0)
	w.run("numbers", "release", "+14155550100", "+14155550101", "+14155550111", "--yes", "-q").ends(3).
		prints("+14155550101\n+14155550111\n").
		says(`^error: released 2 of 3 numbers: release \+14155550100: .*21480`)
	w.run("numbers", "list", "-q").prints("+14155550100\n")
}

// H9: five failures are named, a cause that they share once, and the others are counted.
func TestReleaseNamesFiveFailures(t *testing.T) {
	t.Parallel()
	w := newTwilio(t, emulator.Failure{Method: http.MethodDelete, Times: 7, Status: http.StatusBadRequest, Code: 21480})
	w.run("numbers", "buy", "--area-code", "415", "--count", "8", "--yes", "-q").ends(0)
	args := []string{"numbers", "release"}
	for n := range 8 {
		args = append(args, fmt.Sprintf("+1415555010%d", n))
	}
	got := w.run(append(args, "--yes", "-q")...).ends(3).
		prints("+14155550107\n").
		says(`^error: released 1 of 8 numbers: release \+14155550100, \+14155550101, \+14155550102, \+14155550103, \+14155550104: .*; and 2 more failures`)
	if n := strings.Count(got.stderr, "21480"); n != 1 {
		t.Errorf("their cause is said %d times:\n%s", n, got.stderr)
	}
}

func TestRestoreReattachesApplicationReplacedByTrunk(t *testing.T) {
	t.Parallel()
	w := newTwilio(t)
	application := w.application()
	w.run("numbers", "update", "+14155550111", "--voice-application", application, "-q").ends(0)
	w.run("numbers", "list").prints("+14155550111\t(415) 555-0111\tapplication " + application + "\n")
	w.run("numbers", "update", "+14155550111", "--trunk", "TK0123456789abcdef0123456789abcdef", "--jq", ".voice_application_sid").ends(0).prints("\n")
	w.run("webhook", "restore", "+14155550111", "-q").ends(0)
	w.run("numbers", "show", "+14155550111", "--jq", ".voice_application_sid, .trunk_sid").prints(application + "\nnull\n")
}
