import assert from "node:assert/strict";
import { test } from "node:test";
import { csvFile, csvLine } from "../../web/csv.js";
import { learn, setLanguage } from "../../web/i18n.js";
import { csvCells, csvDelimiter, csvHead } from "../../web/journal-cells.js";
import { createExport } from "../../web/journal-export.js";

await Promise.all(["later", "journal"].map((part) => learn(part)));

const CALL = {
  call_id: "1#100#0", started_at: "2026-11-24T11:14:05", duration: 160, talk: 153, missed: false, direction: "in",
  contact: { name: "ООО «Строй;сервис»", company: "=HYPERLINK(\"x\")" }, display: "+7 495 000-18-40", line: { name: "Сайт", number: "3333333" },
  operator: { name: "Ольга Миронова" }, extension: "100", note: "Первая\nвторая", link: "https://pbx.example/1.mp3",
};

test("no cell is a formula, and a cell may hold whatever people write", () => {
  const dangerous = ["=1+1", "+7", "-1", "@a", "\ta", "\ra", "＝1", "'=1", "'"];
  assert.equal(csvLine(dangerous.slice(0, 5), ";"), "'=1+1;'+7;'-1;'@a;'\ta\r\n");
  assert.equal(csvLine(dangerous.slice(5), ";"), "\"'\ra\";'＝1;''=1;''\r\n");
  assert.equal(csvLine(["a;b", "a,b", 'a"b', "a\nb", null, 0, ""], ";"), '"a;b";a,b;"a""b";"a\nb";;0;\r\n');
  assert.equal(csvLine(["a;b", "a,b"], ","), 'a;b,"a,b"\r\n');
  assert.equal(csvFile(["a\r\n"]).join(""), "\ufeffa\r\n");
});

test("a call is a row with its note, in the reader's language", async () => {
  const cells = ["24.11.2026", "11:14:05", "Принят", "ООО «Строй;сервис»", "=HYPERLINK(\"x\")", "+7 495 000-18-40", "Сайт", "Ольга Миронова", "100", 160, 153, "https://pbx.example/1.mp3", "Первая\nвторая"];
  assert.deepEqual([csvCells(CALL), csvDelimiter()], [cells, ";"]);
  assert.equal(csvHead().length, cells.length);
  const bare = { ...CALL, contact: null, display: "", line: null, operator: null, talk: null, note: "", link: "http://a/1", missed: true };
  assert.deepEqual(csvCells(bare).slice(2), ["Пропущен", undefined, undefined, "Номер скрыт", undefined, undefined, "100", 160, null, null, ""]);
  await setLanguage("en");
  assert.deepEqual([csvCells(CALL)[2], csvDelimiter(), csvHead()[0]], ["Answered", ",", "Date"]);
  await setLanguage("ru");
});

/** An export of calls 1…: `pages` are lists of ids, or errors for one try each. */
function world(pages) {
  const said = { files: [], waits: [], counts: [], asked: [] };
  const left = [...pages];
  let at = 0;
  const read = async (cursor) => {
    said.asked.push(cursor);
    const next = left.shift();
    if (next instanceof Error) throw next;
    at += 1;
    return { rows: next.map((id) => ({ call_id: id })), cursor: left.length ? String(at) : null };
  };
  const job = createExport({
    read, head: ["id"], cells: (row) => [row.call_id], delimiter: ";",
    wait: async (time) => said.waits.push(time),
    onChange: () => said.counts.push(job.state().count),
    onDone: (parts) => said.files.push(parts.join("")),
  });
  return { job, said };
}

const failure = (status) => Object.assign(new Error("no"), { status });

test("all pages become one file, empty and short ones too, no call twice", async () => {
  const { job, said } = world([["1", "2"], [], ["2", "3"]]);
  await job.goOn();
  assert.deepEqual(said.files, ["\ufeffid\r\n1\r\n2\r\n3\r\n"]);
  assert.deepEqual([job.state().status, job.state().count, said.asked], ["done", 3, [null, "1", "2"]]);
  assert.deepEqual([...new Set(said.counts)], [0, 2, 3]);
});

test("a page that does not come is asked for again", async () => {
  const { job, said } = world([["1"], failure(0), failure(503), ["2"]]);
  await job.goOn();
  assert.deepEqual([said.waits, said.asked, job.state().count], [[1000, 3000], [null, "1", "1", "1"], 2]);
});

test("an interrupted export says so, keeps what it has, and goes on from there", async () => {
  const { job, said } = world([["1"], failure(0), failure(0), failure(0), failure(0), ["2"]]);
  await job.goOn();
  assert.deepEqual([job.state().status, job.state().count, job.state().error.status, said.files], ["stopped", 1, 0, []]);
  job.keep();
  assert.deepEqual(said.files, ["\ufeffid\r\n1\r\n"]);
  await job.goOn();
  assert.deepEqual([job.state().status, said.files[1]], ["done", "\ufeffid\r\n1\r\n2\r\n"]);
});

test("what the server refuses is not asked for again", async () => {
  const { job, said } = world([["1"], failure(403), ["2"]]);
  await job.goOn();
  assert.deepEqual([job.state().status, said.waits, said.asked.length], ["stopped", [], 2]);
});

test("a cancelled export makes no file, whatever still comes", async () => {
  const { job, said } = world([["1"], ["2"]]);
  const running = job.goOn();
  job.cancel();
  await running;
  assert.deepEqual([job.state().status, said.files], ["cancelled", []]);
});
