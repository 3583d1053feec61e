/** Notes to calls: kept in this browser from the first letter, on the server a moment later, and tried until they are there. */

const PAUSE_MS = 600;
const OTHER_TAB_MS = 10_000;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;
const KEPT_MS = 7 * 86_400_000;
const PREFIX = "callcard.note.";

/**
 * `save(callId, text)` resolves to {version}; `find(phone)` to {calls}, the journal's; `storage` is shared by the tabs of this browser; `onUnsaved(callId, unsaved)` when a
 * text begins or ceases to wait for the server. A note's `state` is "" | "writing" | "saved" | "failed".
 */
export function createNotes({ save, find, storage, time, onUnsaved = () => {} }) {
  const notes = new Map();
  const listeners = new Set();
  const drafts = createDrafts(storage, time.now);

  /** What the field shows; `server` is what the server has, `version` of which call's version. */
  function note(id) {
    if (!notes.has(id)) notes.set(id, { text: null, server: null, version: -1, unsaved: false, state: "", attempts: 0 });
    return notes.get(id);
  }

  function change(id, changes) {
    const [one, before] = [note(id), note(id).unsaved];
    Object.assign(one, changes);
    if (one.unsaved !== before) onUnsaved(id, one.unsaved);
    for (const listener of listeners) listener(id);
  }

  /** A frame's call: its note is shown unless a newer one is known or somebody writes here; null means a long one that was left out. */
  function learn(call) {
    if (note(call.call_id).unsaved) onUnsaved(call.call_id, true);
    if (call.note === null) look(call);
    else hear(call);
  }

  function hear({ call_id: id, note: text, version }) {
    if (version <= note(id).version) return;
    change(id, { server: text, version });
    catchUp(id);
  }

  /** Until a long note is known nobody can write over it. */
  async function look({ call_id: id, phone }) {
    if (note(id).text !== null || !phone) return;
    const { calls } = await find(phone).catch(() => ({ calls: [] }));
    calls.filter((call) => call.call_id === id).forEach(hear);
  }

  function catchUp(id) {
    const { unsaved, held, text, server } = note(id);
    if (!unsaved && !held && server !== null && text !== server) change(id, { text: server, state: "" });
  }

  /** The focus is in the field, or has left it: nothing changes under the hand. */
  function hold(id, held) {
    change(id, { held });
    catchUp(id);
  }

  function write(id, text) {
    change(id, { text, unsaved: true, stored: drafts.keep(id, text), state: note(id).attempts ? "failed" : "writing" });
    later(id, PAUSE_MS);
  }

  function later(id, delay) {
    const one = note(id);
    time.clearTimeout(one.timer);
    one.timer = time.setTimeout(() => flush(id), delay);
  }

  /** Saves now what waits to be saved. */
  async function flush(id) {
    const one = note(id);
    time.clearTimeout(one.timer);
    if (!one.unsaved || one.saving) return;
    if (one.stored && drafts.read(id) === null) return savedElsewhere(id);
    const { text } = one;
    one.saving = true;
    const answer = await save(id, text).catch(() => null);
    if (notes.get(id) !== one) return; // logged out meanwhile: the draft is kept
    if (answer) saved(id, text, answer.version);
    else failed(id, one.attempts);
  }

  function failed(id, attempts) {
    change(id, { saving: false, state: "failed", attempts: attempts + 1 });
    later(id, Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempts));
  }

  function saved(id, text, version) {
    const one = note(id);
    const newer = one.version > version;
    const unsaved = one.text !== text;
    if (!unsaved) drafts.drop(id, text);
    change(id, { ...(newer ? {} : { server: text, version }), unsaved, saving: false, attempts: 0, state: unsaved ? "writing" : "saved" });
    if (unsaved) later(id, PAUSE_MS);
    else catchUp(id);
  }

  function savedElsewhere(id) {
    change(id, { unsaved: false, server: note(id).text, attempts: 0, state: "saved" });
  }

  /** Another tab wrote, or its text has reached the server. It saves what it wrote, unless it is closed before. */
  function reread(key) {
    const id = key?.startsWith(PREFIX) ? key.slice(PREFIX.length) : null;
    if (id === null || note(id).held) return;
    const text = drafts.read(id);
    if (text === null) return note(id).unsaved ? savedElsewhere(id) : undefined;
    change(id, { text, unsaved: true, stored: true, state: "writing" });
    later(id, OTHER_TAB_MS);
  }

  /** What an earlier page did not get saved is tried again. */
  function start() {
    for (const [id, text] of drafts.all()) {
      change(id, { text, unsaved: true, stored: true, state: "writing" });
      later(id, PAUSE_MS);
    }
  }

  function stop() {
    for (const { timer } of notes.values()) time.clearTimeout(timer);
    notes.clear();
  }

  return {
    learn, hold, write, flush, reread, start, stop,
    get: note,
    hurry: () => [...notes.keys()].forEach(flush),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Texts that have not reached the server: they outlive the page; after a week nobody waits for them. */
function createDrafts(storage, now) {
  function parsed(key) {
    try {
      return JSON.parse(storage.getItem(key));
    } catch {
      return null;
    }
  }

  const read = (id) => parsed(PREFIX + id)?.text ?? null;
  return {
    read,
    /** Whether it could be kept: a full storage keeps nothing. */
    keep(id, text) {
      try {
        storage.setItem(PREFIX + id, JSON.stringify({ text, at: now() }));
        return true;
      } catch {
        return false;
      }
    },
    drop: (id, text) => read(id) === text && storage.removeItem(PREFIX + id),
    all() {
      const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index)).filter((key) => key.startsWith(PREFIX));
      const old = keys.filter((key) => !(parsed(key)?.at > now() - KEPT_MS));
      old.forEach((key) => storage.removeItem(key));
      return keys.filter((key) => !old.includes(key)).map((key) => [key.slice(PREFIX.length), parsed(key).text]);
    },
  };
}
