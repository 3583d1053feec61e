import assert from "node:assert/strict";
import { test } from "node:test";
import { createSocket } from "../../web/socket.js";

/** A clock that only moves when told. */
function fakeTime() {
  let [now, next] = [0, 1];
  const waiting = new Map();
  return {
    now: () => now,
    setTimeout: (action, delay) => (waiting.set(next, { at: now + delay, action }), next++),
    clearTimeout: (timer) => waiting.delete(timer),
    async pass(delay) {
      const end = now + delay;
      for (;;) {
        const due = [...waiting].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
        if (!due) break;
        waiting.delete(due[0]);
        now = due[1].at;
        due[1].action();
        await settle();
      }
      now = end;
      await settle();
    },
  };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

async function world({ ticket } = {}) {
  const sockets = [];
  class FakeSocket {
    constructor(url) {
      Object.assign(this, { url, readyState: 0, sent: [] });
      sockets.push(this);
    }
    open() {
      this.readyState = 1;
      this.onopen();
      this.onmessage({ data: '{"type":"sync","calls":[]}' });
    }
    send(text) {
      this.sent.push(JSON.parse(text).action);
    }
    close() {
      if (this.readyState === 3) return;
      this.readyState = 3;
      this.onclose?.();
    }
  }
  const [links, frames, time] = [[], [], fakeTime()];
  let count = 0;
  const socket = createSocket({
    url: "wss://example/live", time, WebSocket: FakeSocket, random: () => 1,
    ticket: ticket ?? (async () => ({ ticket: `t${++count}` })),
    onFrame: (frame, connection) => frames.push([frame, connection]),
    onLink: (link) => links.push(link),
  });
  socket.start();
  await settle();
  return { socket, sockets, links, frames, time };
}

test("a connection brings its own ticket and asks for the open calls", async () => {
  const { sockets, links } = await world();
  sockets[0].open();
  assert.equal(sockets[0].url, "wss://example/live?ticket=t1");
  assert.deepEqual(sockets[0].sent, ["sync"]);
  assert.deepEqual(links, ["connecting", "online"]);
});

test("frames are passed on, nonsense is not", async () => {
  const { sockets, frames } = await world();
  sockets[0].open();
  sockets[0].onmessage({ data: '{"type":"pong"}' });
  sockets[0].onmessage({ data: "<html>" });
  assert.deepEqual(frames.map(([{ type }, { asked }]) => [type, asked]), [["sync", 0], ["pong", 0]]);
});

test("a lost connection is opened again with a fresh ticket, each time a little later", async () => {
  const { sockets, time, links } = await world();
  sockets[0].open();
  sockets[0].close();
  assert.equal(links.at(-1), "connecting");
  await time.pass(500);
  assert.equal(sockets[1].url, "wss://example/live?ticket=t2");
  sockets[1].close();
  await time.pass(999);
  assert.equal(sockets.length, 2);
  await time.pass(1);
  assert.equal(sockets.length, 3);
});

test("the wait never exceeds half a minute", async () => {
  const { sockets, time } = await world();
  for (let lost = 0; lost < 12; lost += 1) {
    sockets.at(-1).close();
    await time.pass(30_000);
    assert.equal(sockets.length, lost + 2);
  }
});

test("what needs no answer is said on the open connection, and nowhere else", async () => {
  const { socket, sockets } = await world();
  assert.equal(socket.tell({ action: "shown" }), false);
  sockets[0].open();
  assert.equal(socket.tell({ action: "shown" }), true);
  assert.deepEqual(sockets[0].sent, ["sync", "shown"]);
  sockets[0].close();
  assert.equal(socket.tell({ action: "shown" }), false);
});

test("a ping goes out every four minutes; without an answer the connection is given up", async () => {
  const { sockets, time } = await world();
  sockets[0].open();
  await time.pass(4 * 60_000);
  assert.deepEqual(sockets[0].sent, ["sync", "ping"]);
  sockets[0].onmessage({ data: '{"type":"pong"}' });
  await time.pass(60_000);
  assert.equal(sockets.length, 1);
  await time.pass(3 * 60_000 + 10_000 + 500);
  assert.equal(sockets.length, 2);
});

test("a connection that does not answer its sync is given up", async () => {
  const { sockets, time } = await world();
  sockets[0].readyState = 1;
  sockets[0].onopen();
  await time.pass(10_500);
  assert.equal(sockets.length, 2);
});

test("before two hours a new connection opens, and the old one closes only then", async () => {
  const { sockets, time, links } = await world();
  sockets[0].open();
  for (let minute = 0; minute < 110; minute += 1) {
    await time.pass(60_000);
    sockets[0].onmessage({ data: '{"type":"pong"}' });
  }
  assert.equal(sockets.length, 2);
  assert.equal(sockets[0].readyState, 1);
  sockets[1].open();
  assert.equal(sockets[0].readyState, 3);
  assert.deepEqual(links.filter((link) => link === "connecting").length, 1);
  await time.pass(60_000);
  assert.equal(sockets.length, 2);
});

test("a renewal that fails is tried again while the old connection goes on", async () => {
  const { sockets, time, links } = await world();
  sockets[0].open();
  for (let minute = 0; minute < 110; minute += 1) {
    await time.pass(60_000);
    sockets[0].onmessage({ data: '{"type":"pong"}' });
  }
  sockets[1].close();
  assert.equal(links.at(-1), "online");
  await time.pass(500);
  assert.equal(sockets.length, 3);
});

test("a page that becomes visible does not wait for its timer", async () => {
  const { socket, sockets, time } = await world();
  for (let lost = 0; lost < 6; lost += 1) {
    sockets.at(-1).close();
    await time.pass(30_000);
  }
  sockets.at(-1).close();
  const before = sockets.length;
  socket.wake();
  await settle();
  assert.equal(sockets.length, before + 1);
});

test("a page that becomes visible tests a connection that looks open", async () => {
  const { socket, sockets, time } = await world();
  sockets[0].open();
  socket.wake();
  assert.deepEqual(sockets[0].sent, ["sync", "ping"]);
  await time.pass(10_500);
  assert.equal(sockets.length, 2);
});

test("a login without an operator is refused once and not asked again", async () => {
  const { links, time, sockets } = await world({ ticket: async () => { throw Object.assign(new Error(), { status: 403 }); } });
  await time.pass(600_000);
  assert.deepEqual([links, sockets.length], [["connecting", "refused"], 0]);
});

test("after the logout nothing is opened any more", async () => {
  const { socket, sockets, time } = await world();
  sockets[0].open();
  socket.stop();
  await time.pass(600_000);
  assert.deepEqual([sockets.length, sockets[0].readyState], [1, 3]);
});
