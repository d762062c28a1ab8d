// What is known of calls. It holds no more than the server does.

export class State {
  about = {};
  calls = new Map(); // by CallSid, in the order in which they began
  rungs = new Map(); // lists of rungs, by CallSid
  most = 500;

  begin({ about, calls, rungs, most }) {
    this.about = about;
    this.most = most;
    this.calls = new Map(calls.map((call) => [call.sid, call]));
    this.rungs = new Map();
    rungs.forEach((rung) => this.put(rung));
  }

  // take takes one event, and reports whether its rung is a new one.
  take({ call, rung, gone }) {
    if (call) {
      this.calls.set(call.sid, call);
    }
    if (gone) {
      this.calls.delete(gone);
      this.rungs.delete(gone);
    }
    return rung ? this.put(rung) : false;
  }

  put(rung) {
    const list = this.of(rung.call);
    const at = list.findIndex((known) => known.n === rung.n);
    if (at >= 0) {
      list[at] = rung;
      return false;
    }
    list.push(rung);
    if (list.length > this.most) {
      list.shift();
    }
    this.rungs.set(rung.call, list);
    return true;
  }

  of(sid) {
    return this.rungs.get(sid) ?? [];
  }
}
