package frame

import "net/http"

// fromDisk answers for documents on the disk, as the application that a file or folder is. What they name on other hosts goes over the
// network, if it is asked at all: whoever calls a file has asked for no network, and the rule of package client keeps it so.
type fromDisk struct{ documents, network http.RoundTripper }

// RoundTrip answers, or passes on.
func (d fromDisk) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Host == inMemoryHost {
		return d.documents.RoundTrip(req)
	}
	return d.network.RoundTrip(req)
}
