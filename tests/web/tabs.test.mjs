/** Several tabs of one browser: one leads, all show the same, and nobody's closing loses a card. */
import assert from "node:assert/strict";
import test from "node:test";
import { shownCards } from "../../web/calls.js";
import { createBrowser, settled } from "./browser.mjs";

const CALL = { call_id: "1#100#0", version: 1, state: "ringing", direction: "in", phone: "79991234567", contacts: [], card: true, toast: true };
const shows = ({ store }) => shownCards(store.get().calls).map(({ call }) => `${call.call_id} ${call.state}`);
const notified = ({ voiced }) => voiced.filter(([kind]) => kind === "notify").length;

async function working(count) {
  const browser = createBrowser();
  const tabs = [];
  for (let number = 0; number < count; number += 1) tabs.push(await browser.open());
  tabs[0].online();
  await settled();
  return { browser, tabs, ring: async (tab, call = CALL) => (tab.frame({ type: "call", call }), settled()) };
}

test("of four tabs one has the socket and the voice, and all show the card and the link", async () => {
  const { tabs, ring } = await working(4);
  await ring(tabs[0]);
  assert.deepEqual(tabs.map(({ sockets }) => sockets.length), [1, 0, 0, 0]);
  assert.deepEqual(tabs.map(notified), [1, 0, 0, 0]);
  assert.deepEqual(tabs.map(shows), Array(4).fill(["1#100#0 ringing"]));
  assert.deepEqual(tabs.map(({ store }) => store.get().link), Array(4).fill("online"));
  assert.deepEqual(tabs.map(({ sent }) => sent.filter(({ action }) => action === "shown").length), [1, 0, 0, 0]);
});

test("a tab that comes later shows what goes on already", async () => {
  const { browser, tabs, ring } = await working(2);
  await ring(tabs[0]);
  const late = await browser.open();
  assert.deepEqual([shows(late), late.store.get().link, late.sockets.length], [["1#100#0 ringing"], "online", 0]);
});

test("the leader's end hands the socket over; the card stays, and what comes next is shown everywhere", async () => {
  const { tabs, ring } = await working(3);
  await ring(tabs[0]);
  tabs[0].session.stop();
  await settled();
  assert.deepEqual([tabs[1].sockets.length, tabs[2].sockets.length], [1, 0]);
  assert.deepEqual([shows(tabs[1]), shows(tabs[2])], Array(2).fill(["1#100#0 ringing"]));
  assert.deepEqual(tabs[1].voiced, [["take", 1]]);
  tabs[1].online();
  await ring(tabs[1], { ...CALL, version: 2, state: "talking", toast: false });
  assert.deepEqual([shows(tabs[1]), shows(tabs[2])], Array(2).fill(["1#100#0 talking"]));
  assert.deepEqual(tabs[1].sent.filter(({ action }) => action === "shown"), []); // the first leader said so
});

test("a leader that is frozen is replaced after some questions, and follows when it wakes", async () => {
  const { browser, tabs, ring } = await working(2);
  await ring(tabs[0]);
  await tabs[1].check();
  await tabs[1].check();
  await tabs[1].check();
  assert.equal(tabs[1].sockets.length, 0, "a leader that answers leads on");
  tabs[0].frozen = true;
  for (let turn = 0; turn < 4; turn += 1) await tabs[1].check();
  assert.deepEqual([tabs[1].sockets.length, tabs[0].sockets[0].readyState, shows(tabs[1])], [1, 3, ["1#100#0 ringing"]]);
  tabs[0].frozen = false;
  tabs[1].online();
  await ring(tabs[1], { ...CALL, call_id: "2#100#0" });
  assert.deepEqual(shows(tabs[0]).sort(), ["1#100#0 ringing", "2#100#0 ringing"]);
  assert.equal((await browser.open()).sockets.length, 0);
});

test("who looks at a tab whose leader is frozen does not wait for the next question", async () => {
  const { tabs } = await working(2);
  tabs[0].frozen = true;
  tabs[1].session.wake();
  await settled();
  assert.equal(tabs[1].sockets.length, 0);
  tabs[1].checks.at(-1)();
  await settled();
  assert.equal(tabs[1].sockets.length, 1);
});

test("what the operator does with a card in one tab is done in all", async () => {
  const { tabs, ring } = await working(3);
  const anna = { contact_id: "c1", name: "Анна Белова", reason: "full" };
  await ring(tabs[0], { ...CALL, contacts: [anna, { ...anna, contact_id: "c2" }] });
  tabs[2].session.choose(CALL.call_id, anna);
  await settled();
  assert.deepEqual(tabs.map(({ store }) => shownCards(store.get().calls)[0].chosen?.contact_id), ["c1", "c1", "c1"]);
  tabs[1].session.hide(CALL.call_id);
  await settled();
  assert.deepEqual(tabs.map(shows), [[], [], []]);
  tabs[1].session.contactsChanged();
  await settled();
  assert.deepEqual(tabs.map(({ store }) => store.get().contactsTick), [1, 1, 1]);
});

test("a tab without the socket says through the one that has it", async () => {
  const { tabs } = await working(2);
  assert.equal(tabs[1].session.say({ action: "test" }), true);
  await settled();
  assert.deepEqual([tabs[0].sent.at(-1), tabs[1].sent], [{ action: "test" }, []]);
});

test("a lost connection is a lost connection in every tab", async () => {
  const { tabs } = await working(2);
  tabs[0].sockets[0].onclose();
  await settled();
  assert.deepEqual(tabs.map(({ store }) => [store.get().link, store.get().offlineSince]), Array(2).fill(["connecting", 0]));
});
