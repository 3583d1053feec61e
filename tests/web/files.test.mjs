import assert from "node:assert/strict";
import { test } from "node:test";
import { createExporter } from "../../web/exporter.js";
import { createPoll } from "../../web/poll.js";
import { createStore } from "../../web/store.js";

const settled = () => new Promise((resolve) => setImmediate(resolve));

function clock() {
  const waits = [];
  return {
    waits,
    setTimeout: (action, delay) => waits.push({ action, delay }),
    clearTimeout: (timer) => timer && (waits[timer - 1].action = () => {}),
    async next() {
      waits.at(-1).action();
      await settled();
    },
  };
}

function asked(...answers) {
  const [time, heard, errors] = [clock(), [], []];
  const questions = { count: 0 };
  const ask = async () => {
    const answer = answers[Math.min(questions.count++, answers.length - 1)];
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const poll = createPoll({ ask, onAnswer: (answer) => heard.push(answer) && answer !== "done", onError: (error) => void errors.push(error), time });
  return { poll, time, heard, errors, questions };
}
const failure = (status) => Object.assign(new Error("no"), { status });

test("a poll asks each second until it is told to stop", async () => {
  const { poll, time, heard } = asked("a", "b", "done");
  poll.start();
  await settled();
  await time.next();
  await time.next();
  assert.deepEqual([heard, time.waits.map(({ delay }) => delay)], [["a", "b", "done"], [1_000, 1_000]]);
});

test("a question nobody answers is asked later each time, and given up in the end", async () => {
  const { poll, time, errors, questions } = asked("a", failure(0));
  poll.start();
  await settled();
  for (let turn = 0; turn < 8; turn += 1) await time.next();
  assert.deepEqual(time.waits.map(({ delay }) => delay), [1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000, 15_000]);
  assert.deepEqual([errors.length, questions.count], [1, 9]);
});

test("a refused question is not asked again", async () => {
  const { poll, time, errors } = asked(failure(404));
  poll.start();
  await settled();
  assert.deepEqual([errors.length, time.waits.length], [1, 0]);
});

test("a poll that was stopped hears nothing more, also not the answer on its way", async () => {
  const { poll, time, heard } = asked("a", "b");
  poll.start();
  poll.stop();
  await settled();
  assert.deepEqual([heard, time.waits.length], [[], 0]);
  poll.start();
  poll.start();
  await settled();
  assert.deepEqual([heard.length, time.waits.length], [1, 1]);
});

function exports(...states) {
  const [store, time, told] = [createStore({ exporting: null }), clock(), []];
  const asks = { created: 0, at: 0 };
  const api = {
    createExport: async () => ({ export_id: `e${++asks.created}` }),
    exportState: async () => states[asks.at++],
  };
  const exporter = createExporter({ api, store, time, onReady: (url) => told.push(url), onFailed: (message) => told.push(`failed: ${message}`) });
  return { exporter, store, time, told, asks };
}

test("an export tells how far it is and gives the file when it is ready; a second click meanwhile is none", async () => {
  const { exporter, store, time, told, asks } = exports(
    { state: "running", done_rows: 50, total_rows: 200, url: null }, { state: "done", done_rows: 200, total_rows: 200, url: "https://file" });
  exporter.start("csv");
  exporter.start("csv");
  await settled();
  assert.deepEqual([store.get().exporting, asks.created], [{ share: 0.25 }, 1]);
  await time.next();
  assert.deepEqual([store.get().exporting, told], [null, ["https://file"]]);
});

test("an export that failed says why and can be asked for again", async () => {
  const { exporter, store, told } = exports({ state: "failed", message: "Мало места", done_rows: 0, total_rows: null, url: null });
  await exporter.start("xlsx");
  await settled();
  assert.deepEqual([store.get().exporting, told], [null, ["failed: Мало места"]]);
});
