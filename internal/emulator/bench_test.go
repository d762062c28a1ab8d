package emulator_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// stocked is the nth of 14,000 British numbers, for owners of many.
func stocked(n int) string {
	cities := []string{
		"+44113496", "+44114496", "+44115496", "+44116496", "+44117496", "+44118496", "+44121496", "+44131496",
		"+44141496", "+44151496", "+44161496", "+44191498", "+44292018", "+44207946",
	}
	return fmt.Sprintf("%s%04d", cities[n/1000%len(cities)], n%1000)
}

func (l *local) own(b testing.TB, from, to int) {
	b.Helper()
	for n := from; n < to; n++ {
		w := l.send(http.MethodPost, l.path("/IncomingPhoneNumbers.json"), url.Values{
			"PhoneNumber": {stocked(n)}, "AddressSid": {"AD" + strings.Repeat("0", 32)},
		})
		if w.Code != http.StatusCreated {
			b.Fatalf("buy %s: %d %s", stocked(n), w.Code, w.Body)
		}
	}
}

// databases are those that an emulator may have: one that is gone at the end, and one on the disk.
func databases(b *testing.B, run func(*testing.B, *store.DB)) {
	for _, kind := range []string{"memory", "disk"} {
		b.Run(kind, func(b *testing.B) {
			db, err := store.Memory(b.Context())
			if kind == "disk" {
				db, err = store.Open(b.Context(), b.TempDir())
			}
			if err != nil {
				b.Fatal(err)
			}
			defer db.Close()
			run(b, db)
		})
	}
}

func BenchmarkList(b *testing.B) {
	for _, owned := range []int{10, 5000} {
		b.Run(fmt.Sprint(owned), func(b *testing.B) {
			databases(b, func(b *testing.B, db *store.DB) {
				l := onto(b, db)
				l.own(b, 0, owned)
				b.ReportAllocs()
				for b.Loop() {
					if w := l.send(http.MethodGet, l.path("/IncomingPhoneNumbers.json"), nil); w.Code != http.StatusOK {
						b.Fatal(w.Body)
					}
				}
			})
		})
	}
}

// BenchmarkCreate buys until the stock is empty, and then starts again.
func BenchmarkCreate(b *testing.B) {
	databases(b, func(b *testing.B, db *store.DB) {
		l := onto(b, db)
		b.ReportAllocs()
		for n := 0; b.Loop(); n++ {
			if n%14000 == 0 && n > 0 {
				b.StopTimer()
				l.reset(b)
				b.StartTimer()
			}
			l.own(b, n%14000, n%14000+1)
		}
	})
}

// reset releases every number.
func (l *local) reset(b *testing.B) {
	for number, err := range l.client().Numbers.List(b.Context(), twilioapi.NumberFilter{}, 0) {
		if err != nil {
			b.Fatal(err)
		}
		if err := l.client().Numbers.Delete(b.Context(), number.SID); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	l := newLocal(b)
	for b.Loop() {
		if w := l.send(http.MethodGet, l.path("/AvailablePhoneNumbers/US/Local.json?AreaCode=415"), nil); w.Code != http.StatusOK {
			b.Fatal(w.Body)
		}
	}
}
