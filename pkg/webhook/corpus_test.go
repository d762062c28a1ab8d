package webhook_test

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// TestCorpus runs the vectors that were collected from the official libraries. See the reference that comes with this
// repository.
func TestCorpus(t *testing.T) {
	t.Parallel()
	shared := os.Getenv("TWVOICE_SHARED")
	if shared == "" {
		t.Skip("TWVOICE_SHARED is not set: THE VECTORS OF corpus/signatures.json ARE NOT CHECKED")
	}
	data, err := os.ReadFile(filepath.Join(shared, "corpus", "signatures.json"))
	if err != nil {
		t.Fatal(err)
	}
	var corpus struct{ Vectors []corpusVector }
	if err := json.Unmarshal(data, &corpus); err != nil {
		t.Fatal(err)
	}
	if len(corpus.Vectors) < 50 {
		t.Fatalf("got %d vectors, want at least 50", len(corpus.Vectors))
	}
	for _, v := range corpus.Vectors {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			v.check(t)
		})
	}
}

type corpusVector struct {
	Name, Token, URL, Signature, Use string
	Params                           map[string]any
	Body                             *string
	Valid                            bool
}

func (v corpusVector) check(t *testing.T) {
	if v.Body != nil && v.Params == nil {
		if got := webhook.VerifyBody(v.Token, v.Signature, v.URL, []byte(*v.Body)); got != v.Valid {
			t.Errorf("VerifyBody: got %v, want %v", got, v.Valid)
		}
		return
	}
	params := url.Values{}
	for name, value := range v.Params {
		switch value := value.(type) {
		case string:
			params.Add(name, value)
		case []any:
			for _, one := range value {
				params.Add(name, one.(string))
			}
		case nil:
			params.Add(name, "") // nothing is signed of it but the name
		}
	}
	if got := webhook.Verify(v.Token, v.Signature, v.URL, params); got != v.Valid {
		t.Errorf("Verify: got %v, want %v", got, v.Valid)
	}
	if v.Valid && strings.HasPrefix(v.Use, "signer") {
		if got := webhook.Sign(v.Token, v.URL, params); got != v.Signature {
			t.Errorf("Sign: got %s, want %s", got, v.Signature)
		}
	}
}
