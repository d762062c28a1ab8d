// A call as a ladder: what was asked, heard, done and wrong, in its order.

import { byId, el, path, seconds } from "./dom.js";
import { agentParts } from "./agent-bubble.js";

// said is an item in words: who, what, and the side of the ladder it stands on.
function said(item) {
  const text = item.text || "";
  const times = item.loop > 1 ? `, ${item.loop} times` : "";
  const long = item.seconds ? `${Number(item.seconds.toFixed(1))} s` : "";
  switch (item.kind) {
    case "say":
      if (item.socket) {
        return { what: "agent", text, note: answered(item), side: "app" };
      }
      return { what: "hears", text: text + times, side: "app" };
    case "play":
      return { what: "hears", text: (item.url ? `♪ ${item.url}` : `tones ${item.digits}`) + times, note: text, side: "app" };
    case "press":
      return { what: "presses", text, side: "caller" };
    case "speak":
      return { what: "says", text: `“${text}”`, note: interrupted(item), side: "caller" };
    case "sms":
      return { what: "text message", text, side: "caller" };
    case "hears":
      return { what: "answer", text, side: "app" };
    case "stream":
      return { what: { opened: "opens", closed: "closes" }[item.result] ?? "stream", text, side: "line" };
    case "pause":
      return { what: "silence", text: long, side: "line" };
    case "answer":
    case "hangup":
      return { what: "", text, side: "line" };
    case "record":
      return { what: "recording", text, side: "line" };
    default:
      return { what: item.kind, text: text || long, side: "line" };
  }
}

// answered says how an agent came to speak.
function answered(item) {
  if (item.greeting) {
    return "greeting";
  }
  return item.answer_ms === undefined ? "" : `first word after ${item.answer_ms} ms`;
}

function interrupted(item) {
  if (item.interrupts === undefined) {
    return "";
  }
  return item.interrupts ? `interrupts after “${item.interrupts}”` : "interrupts before a whole word was heard";
}

function itemRung(rung) {
  const item = rung.item;
  if (rung.cycle) {
    return ["app", ...agentParts(rung)];
  }
  const { what, text, note, side } = said(item);
  const who = item.leg && item.leg !== "caller" ? `${item.leg} ${what}`.trim() : what;
  return [side, el("p", { class: "bubble" }, who ? el("span", { class: "what" }, `${who} `) : null, el("span", { class: "text" }, text), rung.partial ? el("span", { class: "more" }, "…") : null),
    note ? el("p", { class: "note" }, note) : null,
    rung.unheard ? el("p", { class: "note wrong" }, "ignored: the call was not waiting for input") : null];
}

function requestRung(rung, choose) {
  const r = rung.request;
  const ok = r.status >= 200 && r.status < 400;
  const label = [
    el("span", { class: "method" }, r.method), " ", el("span", { class: "path" }, path(r.url)), " ",
    el("span", { class: ok ? "status good" : "status bad" }, r.status ? String(r.status) : "no answer"), " ",
    el("span", { class: "ms" }, `${r.milliseconds.toFixed(1)} ms`),
  ];
  const next = r.redirect ? `→ ${r.redirect.method} ${path(r.redirect.url)}${r.redirect.lost ? ` (${r.redirect.lost})` : ""}` : "";
  const notes = [r.replay_of ? `replay of ${r.replay_of}` : r.purpose, next, r.source, r.seen && !r.signed ? `not signed: ${r.reason}` : ""];
  const detail = el("p", { class: "note" }, notes.filter(Boolean).join(" · "));
  if (!r.seen) {
    return ["asked", el("p", { class: "request" }, ...label), detail];
  }
  return ["asked", el("button", { type: "button", class: "request", "data-n": rung.n, onclick: () => choose(rung.n) }, ...label), detail];
}

function alertRung(rung) {
  const a = rung.alert;
  const at = a.line ? `${path(a.url)}:${a.line}:${a.column}` : "";
  return [`alert ${a.level === "error" ? "error" : "warning"}`,
    el("p", { class: "bubble" }, el("span", { class: "what" }, `${a.level} ${a.code || a.rule}`), " ", el("span", { class: "text" }, a.message)),
    at ? el("p", { class: "note" }, at) : null,
    a.fix ? el("p", { class: "note" }, a.fix) : null];
}

function draw(rung, choose) {
  const [kind, ...parts] = rung.request ? requestRung(rung, choose) : rung.alert ? alertRung(rung) : itemRung(rung);
  const li = el("li", { class: `rung ${kind}` }, el("time", { class: "at" }, seconds(rung.at)), el("div", { class: "thing" }, ...parts));
  li.dataset.rung = rung.n;
  if (rung.cycle || rung.partial) {
    li.setAttribute("aria-busy", String(rung.partial || !rung.cycle.closed)); // it is read aloud when it is complete
  }
  return li;
}

// Ladder draws the ladder of one call.
export class Ladder {
  items = new Map();

  constructor(choose) {
    this.choose = choose;
    this.log = byId("log");
    this.list = byId("ladder");
    this.follows = true; // the end stays in sight, until a person scrolls away from it
    this.log.addEventListener("scroll", () => {
      this.follows = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 40;
    });
    const sizes = new ResizeObserver(() => this.follow());
    sizes.observe(this.log);
    sizes.observe(this.list);
  }

  follow() {
    if (this.follows) {
      this.log.scrollTop = this.log.scrollHeight;
    }
  }

  // begin draws a call from its beginning, without reading it all aloud.
  begin(rungs) {
    this.log.setAttribute("aria-live", "off");
    this.items = new Map();
    this.list.replaceChildren(...rungs.map((rung) => this.make(rung)));
    this.follows = true;
    this.follow();
    requestAnimationFrame(() => this.log.setAttribute("aria-live", "polite"));
  }

  // put draws one rung more, or one anew of which more is known.
  put(rung, most) {
    const known = this.items.get(rung.n);
    if (known && rung.cycle) {
      known.querySelector(".thing").replaceChildren(...agentParts(rung)); // its place and time stay
      known.setAttribute("aria-busy", String(!rung.cycle.closed)); // it is read aloud when it is complete
      this.follow();
      return;
    }
    if (known) {
      known.replaceWith(this.make(rung));
      return;
    }
    this.list.append(this.make(rung));
    if (this.list.children.length > most) {
      this.items.delete(Number(this.list.firstChild.dataset.rung));
      this.list.firstChild.remove();
    }
    this.follow();
  }

  make(rung) {
    const li = draw(rung, this.choose);
    this.items.set(rung.n, li);
    return li;
  }

  // mark says which request is shown beside the ladder.
  mark(n) {
    for (const button of this.list.querySelectorAll("button.request")) {
      button.toggleAttribute("data-shown", button.dataset.n === String(n));
      button.setAttribute("aria-expanded", String(button.dataset.n === String(n)));
    }
  }
}
