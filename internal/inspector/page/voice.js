// What the caller hears, aloud: words by the browser's own speech, sounds from the server, one after the other.

import { byId } from "./dom.js";
import * as api from "./api.js";
import { AgentVoice } from "./agent-voice.js";

export class Line {
  mine = new Set(); // the calls of this page
  waiting = [];
  now = null; // what is heard: it has a stop
  agent = new AgentVoice(this);
  speaks = new Set(); // the talk cycles of agents that the call has not finished, by rung

  constructor() {
    const sound = byId("sound");
    sound.checked = localStorage.getItem("twvoice-sound") !== "off";
    sound.addEventListener("change", () => {
      localStorage.setItem("twvoice-sound", sound.checked ? "on" : "off");
      this.stop();
    });
    this.on = () => sound.checked;
  }

  // hear takes what happened in a call of this page, and again each change of what an agent says.
  hear(rung) {
    const item = rung.item;
    if (!item || item.leg !== "caller" || !this.mine.has(rung.call)) {
      return;
    }
    if (rung.cycle) {
      rung.cycle.speaking || !rung.cycle.closed ? this.speaks.add(rung.n) : this.speaks.delete(rung.n);
      return this.agent.hear(rung);
    }
    switch (item.kind) {
      case "say":
        return this.put(() => this.speak(item), item.loop);
      case "play":
        return rung.audio ? this.put(() => this.play(rung.n), item.loop) : undefined;
      case "press":
      case "speak":
        return rung.unheard || this.speaks.size > 0 ? undefined : this.stop(); // it was listened for, and ends the prompt
      case "hangup":
        return item.text === "the caller hangs up" ? this.stop() : undefined;
      case "stream":
        return item.result === "closed" && this.speaks.clear();
    }
  }

  put(start, loop) {
    if (this.on()) {
      this.waiting.push(...Array(Math.min(loop || 1, 10)).fill(start));
      this.next();
    }
  }

  next() {
    if (!this.now && this.waiting.length > 0) {
      this.now = this.waiting.shift()();
    }
  }

  // over goes on, unless what has ended was stopped already.
  over(which) {
    if (this.now === which) {
      this.now = null;
      this.next();
    }
  }

  stop() {
    this.waiting = [];
    const now = this.now;
    this.now = null;
    now?.stop();
  }

  speak(item) {
    const heard = { stop: () => speechSynthesis.cancel() };
    if (!("speechSynthesis" in window)) {
      queueMicrotask(() => this.over(heard));
      return heard;
    }
    const words = new SpeechSynthesisUtterance(item.text);
    words.lang = item.language || "en-US";
    words.addEventListener("end", () => this.over(heard));
    words.addEventListener("error", () => this.over(heard));
    speechSynthesis.speak(words);
    return heard;
  }

  play(n) {
    const sound = new Audio(api.sound(n));
    const heard = { stop: () => sound.pause() };
    sound.addEventListener("ended", () => this.over(heard));
    sound.addEventListener("error", () => this.over(heard));
    sound.play().catch(() => this.over(heard));
    return heard;
  }
}
