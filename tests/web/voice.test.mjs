/** The voice: one sound and one notification for each call, and silence at once. */
import assert from "node:assert/strict";
import test from "node:test";
import { setLanguage } from "../../web/i18n.js";
import { createVoice } from "../../web/voice.js";

await setLanguage("ru");
globalThis.document = { documentElement: { lang: "ru" } };

const CALL = { call_id: "1#100#0", state: "ringing", direction: "in", phone: "79991234567", display: "+7 999 123-45-67", extension: "100", contacts: [{ name: "Анна Белова" }], toast: true };
const cards = (...calls) => calls.map((call) => ({ call }));

function world({ sound = true } = {}) {
  const [notes, sounds, clicked, wanted] = [[], [], [], { sound }];
  class Notification {
    static permission = "granted";
    constructor(title, options) { notes.push(Object.assign(this, { title, ...options, open: true })); }
    close() { this.open = false; }
  }
  class AudioContext {
    currentTime = 0;
    tones = [];
    playing = true;
    constructor() { sounds.push(this); }
    createGain = () => ({ gain: { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect: (to) => to });
    createOscillator = () => ({ frequency: {}, connect: (to) => to, start: (at) => this.tones.push(at), stop() {} });
    close() { this.playing = false; }
  }
  const voice = createVoice({ Notification, AudioContext, wantsSound: () => wanted.sound, onClick: (id) => clicked.push(id) });
  return { voice, notes, sounds, clicked, wanted, playing: () => sounds.filter((audio) => audio.playing).length };
}

test("a ringing call is heard once, again and again for two minutes, and falls silent with its answer", () => {
  const { voice, sounds, playing } = world();
  voice.follow(cards(CALL));
  voice.follow(cards(CALL));
  assert.deepEqual([sounds.length, playing(), sounds[0].tones.length, sounds[0].tones.slice(0, 4)], [1, 1, 80, [0, 0.16, 3, 3.16]]);
  voice.follow(cards({ ...CALL, state: "talking" }));
  assert.equal(playing(), 0);
});

test("the second of two ringing calls is heard too, one sound at a time, and the last to end ends it", () => {
  const { voice, sounds, playing } = world();
  const second = { ...CALL, call_id: "2#100#0" };
  voice.follow(cards(CALL));
  voice.follow(cards(CALL, second));
  assert.deepEqual([sounds.length, playing()], [2, 1]);
  voice.follow(cards(CALL, { ...second, state: "ended" }));
  assert.equal(playing(), 1);
  voice.follow(cards());
  assert.deepEqual([sounds.length, playing()], [2, 0]);
});

test("an outgoing call does not ring, and no call does once the sound is switched off", () => {
  const { voice, playing, sounds, wanted } = world();
  voice.follow(cards({ ...CALL, direction: "out" }));
  assert.equal(sounds.length, 0);
  voice.follow(cards(CALL));
  wanted.sound = false;
  voice.follow(cards(CALL));
  assert.equal(playing(), 0);
});

test("a notification closes when the call goes on, ends, is answered by another or is closed; a click leads to the card", () => {
  for (const after of [cards({ ...CALL, state: "talking" }), cards({ ...CALL, state: "ended", missed: true }), cards({ ...CALL, state: "ended", answered_by: "101" }), cards()]) {
    const { voice, notes } = world();
    voice.notify(CALL);
    voice.follow(cards(CALL));
    assert.deepEqual([notes.length, notes[0].open, notes[0].tag, notes[0].renotify], [1, true, "1#100#0", undefined]);
    voice.follow(after);
    assert.equal(notes[0].open, false);
  }
  const { voice, notes, clicked } = world();
  voice.notify(CALL);
  notes[0].onclick();
  assert.deepEqual([clicked, notes[0].open], [["1#100#0"], false]);
});

test("who takes the voice over goes on for what rings, with the same tag; who stops closes all", () => {
  const { voice, notes, playing } = world();
  voice.take(cards(CALL, { ...CALL, call_id: "2#100#0", state: "talking" }));
  assert.deepEqual([notes.map(({ tag }) => tag), playing()], [["1#100#0"], 1]);
  voice.stop();
  assert.deepEqual([notes[0].open, playing()], [false, 0]);
});
