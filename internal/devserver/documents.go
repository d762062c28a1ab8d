package devserver

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/httplog"
	"github.com/twvoice/twvoice/internal/userfile"
)

// Documents answers webhooks from a TwiML file, or from a folder in which menu.xml answers /menu and index.xml answers
// /. Audio files in the folder of the documents are served too. It is safe for concurrent use, and must be closed.
type Documents struct {
	// Changed is called after an edit. A nil error means that the new version is served from now on; otherwise the error
	// is that of the new version. Set it before the first request.
	Changed func(name string, err error)

	typed string // the file or folder as typed
	only  string // the file's name in its folder; "" for a folder
	in    *folder

	mu    sync.Mutex
	known map[string]*document // by path in the folder
}

// Open reads and checks a file, or every document of a folder. The error has one line per problem and exit code 1; for a
// missing file it has exit code 3.
func Open(name, typed string) (*Documents, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, fault.With(fmt.Errorf("read %s: %w", typed, userfile.Reason(err)), fault.Failed, "name a TwiML file, or a folder of them")
	}
	d := &Documents{typed: typed, known: map[string]*document{}, Changed: func(string, error) {}}
	folder := name
	if !info.IsDir() {
		folder, d.only = filepath.Split(filepath.Clean(name))
	}
	if d.in, err = openFolder(filepath.Clean(folder), d.only); err != nil {
		return nil, fault.With(fmt.Errorf("read %s: %w", typed, userfile.Reason(err)), fault.Failed, "")
	}
	if err := d.checkAll(); err != nil {
		d.in.close()
		return nil, err
	}
	return d, nil
}

// Close closes the folder.
func (d *Documents) Close() error { return d.in.close() }

// Index reports whether a document answers /. If not, webhooks go to /voice.
func (d *Documents) Index() bool {
	if d.only != "" {
		return false
	}
	_, err := d.in.stat("index.xml")
	return err == nil
}

func (d *Documents) checkAll() error {
	var wrong []error
	if d.only != "" {
		_, err := d.document(d.only).refresh(d.in, d.only)
		return err
	}
	found := false
	err := d.in.walk(func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".xml" {
			return err
		}
		found = true
		if _, err := d.document(name).refresh(d.in, name); err != nil {
			wrong = append(wrong, err)
		}
		return nil
	})
	switch {
	case err != nil:
		return fault.With(fmt.Errorf("read %s: %w", d.typed, err), fault.Failed, "")
	case !found:
		return fault.With(fmt.Errorf("%s contains no .xml file", d.typed), fault.Failed, "add a TwiML document: menu.xml answers /menu, index.xml answers /")
	}
	return errors.Join(wrong...)
}

func (d *Documents) document(name string) *document {
	d.mu.Lock()
	defer d.mu.Unlock()
	known, ok := d.known[name]
	if !ok {
		shown := d.typed
		if d.only == "" {
			shown = path.Join(filepath.ToSlash(d.typed), name)
		}
		known = &document{name: shown}
		d.known[name] = known
	}
	return known
}

// ServeHTTP answers one webhook that is not recorded, or sends audio.
func (d *Documents) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.ServeNoted(w, r, &httplog.Notes{})
}

// ServeNoted answers one webhook, or sends audio, and records the file that it came from.
func (d *Documents) ServeNoted(w http.ResponseWriter, r *http.Request, notes *httplog.Notes) {
	if d.Audio(r) {
		d.sendAudio(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodPost && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, POST")
		http.Error(w, "webhooks are GET or POST", http.StatusMethodNotAllowed)
		return
	}
	d.in.renew()
	name, ok := d.find(r.URL)
	if !ok {
		http.Error(w, fmt.Sprintf("%s has no document for %s", d.typed, r.URL.Path), http.StatusNotFound)
		return
	}
	doc := d.document(name)
	if changed, err := doc.refresh(d.in, name); changed {
		d.Changed(doc.name, err)
	}
	if err := r.ParseForm(); err != nil {
		http.Error(w, "the form cannot be read: "+err.Error(), http.StatusBadRequest)
		return
	}
	body, ok := doc.fill(r.Form.Get)
	if !ok {
		http.Error(w, fmt.Sprintf("%s is invalid, and no earlier version was valid", doc.name), http.StatusInternalServerError)
		return
	}
	notes.Source = doc.name
	w.Header().Set("Content-Type", "text/xml")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // an error means that the client has gone
}

// Source returns the file that answers a URL, as typed, or "".
func (d *Documents) Source(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	name, ok := d.find(u)
	if !ok {
		return ""
	}
	return d.document(name).name
}

// Paths returns the paths that a document answers, sorted.
func (d *Documents) Paths() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var paths []string
	for name := range d.known {
		name = strings.TrimSuffix(name, ".xml")
		if folder, ok := strings.CutSuffix(name, "index"); ok {
			name = strings.TrimSuffix(folder, "/")
		}
		paths = append(paths, "/"+name)
	}
	slices.Sort(paths)
	return paths
}

// find returns the file that answers a path.
func (d *Documents) find(u *url.URL) (string, bool) {
	if d.only != "" {
		return d.only, true
	}
	name := strings.TrimPrefix(path.Clean("/"+u.Path), "/")
	for _, candidate := range []string{name + ".xml", path.Join(name, "index.xml"), name} {
		if path.Ext(candidate) != ".xml" || !fs.ValidPath(candidate) {
			continue
		}
		if info, err := d.in.stat(candidate); err == nil && !info.IsDir() {
			return candidate, true
		}
	}
	return "", false
}
