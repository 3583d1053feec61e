/** What reaches an operator who looks elsewhere: one sound and one desktop notification for each call, from one tab of the browser. */
import { caller, stateWord } from "./attention.js";
import { phase } from "./calls.js";
import * as format from "./format.js";

const TONES = [[0, 660], [0.16, 880]];
const [EVERY_S, LONGEST_S] = [3, 120]; // nobody lets a telephone ring longer

/** `cards` are those on the screen; `wantsSound()` is asked at each change; `onClick(callId)` is told of a clicked notification. */
export function createVoice({ Notification, AudioContext, wantsSound, onClick }) {
  const notes = new Map();
  let rung = new Set();
  let bell = null;

  /** What no card asks for any more falls silent and closes, all at once; a call that rings anew is heard. */
  function follow(cards) {
    const phases = new Map(cards.map(({ call }) => [call.call_id, phase(call)]));
    for (const [id, { note, at }] of notes) if (phases.get(id) !== at) close(id, note);
    ring(cards.filter(({ call }) => call.direction === "in" && phase(call) === "ringing").map(({ call }) => call.call_id));
  }

  function ring(ids) {
    const fresh = ids.some((id) => !rung.has(id));
    rung = new Set(ids);
    if (!ids.length || !wantsSound()) return hush();
    if (!fresh) return;
    hush();
    bell = chimes(AudioContext, LONGEST_S / EVERY_S);
  }

  function hush() {
    bell?.close();
    bell = null;
  }

  function close(id, note) {
    notes.delete(id);
    note.close();
  }

  function notify(call) {
    const note = notification(call, Notification);
    if (!note) return;
    notes.set(call.call_id, { note, at: phase(call) });
    note.onclick = () => {
      close(call.call_id, note);
      onClick(call.call_id);
    };
  }

  /** Goes on for a tab that had the voice before: its notification is replaced by one that leads here. */
  function take(cards) {
    for (const { call } of cards) if (call.toast && phase(call) === "ringing") notify(call);
    follow(cards);
  }

  function stop() {
    hush();
    rung.clear();
    for (const [id, { note }] of notes) close(id, note);
  }

  return { follow, notify, take, stop };
}

/** A desktop notification, when the operator allowed them; a second one of the same call takes the place of the first. */
function notification(call, Notification) {
  if (Notification?.permission !== "granted") return null;
  const [contact] = call.contacts;
  const details = [contact?.company, call.phone && format.phone(call.display), call.line?.name].filter(Boolean);
  return new Notification(`${stateWord(call)}: ${caller(call)}`, {
    body: details.join(" · "),
    tag: call.call_id,
    icon: "img/favicon.svg",
    lang: document.documentElement.lang,
  });
}

/** The chime once, to try it; resolves to whether the browser lets it sound. */
export async function chime(AudioContext) {
  const audio = chimes(AudioContext, 1);
  if (!audio) return false;
  setTimeout(() => audio.close(), 1_000);
  await Promise.race([audio.resume(), new Promise((resolve) => setTimeout(resolve, 500))]);
  return audio.state === "running";
}

/** Two short tones again and again, quiet enough for an open-plan office; all of them planned at once, since timers of hidden tabs are slow. */
function chimes(AudioContext, times) {
  if (!AudioContext) return null;
  const audio = new AudioContext();
  for (let turn = 0; turn < times; turn += 1) {
    for (const [after, pitch] of TONES) tone(audio, pitch, audio.currentTime + turn * EVERY_S + after);
  }
  return audio;
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
