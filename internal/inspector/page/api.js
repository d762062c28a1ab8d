// What the page asks for. The token came in the fragment of its address, which no server is told, and stays in this tab.

const key = "twvoice-token";

export function token() {
  const given = location.hash.slice(1);
  if (/^[0-9a-f]{16,}$/.test(given)) {
    sessionStorage.setItem(key, given);
    history.replaceState(null, "", location.pathname);
  }
  return sessionStorage.getItem(key) ?? "";
}

// ask asks, and fails with what the server says was wrong.
async function ask(method, to, body) {
  const answer = await fetch(to, {
    method,
    headers: { "X-Twvoice-Token": token(), "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
    keepalive: Boolean(body?.hang_up), // said by a page that goes, too
  });
  const text = await answer.text();
  if (!answer.ok) {
    let why = text;
    try {
      why = JSON.parse(text).error;
    } catch {
      // it is plain text
    }
    throw new Error(why);
  }
  return JSON.parse(text);
}

export const request = (n) => ask("GET", `/api/requests/${n}`);
export const replayRequest = (n, params) => ask("POST", `/api/requests/${n}/replay`, { params });
export const replayCall = (sid) => ask("POST", `/api/calls/${encodeURIComponent(sid)}/replay`);
export const dial = (from, to) => ask("POST", "/api/phone", { from, to });
export const use = (sid, what) => ask("POST", `/api/phone/${encodeURIComponent(sid)}`, what);
export const sound = (n) => `/api/audio/${n}?token=${encodeURIComponent(token())}`;

// listen hands on all there is, and then what happens. A stream that breaks begins again by itself.
export function listen({ snapshot, events, state }) {
  const stream = new EventSource(`/api/events?token=${encodeURIComponent(token())}`);
  stream.addEventListener("snapshot", (e) => {
    state("live");
    snapshot(JSON.parse(e.data));
  });
  stream.addEventListener("events", (e) => events(JSON.parse(e.data)));
  stream.addEventListener("error", () => state(stream.readyState === EventSource.CLOSED ? "refused" : "lost"));
}
