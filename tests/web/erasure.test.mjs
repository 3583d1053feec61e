import assert from "node:assert/strict";
import { test } from "node:test";
import { erasedRows, sameName } from "../../web/erasure.js";
import { told } from "../../web/history.js";
import { learn, setLanguage } from "../../web/i18n.js";

await learn("settings");
await setLanguage("ru");

test("only the person's own name confirms, however its letters are written", () => {
  assert.equal(sameName(" ирина СОКОЛОВА ", "Ирина Соколова"), true);
  assert.equal(sameName("Артем", "Артём"), true);
  assert.equal(sameName("Ирина", "Ирина Соколова"), false);
  assert.equal(sameName("", ""), false);
});

test("the report lists what there was, in its order, and nothing else", () => {
  const erased = { calls: 12, contacts: 1, pins: 0, files: 2 };
  assert.deepEqual(erasedRows(erased), [{ kind: "contacts", count: 1 }, { kind: "calls", count: 12 }, { kind: "files", count: 2 }]);
});

test("the history says that somebody was forgotten, and not who", () => {
  const said = (to) => told({ field: "erasure", of: "20261124T…", from: null, to }).text;
  assert.deepEqual([said(null), said(1), said(5)], ["Начато: забыть человека", "Человек забыт, стёрт 1 звонок", "Человек забыт, стёрто 5 звонков"]);
});
