package devserver

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settle is how long a file must be unchanged before it is read: editors empty a file before they write it.
const settle = 100 * time.Millisecond

// Watch calls [Documents.Changed] for edits as they are made, until ctx ends. Without it they are noticed on the next
// request, so serving can continue after an error.
func (d *Documents) Watch(ctx context.Context) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch %s: %w", d.typed, err)
	}
	defer watcher.Close()
	renewed := d.in.renew()
	if err := d.watchFolders(watcher); err != nil {
		return fmt.Errorf("watch %s: %w", d.typed, err)
	}
	renew := time.NewTicker(time.Second) // the system watches a folder that was created again only after a new call
	defer renew.Stop()
	timer := time.NewTimer(settle)
	timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case ev, ok := <-watcher.Events:
			if !ok {
				return nil
			}
			if path.Ext(ev.Name) == ".xml" || d.only != "" {
				timer.Reset(settle)
			}
		case <-renew.C:
			if now := d.in.renew(); now != renewed {
				renewed = now
				if err := d.watchFolders(watcher); err != nil {
					return fmt.Errorf("watch %s: %w", d.typed, err)
				}
				timer.Reset(settle)
			}
		case <-timer.C:
			d.reread()
		case err := <-watcher.Errors:
			return fmt.Errorf("watch %s: %w", d.typed, err)
		}
	}
}

// watchFolders watches the folder and, if all files count, its subfolders.
func (d *Documents) watchFolders(watcher *fsnotify.Watcher) error {
	return d.in.walk(func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if name != "." && d.only != "" {
			return fs.SkipDir
		}
		return watcher.Add(filepath.Join(d.in.path, filepath.FromSlash(name)))
	})
}

// reread checks every known document and reports those that have changed.
func (d *Documents) reread() {
	d.mu.Lock()
	known := maps.Clone(d.known)
	d.mu.Unlock()
	for name, doc := range known {
		if changed, err := doc.refresh(d.in, name); changed {
			d.Changed(doc.name, err)
		}
	}
}
