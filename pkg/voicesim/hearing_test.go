package voicesim

import (
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// People on the same line hear each other: the two sides of a Dial or a Queue, and all participants
// of a conference that has begun. A muted participant is heard by no one, and a coach only by the
// coached one.
func TestLegsHearEachOther(t *testing.T) {
	t.Parallel()
	room := func(attributes string) string { return `<Dial><Conference ` + attributes + `>room</Conference></Dial>` }
	for name, test := range map[string]struct {
		first, second, third string // what the three callers meet, the third one last
		speaks               string // the Sid
		want                 []string
	}{
		"a conference":                {room(""), room(""), room(""), "CA2", []string{"CA0", "CA1"}},
		"one who is muted":            {room(""), room(""), room(`muted="true"`), "CA2", nil},
		"others hear for the muted":   {room(""), room(""), room(`muted="true"`), "CA0", []string{"CA1", "CA2"}},
		"a coach":                     {room(""), room(""), room(`coach="CA0"`), "CA2", []string{"CA0"}},
		"a coach hears everybody":     {room(""), room(""), room(`coach="CA0"`), "CA1", []string{"CA0", "CA2"}},
		"a coach who is muted":        {room(""), room(""), room(`coach="CA0" muted="true"`), "CA2", nil},
		"a conference without anyone": {room(`startConferenceOnEnter="false"`), room(`startConferenceOnEnter="false"`), `<Hangup/>`, "CA0", nil},
		"another conference":          {room(""), room(""), `<Dial><Conference>elsewhere</Conference></Dial>`, "CA0", []string{"CA1"}},
		"the agent of a queue":        {`<Enqueue>line</Enqueue>`, `<Enqueue>line</Enqueue>`, `<Dial><Queue>line</Queue></Dial>`, "CA2", []string{"CA0"}},
		"the caller of a queue":       {`<Enqueue>line</Enqueue>`, `<Enqueue>line</Enqueue>`, `<Dial><Queue>line</Queue></Dial>`, "CA0", []string{"CA2"}},
		"somebody who still waits":    {`<Enqueue>line</Enqueue>`, `<Enqueue>line</Enqueue>`, `<Dial><Queue>line</Queue></Dial>`, "CA1", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := scene{
				pages:  map[string]string{"/voice": test.first, "/second": test.second, "/third": test.third},
				also:   map[time.Duration]string{time.Second: "/second", 2 * time.Second: "/third"},
				hangUp: 10 * time.Second,
			}
			_, entries := s.run(t, disturbance{who: test.speaks, at: 5 * time.Second, event: event.Spoke{Text: "hello"}})
			var got []string
			for _, e := range entries {
				if heard, ok := e.Event.(event.Heard); ok {
					got = append(got, e.Sid)
					if heard.Text != "hello" {
						t.Errorf("%s hears %q", e.Sid, heard.Text)
					}
				}
			}
			slices.Sort(got)
			if diff := gocmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
