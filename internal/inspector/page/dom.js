// Elements are made of text here, never of markup: what an application or a stranger has sent is shown as it is.

// el makes an element: el("li", {class: "rung"}, "text", another).
export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) {
      made.addEventListener(key.slice(2), value);
    } else if (value === true) {
      made.setAttribute(key, "");
    } else if (value !== false && value !== undefined && value !== "") {
      made.setAttribute(key, value);
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

export const byId = (id) => document.getElementById(id);

// show brings one of the panes to the front, where there is room for one only.
export function show(view) {
  document.body.dataset.view = view;
}

// seconds is a time in a call, with milliseconds.
export const seconds = (ms) => `${(Math.max(ms, 0) / 1000).toFixed(3)} s`;

// path is what of a URL matters to its author.
export function path(url) {
  try {
    const u = new URL(url);
    return u.pathname + u.search;
  } catch {
    return url;
  }
}
