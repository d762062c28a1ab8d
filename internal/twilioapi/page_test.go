package twilioapi_test

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/twilioapi"
)

const list = "GET /2010-04-01/Accounts/" + ac + "/IncomingPhoneNumbers.json"

// shelf serves total numbers, at most perPage a page, and links pages as Twilio does.
func shelf(total, perPage int) func(http.ResponseWriter, *http.Request, int) {
	return func(w http.ResponseWriter, r *http.Request, _ int) {
		size, _ := strconv.Atoi(r.URL.Query().Get("PageSize"))
		page, _ := strconv.Atoi(r.URL.Query().Get("Page"))
		size = min(size, perPage)
		var items []string
		for i := page * size; i < min(total, (page+1)*size); i++ {
			items = append(items, fmt.Sprintf(`{"sid":"%s","phone_number":"+15005550006","friendly_name":"%d"}`, pn1, i))
		}
		next := "null"
		if (page+1)*size < total {
			next = fmt.Sprintf(`"/2010-04-01/elsewhere.json?PageSize=%d&Page=%d&PageToken=PA.%d"`, size, page+1, page+1)
		}
		fmt.Fprintf(w, `{"incoming_phone_numbers":[%s],"next_page_uri":%s}`, strings.Join(items, ","), next)
	}
}

func TestListsAreLazyAndTheirPagesFollowTheLimit(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		total    int
		perPage  int
		limit    int
		stop     int // leave the loop after this many, 0: never
		want     int
		requests []string
	}{
		{"a limit of 3 is one request for 3", 9, 1000, 3, 0, 3, []string{list + "?PageSize=3"}},
		{"a limit beyond the end is one request", 2, 1000, 20, 0, 2, []string{list + "?PageSize=20"}},
		{"a limit of 0 is everything", 5, 2, 0, 0, 5, []string{
			list + "?PageSize=1000", list + "?PageSize=2&Page=1&PageToken=PA.1", list + "?PageSize=2&Page=2&PageToken=PA.2",
		}},
		{"a limit of 1500 asks for 1000 at a time", 9, 1000, 1500, 0, 9, []string{list + "?PageSize=1000"}},
		{"a limit within the second page stops there", 9, 2, 3, 0, 3, []string{
			list + "?PageSize=3", list + "?PageSize=2&Page=1&PageToken=PA.1",
		}},
		{"leaving the loop asks for nothing more", 9, 2, 0, 2, 2, []string{list + "?PageSize=1000"}},
		{"an empty list is no error", 0, 50, 0, 0, 0, []string{list + "?PageSize=1000"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, shelf(tt.total, tt.perPage))
			got := 0
			for n, err := range s.client(t).Numbers.List(t.Context(), twilioapi.NumberFilter{}, tt.limit) {
				if err != nil || n.FriendlyName != strconv.Itoa(got) {
					t.Fatalf("item %d: got %+v, %v", got, n, err)
				}
				if got++; got == tt.stop {
					break
				}
			}
			if got != tt.want {
				t.Errorf("got %d items, want %d", got, tt.want)
			}
			s.wantRequests(t, tt.requests...)
		})
	}
}

func TestListCanBeReadTwice(t *testing.T) {
	t.Parallel()
	s := newServer(t, shelf(3, 2))
	numbers := s.client(t).Numbers.List(t.Context(), twilioapi.NumberFilter{PhoneNumber: "415*"}, 0)
	for range 2 {
		count := 0
		for _, err := range numbers {
			if err != nil {
				t.Fatal(err)
			}
			count++
		}
		if count != 3 {
			t.Errorf("got %d, want 3", count)
		}
	}
}

func TestErrorOnALaterPageComesLast(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(w http.ResponseWriter, r *http.Request, n int) {
		if n > 0 {
			answerWith(400, refusal(400, "21481", "Invalid PageToken"))(w, r, n)
			return
		}
		shelf(4, 2)(w, r, n)
	})
	var got []string
	for n, err := range s.client(t).Numbers.List(t.Context(), twilioapi.NumberFilter{}, 0) {
		if err != nil {
			got = append(got, fmt.Sprint("refused ", twilioapi.IsCode(err, "21481")))
			continue
		}
		got = append(got, n.FriendlyName)
	}
	if diff := cmp.Diff([]string{"0", "1", "refused true"}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestCircularPagesEnd(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		next := map[string]string{"": "1", "1": "2", "2": "1"}[r.URL.Query().Get("Page")]
		fmt.Fprintf(w, `{"incoming_phone_numbers":[],"next_page_uri":"/x?Page=%s"}`, next)
	})
	var last error
	for _, last = range s.client(t).Numbers.List(t.Context(), twilioapi.NumberFilter{}, 0) {
	}
	if last == nil || !strings.Contains(last.Error(), "was returned twice") {
		t.Errorf("got %v, want an error about the circle", last)
	}
	s.wantRequests(t, list+"?PageSize=1000", list+"?Page=1", list+"?Page=2")
}

func TestInvalidListIsAnError(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`[]`, `{"incoming_phone_numbers":7}`, `{"incoming_phone_numbers":[7]}`, `{"next_page_uri":7}`} {
		s := newServer(t, func(w http.ResponseWriter, _ *http.Request, _ int) { io.WriteString(w, body) })
		var last error
		for _, last = range s.client(t).Numbers.List(t.Context(), twilioapi.NumberFilter{}, 0) {
		}
		if last == nil {
			t.Errorf("%s: got no error", body)
		}
	}
}
