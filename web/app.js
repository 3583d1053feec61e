/** The page starts here: everything that touches the browser's globals is put together in this module. */
import { createApi } from "./api.js";
import { createAuth } from "./auth.js";
import { createDialer } from "./dialer.js";
import { language, setLanguage } from "./i18n.js";
import { createMissed } from "./missed.js";
import { createNotes } from "./notes.js";
import { applyPreferences, createPreferences } from "./preferences.js";
import { createSession, NOBODY } from "./session.js";
import { createStore } from "./store.js";
import { createTabs } from "./tabs.js";
import { createVoice } from "./voice.js";
import "./components/app.js";

const time = {
  now: () => Date.now(),
  steady: () => performance.now(),
  setTimeout: (action, delay) => setTimeout(action, delay),
  clearTimeout: (timer) => clearTimeout(timer),
  setInterval: (action, delay) => setInterval(action, delay),
  clearInterval: (timer) => clearInterval(timer),
};
const browserFetch = (address, options) => fetch(address, options);

async function boot() {
  const preferences = createPreferences(localStorage);
  applyPreferences(preferences.get(), document.documentElement);
  await setLanguage(preferences.get().language);
  sessionStorage.removeItem("callcard.reloads"); // every module and text is here: first-paint.js may count anew
  const root = document.createElement("cc-app");
  root.services = { preferences, store: createStore({ ...NOBODY, loggedIn: false }) };
  document.body.append(root);
  try {
    connect(root, await loadConfig());
  } catch {
    root.services.store.set({ bootError: new Error("config") });
  }
}

async function loadConfig() {
  const response = await fetch("config.json", { cache: "no-store" });
  if (!response.ok) throw new Error(`config.json: ${response.status}`);
  return response.json();
}

function connect(root, config) {
  const { store, preferences } = root.services;
  const onLogout = () => logOut(root);
  const onLogin = () => root.enter();
  const auth = createAuth({ config, fetch: browserFetch, storage: localStorage, now: time.now, onLogout, onLogin });
  const api = createApi({ base: config.api_url, auth, fetch: browserFetch, language });
  const voice = createVoice({
    Notification: window.Notification, AudioContext: window.AudioContext, wantsSound: () => preferences.get().sound,
    onClick: (callId) => root.showCard(callId),
  });
  const notes = createNotes({
    save: api.saveNote, find: (phone) => api.calls({ query: phone }), storage: localStorage, time,
    onUnsaved: (callId, unsaved) => session.noting(callId, unsaved),
  });
  const session = createSession({ api, config, store, time, notes, WebSocket, openTabs, voice, onRecord: (call) => root.tellRecord(call) });
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
  root.services = { preferences, store, auth, api, session, notes, missed, dialer, time };
  watchBrowser(root, voice);
  if (auth.loggedIn()) root.enter();
  else store.set({ ready: true });
}

function openTabs(options) {
  const { locks } = navigator;
  return createTabs({ id: crypto.randomUUID(), locks, BroadcastChannel: window.BroadcastChannel, time, ...options });
}

function logOut(root) {
  root.services.session?.stop();
  root.services.store.set({ loggedIn: false, ready: true });
}

function watchBrowser(root, voice) {
  const { session, auth, notes, preferences } = root.services;
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && session.wake());
  window.addEventListener("online", () => session.wake());
  window.addEventListener("pagehide", () => voice.stop()); // the next tab's notifications lead somewhere, this one's no longer
  window.addEventListener("storage", ({ key }) => {
    if (key === auth.storageKey) auth.reread();
    notes.reread(key);
    if (key === preferences.storageKey) root.prefer(preferences.reread());
  });
}

boot().catch(() => window.dispatchEvent(new Event("callcard.unloaded")));
