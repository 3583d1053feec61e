/** What reaches an operator who looks elsewhere: desktop notification, sound, the tab's title and icon. */
import { t } from "./i18n.js";
import { candidates, isLive, phase, shownCards } from "./calls.js";
import * as format from "./format.js";

/** Who a call is with, in one line. */
export function caller(call, found = call.contacts) {
  if (found.length === 1) return found[0].name;
  if (found.length > 1) return t("card.found", { n: found.length });
  return call.phone ? format.phone(call.display) : t("card.withheld");
}

/** The state of a call in a word or two. */
export function stateWord(call) {
  const now = phase(call);
  if (now === "ringing") return t(call.direction === "out" ? "card.out" : "card.in");
  return t(`card.${now}`);
}

/** Runs `action` in one tab of this browser only: the one that gets the lock first. */
export async function oncePerBrowser(locks, key, action) {
  if (!locks) return action();
  await locks.request(`callcard.${key}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    action();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  });
}

/** Shows the desktop notification of a call, when the operator allowed it; a click leads to its card. */
export function notify(call, { Notification, onClick }) {
  if (Notification?.permission !== "granted") return null;
  const [contact] = call.contacts;
  const details = [contact?.company, call.phone && format.phone(call.display), call.line?.name].filter(Boolean);
  const note = new Notification(`${stateWord(call)}: ${caller(call)}`, {
    body: details.join(" · "),
    tag: call.call_id,
    icon: "img/favicon.svg",
    lang: document.documentElement.lang,
  });
  note.onclick = () => {
    note.close();
    onClick(call.call_id);
  };
  return note;
}

/** Two short tones, quiet enough for an open-plan office; resolves to whether the browser lets them sound. */
export async function chime(AudioContext) {
  if (!AudioContext) return false;
  const audio = new AudioContext();
  [660, 880].forEach((pitch, index) => tone(audio, pitch, audio.currentTime + index * 0.16));
  setTimeout(() => audio.close(), 1_000);
  await Promise.race([audio.resume(), new Promise((resolve) => setTimeout(resolve, 500))]);
  return audio.state === "running";
}

function tone(audio, pitch, at) {
  const [source, volume] = [audio.createOscillator(), audio.createGain()];
  source.frequency.value = pitch;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.08, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.3);
  source.connect(volume).connect(audio.destination);
  source.start(at);
  source.stop(at + 0.32);
}

/** The tab says who calls: (1) ☎ Ирина Соколова — callcard. */
export function pageTitle(state) {
  const waiting = shownCards(state).filter((card) => isLive(card.call));
  if (!waiting.length) return "callcard";
  return `(${waiting.length}) ☎ ${caller(waiting[0].call, candidates(waiting[0]))} — callcard`;
}

/** A dot on the tab's icon while a call lives. */
export function showFavicon(document, live) {
  const link = document.querySelector('link[rel="icon"]');
  const href = live ? "img/favicon-call.svg" : "img/favicon.svg";
  if (link.getAttribute("href") !== href) link.setAttribute("href", href);
}
