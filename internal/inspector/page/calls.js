// The list of calls, the newest first.

import { byId, el } from "./dom.js";

const names = { call: "Call", message: "Message", other: "Other requests" };

export function title(call) {
  return call.kind === "other" ? names.other : `${call.from || "?"} → ${call.to || "?"}`;
}

export function facts(call) {
  const parts = [];
  if (call.kind !== "call") {
    parts.push(names[call.kind]);
  }
  if (call.phone) {
    parts.push("from this page");
  }
  if (call.ended || call.live) {
    parts.push(call.status);
  } else if (call.kind === "call" && call.seen) {
    parts.push(`last seen ${time({ at: call.seen })}`); // nobody tells when it ends
  }
  parts.push(call.requests === 1 ? "1 request" : `${call.requests} requests`);
  if (call.problems > 0) {
    parts.push(call.problems === 1 ? "1 problem" : `${call.problems} problems`);
  }
  return parts.join(" · ");
}

export function time(call) {
  const at = new Date(call.at);
  const today = at.toDateString() === new Date().toDateString();
  const clock = at.toLocaleTimeString([], { hourCycle: "h23" });
  return today ? clock : `${at.toLocaleDateString()} ${clock}`;
}

// Calls draws the list, and tells who was chosen.
export class Calls {
  items = new Map();

  constructor(choose) {
    this.choose = choose;
  }

  draw(calls, chosen) {
    byId("no-calls").hidden = calls.size > 0;
    for (const [sid, item] of this.items) {
      if (!calls.has(sid)) {
        item.remove();
        this.items.delete(sid);
      }
    }
    for (const call of calls.values()) {
      this.update(call, chosen);
    }
  }

  update(call, chosen) {
    const button = el(
      "button",
      { type: "button", "aria-current": call.sid === chosen ? "true" : false, onclick: () => this.choose(call.sid) },
      el("span", { class: "who" }, title(call)),
      el("span", { class: call.problems ? "facts wrong" : "facts" }, el("span", { class: call.live ? "dot live" : "dot" }), `${time(call)} · ${facts(call)}`),
    );
    const known = this.items.get(call.sid);
    if (!known) {
      const item = el("li", {}, button);
      this.items.set(call.sid, item);
      byId("calls").prepend(item);
      return;
    }
    const focused = known.contains(document.activeElement);
    known.replaceChildren(button);
    if (focused) {
      button.focus();
    }
  }
}
