// To ask a request again, as it was or with other parameters, and to see what is different in the answer.

import { el } from "./dom.js";
import * as api from "./api.js";

// outcome shows what came of a request that was asked again.
export function outcome(done) {
  const lines = (done.changes ?? []).map((line) => el("span", { class: line.startsWith("+") ? "plus" : line.startsWith("-") ? "minus" : "" }, `${line}\n`));
  return [
    el("p", { class: done.same ? "verdict good" : "verdict changed" }, `${done.same ? "Response unchanged" : "Response changed"}: ${done.status} in ${done.milliseconds.toFixed(1)} ms`),
    done.note ? el("p", { class: "note" }, done.note) : null,
    lines.length ? el("pre", { class: "diff", tabindex: "0", "aria-label": "changes: - recorded response, + new response" }, ...lines) : null,
  ].filter(Boolean);
}

// Replay is the part of a request's page that asks it again.
export class Replay {
  constructor(n, request) {
    this.n = n;
    this.recorded = request.params ?? {};
    this.editing = false;
    this.result = el("div", { class: "result", role: "status" });
    this.parameters = el("section", { "aria-label": "Parameters" });
    this.edit = el("button", { type: "button", "aria-pressed": "false", onclick: () => this.toggle() }, "Edit");
    this.again = el("button", { type: "button", class: "main", onclick: () => this.ask() }, "Replay");
    this.bar = el("div", { class: "bar" }, this.again, this.edit);
    this.draw();
  }

  toggle() {
    this.editing = !this.editing;
    this.edit.setAttribute("aria-pressed", String(this.editing));
    this.again.textContent = this.editing ? "Replay with these parameters" : "Replay";
    this.draw();
    this.parameters.querySelector("input")?.focus();
  }

  draw() {
    const names = Object.keys(this.recorded).sort((a, b) => this.weight(a) - this.weight(b) || a.localeCompare(b));
    this.body = el("tbody", {}, ...names.flatMap((name) => this.recorded[name].map((value) => this.row(name, value))));
    const add = el("button", { type: "button", onclick: () => {
      this.body.prepend(this.row("", ""));
      this.body.querySelector("input").focus();
    } }, "Add a parameter");
    this.parameters.replaceChildren(el("div", { class: "bar" }, el("h3", {}, "Parameters"), this.editing ? add : null), el("table", {}, this.body));
  }

  // weight puts what a developer edits before what is the same in every request.
  weight(name) {
    return /^(Digits|SpeechResult|Body)$/.test(name) ? 0 : /^(From|To|CallStatus|CallSid|MessageSid)$/.test(name) ? 1 : 2;
  }

  row(name, value) {
    if (!this.editing) {
      return el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, value));
    }
    const keep = { autocomplete: "off", spellcheck: "false" };
    const field = el("input", { ...keep, value, "aria-label": name ? `value of ${name}` : "value", "data-of": name });
    if (name) {
      return el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, field));
    }
    return el("tr", {}, el("th", {}, el("input", { ...keep, placeholder: "name", "aria-label": "name", class: "name" })), el("td", {}, field));
  }

  // edits are the parameters as they are edited; an empty one is left out.
  edits() {
    const edits = {};
    if (!this.editing) {
      return edits;
    }
    for (const row of this.body.rows) {
      const field = row.querySelector("td input");
      const name = field.dataset.of || row.querySelector("input.name")?.value.trim();
      if (name) {
        (edits[name] ??= []).push(field.value);
      }
    }
    return edits;
  }

  async ask() {
    this.again.disabled = true;
    try {
      this.result.replaceChildren(...outcome(await api.replayRequest(this.n, this.edits())));
    } catch (err) {
      this.result.replaceChildren(el("p", { class: "wrong" }, err.message));
    }
    this.again.disabled = false;
  }
}
