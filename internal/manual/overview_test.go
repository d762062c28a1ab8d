package main

import (
	"os"
	"strings"
	"testing"
)

// twvoice(1) says what holds for every command, in the words of the documents and of the settings.
func TestOverviewPageCoversEveryCommand(t *testing.T) {
	t.Parallel()
	codes, err := os.ReadFile("../../docs/exit-codes.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range exits() {
		if !strings.Contains(string(codes), "\n| "+e.word+" | "+e.text+" |") {
			t.Errorf("docs/exit-codes.md has no row %q of code %s", e.text, e.word)
		}
	}
	page := written(t, "man")["twvoice.1"]
	for _, want := range []string{
		".SH EXIT STATUS\n.TP\n\\fB0\\fP\ndone\n", ".SH ENVIRONMENT\n", "\\fBTWVOICE_GIVE_UP_AFTER\\fP\n", ".SH FILES\n.TP\n\\fB\\&./twvoice.yaml\\fP\n", ".SH SEE ALSO\n",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("twvoice(1) lacks %q", want)
		}
	}
	if other := written(t, "man")["twvoice-call.1"]; strings.Contains(other, "EXIT STATUS") {
		t.Error("it stands on every page")
	}
}
