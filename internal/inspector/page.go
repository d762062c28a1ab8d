package inspector

import (
	"embed"
	"net/http"
	"path"
)

//go:embed page
var files embed.FS

// kinds returns the content types of the page's files, by file extension.
func kinds() map[string]string {
	return map[string]string{".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
}

// page serves the page's files. They are the same for every client and contain no recorded data.
func page(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Path
	if name == "/" {
		name = "/index.html"
	}
	data, err := files.ReadFile("page" + name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", kinds()[path.Ext(name)])
	_, _ = w.Write(data) // an error means that the page is closed
}
