/** What comes once somebody is at the desk and the connection stands: what a call needs, and what waits behind a press. */
import { createKeys } from "./components/keys.js";
import { createDialer } from "./dialer.js";
import { t } from "./i18n.js";
import { createMissed } from "./missed.js";
import { createNotes } from "./notes.js";
import { createVoice } from "./voice.js";
import "./components/call-error.js";
import "./components/dial-box.js";
import "./components/icons-later.js";
import "./components/operator-menu.js";
import "./components/search-box.js";
import "./components/stack.js";
import "./components/toasts.js";
import "./components/waiting-box.js";

/** Completes the services of `root`, and lets it draw the elements that are defined now. */
export function complete(root) {
  const { api, store, session, preferences, time } = root.services;
  const notes = createNotes({
    save: api.saveNote, find: (phone) => api.calls({ query: phone }), storage: localStorage, time,
    onUnsaved: (callId, unsaved) => session.noting(callId, unsaved),
  });
  const voice = createVoice({
    Notification: window.Notification, AudioContext: window.AudioContext, wantsSound: () => preferences.get().sound,
    onClick: (callId) => root.showCard(callId),
  });
  const missed = createMissed({
    api, store, time, onRefused: (row, message) => root.tellTaken(row, message),
    onFailed: (message) => root.tellUnsaved(message),
  });
  const dialer = createDialer({
    api, store, newId: () => crypto.randomUUID(), wait: time.setTimeout,
    onAccepted: (party) => root.tellAccepted() ?? missed.dialled(party.phone),
    onFailed: (party, message) => root.tellFailed(party, message),
    onSilence: () => root.tellSilence(),
  });
  Object.assign(root.services, { notes, missed, dialer });
  document.documentElement.dataset.numbers = store.get().me.numbers;
  root.addEventListener("reveal", ({ detail }) => reveal(root, detail));
  session.equip({ voice, notes });
  missed.watch();
  document.addEventListener("keydown", createKeys(root));
  store.set({ complete: true });
  window.addEventListener("pagehide", () => voice.stop()); // the next tab's notifications lead somewhere, this one's no longer
  window.addEventListener("storage", ({ key }) => notes.reread(key));
  return root.services;
}

/** Shows whole numbers to who may ask for them; a refusal says why. */
async function reveal(root, of) {
  try {
    await import("./components/reveal.js"); // first: a look that nobody sees would be on the list all the same
    const numbers = await root.services.api.reveal(of);
    await root.querySelector("cc-reveal").show(numbers);
  } catch (error) {
    root.tellUnsaved(error.message || t("state.error"));
  }
}
