package tunnel

import (
	"fmt"
	"net"
	"time"
)

// closeGrace is how long ngrok may take to confirm the end, before the connection is cut.
const closeGrace = 2 * time.Second

// Close ends the tunnel. It returns within a few seconds, even on a broken network. Further calls do nothing.
func (t *Ngrok) Close() error {
	t.closing.Do(func() {
		t.finish(net.ErrClosed)
		t.watch.close()
		gone := make(chan struct{})
		go func() {
			defer close(gone)
			t.binding <- struct{}{} // ngrok-go panics if a Listen runs during a Disconnect
			_ = t.agent.Disconnect()
		}()
		patience := time.NewTimer(closeGrace)
		defer patience.Stop()
		select {
		case <-gone:
		case <-patience.C:
		}
		t.link.close() // ends what still waits for ngrok
		<-gone
		t.end(net.ErrClosed)
		if last := t.replace(nil); last != nil {
			_ = last.Close() // otherwise its pump would wait for a reconnect, which sleeps up to 30 s
		}
		t.pumps.Wait()
	})
	return nil
}

// finish makes Accept return err, once, and reports whether this call was the first.
func (t *Ngrok) finish(err error) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err != nil {
		return false
	}
	t.err = err
	close(t.done)
	return true
}

func (t *Ngrok) reason() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.err
}

// stopped ends the tunnel because ngrok did.
func (t *Ngrok) stopped(e *Error) {
	err := fmt.Errorf("the tunnel ended: %w", withHint(e))
	if t.finish(err) {
		t.watch.stop(err)
	}
}
