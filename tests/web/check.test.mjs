import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_CALLS, receive } from "../../web/calls.js";
import { browserOf, chain, headline, offsetOf, passage } from "../../web/check.js";
import { createStore } from "../../web/store.js";
import { createTestCall, IDLE } from "../../web/test-call.js";

const overview = {
  server_time: "2026-11-24T08:42:12Z", last_event_at: "2026-11-24T08:42:00Z", calls_last_hour: 34, tabs: 1, extension: "100",
  operator: { operator_id: "olga", name: "Ольга Миронова" }, settings: { incoming_card: "ring", outgoing_card: "never", toast: true },
};
const good = {
  overview, offset: 40, took: 38, link: "online", permission: "granted", browser: "chrome", sound: true, heard: true, admin: false,
  test: { ...IDLE, took: 210 },
};
const seen = (changes, told = {}) => ({ ...good, ...changes, overview: { ...overview, ...told } });
const link = (name, ...of) => chain(seen(...of)).find((one) => one.name === name);
const line = (...of) => chain(seen(...of)).map(({ solid }) => (solid ? "━" : "┄")).join("");
const look = ({ state, why, action }) => [state, why, action];

test("a chain with no fault is solid to its end and says so", () => {
  assert.equal(line({}), "━━━━━━━━");
  assert.equal(headline(chain(seen({}))), "good");
  assert.deepEqual(chain(seen({})).map(({ state }) => state), Array(8).fill("ok"));
});

test("the line is solid as far as the first fault and dashed from there on, whatever follows", () => {
  const links = chain(seen({ permission: "denied" }));
  assert.equal(line({ permission: "denied" }), "━━━━┄┄┄┄");
  assert.equal(headline(links), "notifications");
  assert.equal(links.at(-1).state, "ok");
  assert.equal(line({}, { last_event_at: null }), "┄┄┄┄┄┄┄┄");
});

test("what was switched off on purpose breaks no line, and what was not tried does", () => {
  const settings = { ...overview.settings, toast: false };
  assert.equal(line({ sound: false }, { settings }), "━━━━━━━━");
  assert.equal(line({ heard: null }), "━━━━━┄┄┄");
  assert.equal(headline(chain(seen({ heard: null }))), "good");
});

test("the PBX is silent when it never spoke, and doubtful after a day", () => {
  assert.deepEqual(look(link("pbx", {}, { last_event_at: null })), ["fault", "never", null]);
  assert.deepEqual(look(link("pbx", { admin: true }, { last_event_at: null })), ["fault", "never", "token"]);
  assert.equal(link("pbx", {}).values.ago, 12_000);
  assert.equal(link("pbx", {}, { last_event_at: "2026-11-23T08:42:12Z" }).state, "ok");
  assert.equal(link("pbx", {}, { last_event_at: "2026-11-23T08:42:11Z" }).state, "unknown");
});

test("without an operator or an extension no card comes, and only an administrator is led to where that changes", () => {
  assert.deepEqual(look(link("operator", {}, { operator: null, extension: null })), ["fault", "nobody", null]);
  assert.deepEqual(look(link("operator", { admin: true }, { extension: null })), ["fault", "bare", "operators"]);
});

test("the window of incoming calls has to be on; that of outgoing ones is the administrator's choice", () => {
  const settings = { ...overview.settings, incoming_card: "never" };
  assert.deepEqual(look(link("setting", {}, { settings })), ["fault", "never", null]);
  assert.deepEqual(look(link("setting", { admin: true }, { settings })), ["fault", "never", "settings"]);
  assert.equal(link("setting", {}).state, "ok");
});

test("the connection is ours to restore unless there is nobody to connect", () => {
  assert.deepEqual(look(link("socket", { link: "connecting" })), ["fault", "away", "reconnect"]);
  assert.deepEqual(look(link("socket", { link: "refused" })), ["fault", "refused", null]);
  assert.deepEqual(look(link("socket", {}, { tabs: 0 })), ["unknown", "unseen", "again"]);
});

test("a clock a minute apart is wrong, and it is told which way", () => {
  assert.equal(link("clock", { offset: -59_999 }).state, "ok");
  assert.deepEqual(look(link("clock", { offset: 60_000 })), ["fault", "behind", "again"]);
  assert.deepEqual(look(link("clock", { offset: -60_000 })), ["fault", "ahead", "again"]);
  assert.equal(offsetOf("2026-11-24T08:42:12Z", Date.parse("2026-11-24T08:42:10Z"), Date.parse("2026-11-24T08:42:12Z")), 1_000);
});

test("the browser can be asked for notifications once; after a no it is told where they are allowed", () => {
  assert.deepEqual(look(link("notifications", { permission: "default" })), ["fault", "default", "allow"]);
  assert.equal(link("notifications", { permission: "denied" }).values.browser, "chrome");
  assert.deepEqual(look(link("notifications", { permission: "missing" })), ["fault", "missing", null]);
  const agents = { firefox: "Gecko/20100101 Firefox/140.0", edge: "Chrome/140.0 Safari/537.36 Edg/140.0", chrome: "Chrome/140.0 Safari/537.36", safari: "Version/18.0 Safari/605" };
  for (const [name, agent] of Object.entries(agents)) assert.equal(browserOf(agent), name);
});

test("a sound that was asked for is heard or not", () => {
  assert.deepEqual(look(link("sound", { sound: false })), ["off", "off", "unmute"]);
  assert.deepEqual(look(link("sound", { heard: null })), ["unknown", "untried", "play"]);
  assert.deepEqual(look(link("sound", { heard: false })), ["fault", "silent", "play"]);
});

test("a test call is offered where it can reach the screen, and once at a time", () => {
  assert.equal(link("test", { link: "connecting" }).action, null);
  assert.equal(link("test", {}, { extension: null }).action, null);
  assert.equal(link("test", { test: IDLE }).action, "call");
  assert.equal(link("test", { test: { ...IDLE, running: true } }).action, "busy");
  assert.deepEqual(look(link("test", { test: { ...IDLE, running: true, took: 90 } })), ["ok", "ok", "busy"]);
  assert.deepEqual(look(link("test", { test: { ...IDLE, failed: "unseen" } })), ["fault", "unseen", "call"]);
});

test("a trace counts from its first known moment", () => {
  const steps = [{ at: "2026-11-24T08:05:02.000Z" }, { at: null }, { at: "2026-11-24T08:05:02.017Z" }];
  assert.deepEqual(passage(steps).map(({ after }) => after), [0, null, 17]);
  assert.deepEqual(passage([{ at: null }]).map(({ after }) => after), [null]);
});

/** A test call on a clock of its own: `pass(ms)` lets time go by, `show(id)` puts a card on the screen. */
function bench({ connected = true } = {}) {
  const store = createStore({ calls: NO_CALLS });
  const [told, said, timers] = [[], [], new Set()];
  let now = 0;
  const time = {
    now: () => now,
    setTimeout(action, delay) {
      const timer = { action, at: now + delay };
      timers.add(timer);
      return timer;
    },
    clearTimeout: (timer) => timers.delete(timer),
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  async function pass(ms) {
    await settle();
    for (const until = now + ms; ; ) {
      const next = [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) return void (now = until);
      now = next.at;
      timers.delete(next);
      next.action();
      await settle();
    }
  }
  const show = (id) => store.set({ calls: receive(store.get().calls, { call_id: id, version: 1, state: "ringing", card: true, contacts: [], direction: "in" }, now) });
  const say = (message) => (said.push(message.action), connected);
  const call = createTestCall({ say, store, time, onChange: (state) => told.push(state) });
  return { call, told, said, pass, show, settle };
}

test("a test call rings, is answered and ends, and says how soon its card was there", async () => {
  const { call, told, said, pass, show } = bench();
  call.start("ring");
  await pass(240);
  show("real-call#100#0");
  assert.equal(told.at(-1).took, null);
  show("callcard-test-1#100#0");
  await pass(0);
  assert.deepEqual([told.at(-1).took, told.at(-1).running], [240, true]);
  await pass(6_000);
  assert.deepEqual(said, ["test", "test_answer", "test_end"]);
  assert.deepEqual(told.at(-1), { running: false, took: 240, failed: null, callId: "callcard-test-1#100#0" });
});

test("the card is waited for at the moment the settings show it", async () => {
  const { call, told, said, pass, show } = bench();
  call.start("answer");
  await pass(2_300);
  assert.deepEqual(said, ["test", "test_answer"]);
  show("callcard-test-1#100#0");
  await pass(10_000);
  assert.equal(told.at(-1).took, 300);
});

test("a card that does not come within fifteen seconds is a failure, and the call ends all the same", async () => {
  const { call, told, said, pass, show } = bench();
  show("callcard-test-before#100#0");
  call.start("ring");
  await pass(14_999);
  assert.deepEqual(said, ["test"]);
  await pass(6_100);
  assert.deepEqual([told.at(-1).failed, told.at(-1).running, said.at(-1)], ["unseen", false, "test_end"]);
});

test("with the window switched off nothing is waited for", async () => {
  const { call, told, pass } = bench();
  call.start("never");
  await pass(6_100);
  assert.equal(told.at(-1).failed, "unseen");
});

test("pressed twice there is one test call, and without a connection none", async () => {
  const twice = bench();
  twice.call.start("ring");
  twice.call.start("ring");
  await twice.pass(100);
  assert.deepEqual(twice.said, ["test"]);
  const alone = bench({ connected: false });
  alone.call.start("ring");
  await alone.pass(0);
  assert.deepEqual([alone.told.at(-1).failed, alone.told.at(-1).running], ["unsent", false]);
});

test("who leaves the page ends the test call, once", async () => {
  const { call, said, told, pass, show } = bench();
  call.start("ring");
  await pass(100);
  call.stop();
  call.stop();
  const heard = told.length;
  show("callcard-test-1#100#0");
  await pass(30_000);
  assert.deepEqual([said, told.length], [["test", "test_end"], heard]);
});
