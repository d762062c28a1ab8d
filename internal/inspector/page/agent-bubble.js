// What an agent behind a WebSocket says: a bubble for each talk cycle, which grows while words arrive.

import { el } from "./dom.js";

// words are the heard part of a talk cycle, and the part that an interruption cut off.
export function words(text, cycle) {
  const heard = cycle?.heard ?? null;
  if (heard === null || !text.startsWith(heard)) {
    return [text, ""];
  }
  const cut = text.slice(heard.length);
  const gap = cut.length - cut.trimStart().length; // the space between belongs to neither
  return [heard + cut.slice(0, gap), cut.slice(gap)];
}

function note(item, cycle) {
  if (cycle?.heard === "") {
    return "interrupted before the first word was heard";
  }
  if (cycle?.heard) {
    return "interrupted: the caller did not hear the rest";
  }
  const parts = [];
  if (item.greeting) {
    parts.push("greeting");
  }
  if (item.answer_ms !== undefined && item.answer_ms !== null) {
    parts.push(`first word after ${item.answer_ms} ms`);
  }
  return parts.join(" · ");
}

// agentParts are the parts of the rung.
export function agentParts(rung) {
  const { item, cycle } = rung;
  const [heard, cut] = words(item.text, cycle);
  const who = item.leg && item.leg !== "caller" ? `${item.leg} agent` : "agent";
  const state = cycle && !cycle.closed ? " arriving" : cycle?.speaking ? " speaking" : "";
  return [
    el("p", { class: `bubble agent${state}` }, el("span", { class: "what" }, `${who} `), el("span", { class: "text" }, heard), cut ? el("del", {}, cut) : null),
    el("p", { class: "note", hidden: note(item, cycle) === "" }, note(item, cycle)),
  ];
}
