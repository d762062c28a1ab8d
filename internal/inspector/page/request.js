// One request whole: its answer laid out and marked, its parameters and headers, and the way to ask it again.

import { byId, el, path, show } from "./dom.js";
import * as api from "./api.js";
import { Replay } from "./replay.js";

// underlined is a line in which the words are marked that something is wrong with.
function underlined(line, wrong) {
  const parts = [];
  const letters = [...line]; // columns count letters
  let done = 0;
  for (const from of [...new Set(wrong.map((m) => m.column - 1))].sort((a, b) => a - b)) {
    const word = letters.slice(from).join("").match(/^<?[^\s<>=/"]*/)[0];
    if (from >= done && word) {
      parts.push(letters.slice(done, from).join(""), el("span", { class: "at" }, word));
      done = from + [...word].length;
    }
  }
  return [...parts, letters.slice(done).join("")];
}

// code shows a document line by line, with what is wrong below the line where it is.
function code(text, marks) {
  const lines = text.replace(/\n$/, "").split("\n");
  return el("ol", { class: "code", tabindex: "0", "aria-label": "the response" }, ...lines.map((line, i) => {
    const wrong = marks.filter((m) => m.line === i + 1);
    return el("li", { class: wrong.length ? "marked" : "" }, el("code", {}, ...underlined(line || " ", wrong)), ...wrong.map((m) =>
      el("p", { class: `mark ${m.level}` }, `${m.message} [${[m.code, m.rule].filter(Boolean).join(" ")}]`)));
  }));
}

// table shows names and values, those that repeat in rows of their own.
function table(caption, values) {
  const rows = Object.keys(values ?? {}).sort().flatMap((name) => values[name].map((value) =>
    el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, value))));
  return rows.length ? el("table", {}, el("caption", {}, caption), el("tbody", {}, ...rows)) : el("p", { class: "note" }, `no ${caption.toLowerCase()}`);
}

function facts(r) {
  const rows = [
    ["request", r.id || "not stored"],
    ["at", new Date(r.at).toLocaleString()],
    ["response", `${r.status || "none"} in ${r.milliseconds.toFixed(1)} ms`],
    ["signature", r.signed ? "valid" : r.reason || "not checked"],
    ["answered by", r.source],
    ["purpose", r.purpose],
    ["leads to", r.redirect && `${r.redirect.method} ${r.redirect.url}${r.redirect.lost ? ` (${r.redirect.lost})` : ""}`],
    ["replay of", r.replay_of],
    ["call", r.call_sid],
  ].filter(([, value]) => value);
  return el("dl", {}, ...rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", { class: name === "signature" && !r.signed ? "wrong" : "" }, value)]));
}

function alertsOf(alerts) {
  return (alerts ?? []).map((a) => el("p", { class: `mark ${a.level}` }, `${a.level} ${a.code}: ${a.message}`, a.fix ? el("br") : "", a.fix ?? ""));
}

// answer shows what was answered: laid out, or as it was sent. What cannot be laid out is shown as it was sent, and what is wrong
// with it has its place there.
function answer(shown) {
  const place = el("div", { class: "answer" });
  const sent = shown.text === shown.request.answer;
  const placed = (alerts) => (alerts ?? []).filter((a) => a.line > 0);
  const whole = (alerts) => (alerts ?? []).filter((a) => !a.line);
  const formatted = el("button", { type: "button", onclick: () => draw(true) }, "Formatted");
  const raw = el("button", { type: "button", onclick: () => draw(false) }, "As sent");
  function draw(pretty) {
    formatted.setAttribute("aria-pressed", String(pretty));
    raw.setAttribute("aria-pressed", String(!pretty));
    const text = pretty ? shown.text : shown.request.answer;
    const marks = !pretty ? placed(shown.request.alerts) : sent ? [...shown.marks, ...placed(shown.alerts)] : shown.marks;
    const rest = !pretty ? whole(shown.request.alerts) : sent ? whole(shown.alerts) : shown.alerts;
    place.replaceChildren(text ? code(text, marks) : el("p", { class: "note" }, "none, or not text"), ...alertsOf(rest));
  }
  draw(true);
  return el("section", { "aria-label": "Response" }, el("div", { class: "bar" }, el("h3", {}, "Response"), formatted, raw),
    place, shown.request.answer_cut ? el("p", { class: "note" }, "the rest was not stored") : null);
}

// RequestPane shows a request beside the ladder.
export class RequestPane {
  n = 0;
  opener = null;

  constructor(marked) {
    this.marked = marked;
    byId("close-request").addEventListener("click", () => this.close());
    byId("request-pane").addEventListener("keydown", (e) => {
      if (e.key === "Escape") {
        this.close();
      }
    });
  }

  async open(n) {
    this.n = n;
    this.opener = document.activeElement;
    let shown;
    try {
      shown = await api.request(n);
    } catch (err) {
      byId("request-title").textContent = "The request cannot be shown";
      byId("request").replaceChildren(el("p", { class: "wrong" }, err.message));
    }
    if (this.n !== n) {
      return; // another one was chosen meanwhile
    }
    if (shown) {
      this.draw(shown);
    }
    byId("request-pane").hidden = false;
    document.body.classList.add("with-request");
    show("request");
    this.marked(n);
    byId("request-title").focus();
  }

  draw(shown) {
    const r = shown.request;
    byId("request-title").textContent = `${r.method} ${path(r.url)}`;
    const replay = new Replay(this.n, r);
    const body = r.body ? el("section", {}, el("h3", {}, "Body"), code(r.body, [])) : null;
    byId("request").replaceChildren(...[
      facts(r), replay.bar, replay.result, answer(shown), replay.parameters, body,
      el("details", {}, el("summary", {}, "Headers"), table("Of the request", r.headers), table("Of the response", r.answer_headers)),
    ].filter(Boolean));
  }

  close() {
    this.n = 0;
    byId("request-pane").hidden = true;
    document.body.classList.remove("with-request");
    show("call");
    this.marked(0);
    if (this.opener?.isConnected) {
      this.opener.focus();
    }
  }
}
