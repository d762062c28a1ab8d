// An agent aloud: the words of a talk cycle are spoken while they arrive, in pieces that sound well.

// ready is how much of the words that are not spoken yet can be spoken now: up to the last end of a
// sentence or clause, all of a long piece, or all that there is once no more will come.
export function ready(text, closed) {
  if (closed) {
    return text.length;
  }
  const end = Math.max(...[...text.matchAll(/[.!?;:,…](?=\s)|[。！？、]/g)].map((found) => found.index + 1), 0);
  return end || (text.length > 80 ? text.lastIndexOf(" ") + 1 : 0);
}

export class AgentVoice {
  spoken = new Map(); // by rung: how many characters were given to the voice
  language = ""; // of the last talk cycle

  constructor(line) {
    this.line = line;
  }

  // hear takes a talk cycle, at its beginning and whenever it changes.
  hear({ n, item, cycle }) {
    this.language = item.language || this.language;
    const from = this.spoken.get(n) ?? 0;
    if (from === Infinity) {
      return;
    }
    if (cycle.heard !== null) {
      this.spoken.set(n, Infinity);
      this.line.stop();
      return;
    }
    const piece = item.text.slice(from, from + ready(item.text.slice(from), cycle.closed));
    this.spoken.set(n, from + piece.length);
    if (piece.trim()) {
      this.line.put(() => this.line.speak({ text: piece.trim(), language: item.language }), 1);
    }
  }
}
