/** Keys that work anywhere but in a field, by physical key, so that they work in the Russian layout too. */
import { isField } from "./focus.js";

const PAGES = { KeyD: "desk", KeyM: "missed", KeyJ: "journal", KeyC: "contacts" };
const CHORD_MS = 1_200;

/** `app` is asked to open pages, to find, to focus the card and to show the list of keys. */
export function createKeys(app) {
  let chordUntil = 0;
  return (event) => {
    if (!wanted(app, event)) return;
    if (isQuestion(event)) return act(event, () => app.showKeys());
    if (event.shiftKey) return;
    if (event.timeStamp < chordUntil && PAGES[event.code]) return act(event, () => app.open(PAGES[event.code]));
    if (event.code === "KeyG") chordUntil = event.timeStamp + CHORD_MS;
    if (event.code === "KeyK") act(event, () => app.focusCard());
    if (event.code === "Slash" || event.key === "/") act(event, () => app.querySelector("#find")?.focus());
  };
}

function wanted(app, event) {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return false;
  return app.services.preferences.get().keys && app.state.loggedIn && !isField(event.target);
}

// Shift+/ where the layout has it, and wherever it writes a question mark
const isQuestion = (event) => event.key === "?" || (event.shiftKey && event.code === "Slash");

function act(event, action) {
  event.preventDefault();
  action();
}
