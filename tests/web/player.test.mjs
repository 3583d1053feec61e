import assert from "node:assert/strict";
import { test } from "node:test";
import { createPlayer, recordingOf } from "../../web/player.js";

/** An audio element that plays nothing, and says what was asked of it. */
class Audio extends EventTarget {
  paused = true;
  src = null;
  currentTime = 0;
  duration = Number.NaN;
  loads = 0;

  play() {
    this.paused = false;
    return Promise.reject(new Error("as browsers do when a recording does not open"));
  }

  pause() {
    if (this.paused) return;
    this.paused = true;
    this.tell("pause");
  }

  load() {
    this.loads += 1;
  }

  hasAttribute = () => this.src !== null;
  removeAttribute = () => (this.src = null);
  tell = (name) => this.dispatchEvent(new Event(name));
}

function world() {
  const audio = new Audio();
  const player = createPlayer(audio, () => {});
  const begins = (length) => {
    audio.duration = length;
    audio.tell("durationchange");
    audio.tell("playing");
  };
  return { audio, player, begins };
}

const CALL = { call_id: "1#100#0", link: "https://pbx.example/1.mp3" };
const OTHER = { call_id: "2#100#0", link: "https://pbx.example/2.mp3" };

test("a recording is loaded when it is played, stops and goes on where it was", () => {
  const { audio, player, begins } = world();
  assert.deepEqual([player.state().status, audio.src], ["idle", null]);
  player.toggle(CALL);
  assert.deepEqual([player.state().status, audio.src, audio.paused], ["loading", CALL.link, false]);
  begins(153);
  audio.currentTime = 67;
  assert.deepEqual(player.state(), { callId: CALL.call_id, url: CALL.link, status: "playing", speed: 1, at: 67, length: 153 });
  player.toggle(CALL);
  assert.equal(player.state().status, "paused");
  player.toggle(CALL);
  assert.deepEqual([audio.currentTime, audio.paused], [67, false]);
});

test("only one plays: another takes the place of the first", () => {
  const { audio, player, begins } = world();
  player.toggle(CALL);
  begins(10);
  player.toggle(OTHER);
  assert.deepEqual([audio.src, player.state().callId, player.state().status], [OTHER.link, OTHER.call_id, "loading"]);
});

test("what does not open says so and can be tried again", () => {
  const { audio, player, begins } = world();
  player.toggle(CALL);
  audio.paused = true;
  audio.tell("error");
  assert.equal(player.state().status, "failed");
  audio.src = "nothing";
  player.toggle(CALL);
  assert.deepEqual([audio.src, player.state().status], [CALL.link, "loading"]);
  begins(10);
  assert.equal(player.state().status, "playing");
});

test("the place moves by five seconds and stays inside the recording", () => {
  const { audio, player, begins } = world();
  player.skip(1);
  assert.equal(audio.currentTime, 0);
  player.toggle(CALL);
  begins(12);
  for (const [steps, place] of [[1, 5], [1, 10], [1, 12], [-1, 7], [-2, 0]]) {
    player.skip(steps);
    assert.equal(player.state().at, place);
  }
  player.seek(6.5);
  assert.equal(player.state().at, 6.5);
});

test("the speed stays for the next recording", () => {
  const { audio, player } = world();
  player.setSpeed(1.5);
  player.toggle(OTHER);
  assert.deepEqual([audio.playbackRate, audio.defaultPlaybackRate, player.state().speed], [1.5, 1.5, 1.5]);
});

test("a closed player lets go of the recording, and the end of loading is no failure", () => {
  const { audio, player, begins } = world();
  player.toggle(CALL);
  begins(10);
  player.close();
  audio.tell("error");
  audio.tell("pause");
  assert.deepEqual([audio.src, audio.paused, audio.loads], [null, true, 1]);
  assert.deepEqual(player.state(), { callId: null, url: null, status: "idle", speed: 1, at: 0, length: 0 });
  player.close();
  assert.equal(audio.loads, 1);
});

test("a recording of unknown length has none, and can be moved in", () => {
  const { player, begins, audio } = world();
  player.toggle(CALL);
  begins(Infinity);
  player.seek(40);
  assert.deepEqual([player.state().length, audio.currentTime], [0, 40]);
});

test("only https opens, without a name and a password", () => {
  const links = ["http://a/1.mp3", "javascript:alert(1)", "data:audio/mp3;base64,AA", "https://u:p@a/1.mp3", "https://u@a/1", "//a/1.mp3", "", null, undefined];
  assert.deepEqual(links.map((link) => recordingOf({ link })), Array(links.length).fill(null));
  assert.equal(recordingOf({ link: "HTTPS://pbx.example/a b.mp3" }), "https://pbx.example/a%20b.mp3");
  const { audio, player } = world();
  player.toggle({ ...CALL, link: "http://pbx.example/1.mp3" });
  assert.deepEqual([player.state().status, audio.src], ["failed", null]);
});
