/** The page starts here: everything that touches the browser's globals is put together in this module. */
import { createApi } from "./api.js";
import { createAuth } from "./auth.js";
import { language, learn, setLanguage } from "./i18n.js";
import { applyPreferences, createPreferences } from "./preferences.js";
import { createSession, NOBODY } from "./session.js";
import { createStore } from "./store.js";
import { createTabs } from "./tabs.js";
import "./components/app.js";
import { renew, styleSheet } from "./components/lazy.js";

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
  const session = createSession({ api, config, store, time, WebSocket, openTabs, onRecord: (call) => root.tellRecord(call) });
  root.services = { preferences, store, auth, api, session, time, later: loadLater(root) };
  watchBrowser(root);
  if (auth.loggedIn()) root.enter();
  else store.set({ ready: true });
}

/** Loads later.js, once; what did not arrive is asked for again by whoever needs it next. */
function loadLater(root) {
  let [asked, failed] = [null, false];
  const load = async () => {
    if (failed) await renew();
    await Promise.all([learn("later"), ...["forms", "cards", "later"].map(styleSheet)]);
    const { complete } = await import("./later.js");
    return complete(root);
  };
  return () => {
    asked ??= load().catch((error) => {
      [asked, failed] = [null, true];
      throw error;
    });
    return asked;
  };
}

function openTabs(options) {
  const { locks } = navigator;
  return createTabs({ id: crypto.randomUUID(), locks, BroadcastChannel: window.BroadcastChannel, time, ...options });
}

function logOut(root) {
  root.services.session?.stop();
  root.services.store.set({ loggedIn: false, ready: true });
}

function watchBrowser(root) {
  const { session, auth, preferences } = root.services;
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && session.wake());
  window.addEventListener("online", () => session.wake());
  window.addEventListener("storage", ({ key }) => {
    if (key === auth.storageKey) auth.reread();
    if (key === preferences.storageKey) root.prefer(preferences.reread());
  });
}

boot().catch(() => window.dispatchEvent(new Event("callcard.unloaded")));
