/** Timers run by the server's clock, and never backwards. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createServerTime, secondsSince } from "../../web/server-time.js";

const at = (ms) => new Date(ms).toISOString();

test("the computer's clock is believed until the server has told its own; the least late frame is the nearest", () => {
  let steady = 1_000;
  const time = createServerTime(() => 500_000, () => steady);
  assert.equal(time.now(), 500_000);
  time.learn(at(700_000));
  assert.equal(time.now(), 700_000);
  steady += 5_000;
  time.learn(at(704_000)); // a second on its way
  assert.equal(time.now(), 705_000);
  time.learn("nonsense");
  time.learn(at(705_200));
  assert.equal(time.now(), 705_200);
});

test("somebody who sets the computer's clock changes nothing; a new connection learns anew, without a jump before", () => {
  let [clock, steady] = [500_000, 0];
  const time = createServerTime(() => clock, () => steady);
  time.learn(at(700_000));
  clock = 1;
  assert.equal(time.now(), 700_000);
  time.forget();
  assert.equal(time.now(), 700_000);
  time.learn(at(650_000));
  assert.equal(time.now(), 650_000);
});

test("a timer counts whole seconds, never back and two hours at most", () => {
  assert.equal(secondsSince(at(0), 7_999), 7);
  assert.equal(secondsSince(at(0), 5_000, 7), 7);
  assert.equal(secondsSince(at(9_000), 5_000), 0);
  assert.equal(secondsSince(at(0), 9_000_000), 7_200);
  assert.equal(secondsSince(undefined, 5_000), 0);
});
