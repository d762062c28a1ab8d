// The phone: keys, words, and hanging up, for the call from this page that is shown.

import { byId, el } from "./dom.js";
import * as api from "./api.js";
import { Ear } from "./ear.js";

const keys = "123456789*0#";
const names = { "*": "star", "#": "hash" };

export class Phone {
  sid = "";

  constructor(line) {
    this.line = line;
    this.note = byId("phone-note");
    byId("keypad").append(...[...keys].map((key) => el("button", { type: "button", "aria-label": names[key] ?? key, onclick: () => this.do({ press: key }) }, key)));
    byId("say").addEventListener("submit", (e) => {
      e.preventDefault();
      this.say(byId("words").value);
      byId("words").value = "";
    });
    byId("hang-up").addEventListener("click", () => this.do({ hang_up: true }));
    byId("phone").addEventListener("keydown", (e) => this.typed(e));
    addEventListener("pagehide", () => this.line.mine.forEach((sid) => api.use(sid, { hang_up: true }).catch(() => {})));
    this.ear = new Ear(byId("speak"), {
      said: (words) => this.say(words),
      told: (text, instead) => (instead === undefined || this.note.textContent === instead) && this.tell(text),
      language: () => line.agent.language || navigator.language,
      began: () => line.stop(),
    });
  }

  // typed takes digits from the keyboard, where nobody is writing.
  typed(e) {
    if (e.target.matches("input:not([type=checkbox])") || e.ctrlKey || e.metaKey || e.altKey || !keys.includes(e.key)) {
      return;
    }
    e.preventDefault();
    this.do({ press: e.key });
  }

  say(words) {
    if (words.trim()) {
      this.do({ say: words });
    }
  }

  // show is told which call is shown.
  show(call) {
    const mine = Boolean(call?.live && call.phone);
    this.sid = mine ? call.sid : "";
    const hidden = byId("phone").hidden;
    byId("phone").hidden = !mine;
    mine || this.ear.stop();
    if (mine && hidden) {
      this.tell("");
      byId("keypad").firstChild.focus({ preventScroll: true });
    }
  }

  async do(what) {
    try {
      await api.use(this.sid, what);
    } catch (err) {
      this.tell(err.message);
    }
  }

  tell(text) {
    this.note.textContent = text;
  }
}
