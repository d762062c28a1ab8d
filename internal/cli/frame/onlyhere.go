package frame

import (
	"fmt"
	"net/http"

	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// onlyHere answers for documents on the disk, and for nobody else: what they name on other hosts is not asked, because
// whoever calls a file has asked for no network, and the file must not answer in another's name.
type onlyHere struct {
	documents http.RoundTripper
	name      string // of the file or folder
}

func newOnlyHere(docs *devserver.Documents, name string) http.RoundTripper {
	return onlyHere{voicesim.InMemory(docs), name}
}

func (o onlyHere) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Host == inMemoryHost {
		return o.documents.RoundTrip(req)
	}
	if req.Body != nil {
		_ = req.Body.Close()
	}
	return nil, fmt.Errorf("it is not part of %s, and a call of files asks nobody else; twvoice call URL asks the application", o.name)
}
