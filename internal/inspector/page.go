package inspector

import (
	"embed"
	"net/http"
	"path"
)

//go:embed page
var files embed.FS

// kinds are what the parts of the page are, by the ends of their names.
func kinds() map[string]string {
	return map[string]string{".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
}

// page is the page itself: the same for everybody, without anything that was seen.
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
	_, _ = w.Write(data) // a browser that is gone needs no page
}
