// The page: what is shown of what happens, and who is told of it.

import { byId, el, show } from "./dom.js";
import * as api from "./api.js";
import { State } from "./state.js";
import { Calls, facts, time, title } from "./calls.js";
import { Ladder } from "./ladder.js";
import { Line } from "./voice.js";
import { Phone } from "./phone.js";
import { RequestPane } from "./request.js";
import { outcome } from "./replay.js";

const state = new State();
const line = new Line();
const phone = new Phone(line);
const calls = new Calls((sid) => choose(sid, true));
const pane = new RequestPane((n) => ladder.mark(n));
const ladder = new Ladder((n) => pane.open(n));
let chosen = "";

// choose shows a call. The one that a person chose gets the focus.
function choose(sid, byHand) {
  chosen = sid;
  byId("call-result").replaceChildren();
  pane.n && pane.close();
  calls.draw(state.calls, chosen);
  ladder.begin(state.of(sid));
  about();
  if (byHand) {
    show("call");
    phone.sid || byId("call-title").focus(); // the phone has it, where there is one
  }
}

// about says which call is shown.
function about() {
  const call = state.calls.get(chosen);
  byId("call-title").textContent = call ? title(call) : "No call selected";
  byId("call-facts").textContent = call ? `${time(call)} · ${facts(call)}${call.kind === "other" ? "" : ` · ${call.sid}`}` : "";
  byId("replay-call").hidden = !call || call.kind !== "call" || call.live || call.requests === 0;
  phone.show(call);
}

function snapshot(all) {
  state.begin(all);
  const { webhook, served, local, from, to } = state.about;
  byId("about").replaceChildren(local ? el("span", { class: "local" }, "local") : "", el("span", { class: "served" }, served), " is served at ", el("code", {}, webhook));
  const form = byId("dial");
  form.elements.from.placeholder = from;
  form.elements.to.placeholder = to;
  if (!state.calls.has(chosen)) {
    chosen = [...state.calls.keys()].at(-1) ?? "";
  }
  calls.draw(state.calls, chosen);
  ladder.begin(state.of(chosen));
  about();
}

function events(all) {
  for (const event of all) {
    const fresh = state.take(event);
    if (event.rung && (fresh || event.rung.cycle)) {
      line.hear(event.rung);
    }
    if (event.rung?.call === chosen) {
      ladder.put(event.rung, state.most);
    }
    if (event.call) {
      calls.update(event.call, chosen);
      if (!event.call.live) {
        line.mine.delete(event.call.sid);
      }
    }
    if (event.gone) {
      calls.draw(state.calls, chosen);
    }
  }
  if (chosen === "" && state.calls.size > 0) {
    choose([...state.calls.keys()][0], false);
  }
  byId("no-calls").hidden = state.calls.size > 0;
  about();
}

const connections = {
  live: "live",
  lost: "connection lost (serve may have stopped); retrying",
  refused: "open the address that twvoice serve printed: it contains the token",
};

byId("dial").addEventListener("submit", async (e) => {
  e.preventDefault();
  const { from, to } = e.target.elements;
  try {
    const { call_sid: sid } = await api.dial(from.value, to.value);
    line.mine.add(sid);
    state.of(sid).forEach((rung) => line.hear(rung)); // what has come faster than the answer
    choose(sid, true);
  } catch (err) {
    byId("call-result").replaceChildren(el("p", { class: "wrong" }, err.message));
  }
});

byId("replay-call").addEventListener("click", async () => {
  const result = byId("call-result");
  result.replaceChildren(el("p", { class: "note" }, "replaying…"));
  try {
    const { requests, left, why } = await api.replayCall(chosen);
    result.replaceChildren(...(requests ?? []).flatMap((done) => [el("h3", {}, `${done.id || ""} ${done.method} ${new URL(done.url).pathname}`), ...outcome(done)]),
      left ? el("p", { class: "wrong" }, `${why}; ${left} left`) : "");
  } catch (err) {
    result.replaceChildren(el("p", { class: "wrong" }, err.message));
  }
});

for (const back of document.querySelectorAll(".back")) {
  back.addEventListener("click", () => (back.dataset.to === "call" ? pane.close() : show("calls")));
}

api.listen({
  snapshot,
  events,
  state: (how) => {
    byId("connection").textContent = connections[how];
    byId("connection").className = how;
  },
});
