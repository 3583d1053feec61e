import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenFields, columnsTrouble, fileTrouble, isBusy, isOpen, shownCounts, stepOf } from "../../web/imports.js";
import { upload } from "../../web/upload.js";

const columns = [["Имя", "name"], ["Телефон", "phones"], ["Дата", null]].map(([title, field], index) => ({ index, title, samples: [], field }));
const job = (changes = {}) => ({ state: "ready", guess: { columns }, mapping: null, dry_run: null, counts: { skipped: 0 }, ...changes });

test("an import is at the step it has come to, whatever became of it there", () => {
  const steps = [null, job({ state: "waiting" }), job({ state: "checking", guess: null }), job(), job({ state: "failed", guess: null })].map(stepOf);
  assert.deepEqual(steps, ["file", "file", "columns", "columns", "columns"]);
  for (const state of ["running", "done", "failed", "cancelled"]) {
    assert.deepEqual([stepOf(job({ state, dry_run: true })), stepOf(job({ state, dry_run: false }))], ["check", "load"]);
  }
});

test("one waits for what is read or runs; columns can be chosen while nothing has been written for good", () => {
  const states = ["waiting", "checking", "ready", "running", "done", "failed", "cancelled"];
  assert.deepEqual(states.filter((state) => isBusy({ state })), ["checking", "running"]);
  assert.deepEqual([job({ state: "done", dry_run: true }), job({ state: "done", dry_run: false }), job({ guess: null })].map(isOpen), [true, false, false]);
});

test("columns hold what was chosen before, else what was guessed", () => {
  assert.deepEqual(chosenFields(job()), { 0: "name", 1: "phones", 2: null });
  assert.deepEqual(chosenFields(job({ mapping: { 1: "phones", 2: "note" } })), { 0: null, 1: "phones", 2: "note" });
});

test("columns that name nobody, or a field twice, are told before they are sent", () => {
  assert.equal(columnsTrouble({ 0: "company", 1: "phones", 2: "phones", 3: "note", 4: "note", 5: null }), null);
  assert.deepEqual(columnsTrouble({ 0: "name", 1: "name" }), { code: "twice", field: "name" });
  assert.deepEqual(columnsTrouble({ 0: "phones", 1: "middle_name" }), { code: "nameless", field: null });
});

test("groups and totals have a figure only where a list has them; a file too large or empty is not sent", () => {
  assert.equal(shownCounts(job()).includes("skipped"), false);
  assert.equal(shownCounts(job({ counts: { skipped: 3 } })).includes("skipped"), true);
  assert.deepEqual([0, 1, 100_000_000, 100_000_001].map((size) => fileTrouble({ size })), ["empty", null, null, "large"]);
});

class FakeRequest {
  static last = null;
  upload = {};
  status = 0;
  constructor() {
    FakeRequest.last = this;
  }
  open(...asked) {
    this.asked = asked;
  }
  send(form) {
    this.form = form;
  }
  abort() {
    this.onabort();
  }
  answer(status) {
    this.status = status;
    this.onload();
  }
}

function sent() {
  const shares = [];
  const form = { url: "https://bucket", fields: { key: "imports/1", policy: "p" } };
  const { done, abort } = upload(form, new File(["a;b"], "a.csv"), { onProgress: (share) => shares.push(share), XMLHttpRequest: FakeRequest });
  return { done, abort, shares, request: FakeRequest.last };
}

test("a file goes to the bucket with the signed form, last in it, and tells how far it is", async () => {
  const { done, shares, request } = sent();
  request.upload.onprogress({ loaded: 1, total: 4 });
  request.answer(204);
  await done;
  assert.deepEqual([request.asked, [...request.form.keys()], shares], [["POST", "https://bucket"], ["key", "policy", "file"], [0.25]]);
});

test("an upload that was refused, cut off or stopped says which", async () => {
  const [refused, cut, stopped] = [sent(), sent(), sent()];
  refused.request.answer(403);
  cut.request.onerror();
  stopped.abort();
  await assert.rejects(refused.done, { status: 403 });
  await assert.rejects(cut.done, { status: 0 });
  await assert.rejects(stopped.done, { aborted: true });
});
