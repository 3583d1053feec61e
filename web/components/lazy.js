/** Parts of the page that are loaded when they are first opened, with their styles and their texts. */
import { learn } from "../i18n.js";
import { shown } from "./parts.js";
import { Resource } from "./resource.js";

const sheets = new Map();

/**
 * `load` imports a module, which comes with the sheets `styles/<name>.css` and the texts `texts/<name>-<language>.js`;
 * the function that is returned draws `show()` in its host once all of it is there.
 */
export function lazy(load, { styles = [], texts = [] } = {}) {
  const hosts = new Set();
  const requestUpdate = () => hosts.forEach((host) => host.requestUpdate());
  const loadAll = () => Promise.all([load([...hosts][0]), import("./icons-later.js"), ...styles.map(styleSheet), ...texts.map(learn)]);
  const part = new Resource({ requestUpdate }, () => (part.error ? renew().then(loadAll) : loadAll()));
  return (host, show) => {
    if (part.value) hosts.clear();
    else hosts.add(host);
    if (!part.asked) part.reload();
    return shown(part, show);
  };
}

/** What did not come, and is asked for again, may be of a page that is no more: if there is another one by now, that is loaded. */
export async function renew() {
  const entry = document.querySelector("script[type=module]").getAttribute("src");
  const page = await fetch("index.html", { cache: "no-store" }).then((answer) => (answer.ok ? answer.text() : entry), () => entry);
  return page.includes(entry) ? null : new Promise(() => window.location.reload());
}

/** Resolves once `styles/<name>.css` is in force. */
export function styleSheet(name) {
  if (!sheets.has(name)) sheets.set(name, attach(import.meta.sheets?.[name] ?? `styles/${name}.css`)); // the build names them anew
  return sheets.get(name).catch((error) => {
    sheets.delete(name);
    throw error;
  });
}

function attach(href) {
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: resolve });
    link.onerror = () => reject(new Error(href), link.remove());
    document.head.append(link);
  });
}
