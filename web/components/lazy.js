/** Parts of the page that are loaded when they are first opened. */
import { shown } from "./parts.js";
import { Resource } from "./resource.js";

/** `load` imports a module; what comes back draws `show()` in a host, once the module and its style sheets are there. */
export function lazy(load, sheets = []) {
  const part = new Resource(null, () => Promise.all([load(), ...sheets.map(styleSheet)]));
  return (host, show) => {
    part.host = host;
    if (!part.asked) part.reload();
    return shown(part, show);
  };
}

function styleSheet(href) {
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: resolve });
    link.onerror = () => reject(new Error(href), link.remove());
    document.head.append(link);
  });
}
