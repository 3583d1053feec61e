import assert from "node:assert/strict";
import { test } from "node:test";
import { draftOf, keptDialAfter, reconcile, savable } from "../../web/contact.js";

const stored = {
  contact_id: "c1", kind: "person", name: "Ирина", company: "", phones: ["79991234567", "74232022511"],
  displays: ["+7 999 123-45-67", "+7 423 202-25-11 доб. 100"], responsible: null, note: "", version: 3,
  external_id: "1С-17", dial_after: { 74232022511: "100" }, pinned: ["79991234567"],
};
const base = draftOf(stored);

test("what is sent is what PUT takes: the rest of a contact is the server's", () => {
  const { contact_id, displays, external_id, dial_after, pinned, ...sent } = stored;
  assert.deepEqual(savable(stored), sent);
});

test("an extension stays with the number whose text stays, and goes with a text that was edited", () => {
  assert.deepEqual(keptDialAfter(stored, base.phones), { 74232022511: "100" });
  assert.deepEqual(keptDialAfter(stored, ["+7 999 123-45-67", "+7 423 202-25-11"]), {});
  assert.deepEqual(keptDialAfter({ phones: [] }, ["8 906 555-07-12"]), {});
});

test("a field that only the other changed is taken, one that only I changed stays mine", () => {
  const met = reconcile(base, { ...base, note: "моя" }, { ...base, company: "ООО «Полюс»" });
  assert.deepEqual([met.draft.note, met.draft.company], ["моя", "ООО «Полюс»"]);
  assert.deepEqual([met.taken, met.clashes], [["company"], []]);
});

test("a field that both changed is asked about, and mine until then", () => {
  const met = reconcile(base, { ...base, note: "вторым" }, { ...base, note: "первым" });
  assert.equal(met.draft.note, "вторым");
  assert.deepEqual(met.clashes, [{ field: "note", mine: "вторым", theirs: "первым" }]);
});

test("the same change on both sides, or no change, is nothing to ask about", () => {
  const same = { ...base, note: "одно" };
  assert.deepEqual(reconcile(base, { ...same, note: "одно " }, same).clashes, []);
  assert.deepEqual(reconcile(base, base, base), { draft: base, taken: [], clashes: [] });
});

test("numbers never clash: each side's new ones are there, and what either removed is gone", () => {
  const mine = { ...base, phones: [base.phones[1], "8 906 555-07-12", ""] };
  const theirs = { ...base, phones: [...base.phones, "+7 800 555-01-01"] };
  assert.deepEqual(reconcile(base, mine, theirs).draft.phones, [base.phones[1], "+7 800 555-01-01", "8 906 555-07-12"]);
  assert.deepEqual(reconcile(base, { ...base, phones: [""] }, { ...base, phones: [base.phones[0]] }).draft.phones, [""]);
});

test("a number that both added is there once", () => {
  const both = { ...base, phones: [...base.phones, "8 906 555-07-12"] };
  assert.deepEqual(reconcile(base, { ...both, phones: [...both.phones, "101"] }, both).draft.phones, [...both.phones, "101"]);
});

test("no edit is lost and none is invented, whatever both sides did", () => {
  const values = ["", "а", "б"];
  for (const [was, mine, theirs] of values.flatMap((x) => values.flatMap((y) => values.map((z) => [x, y, z])))) {
    const { draft, taken, clashes } = reconcile({ ...base, note: was }, { ...base, note: mine }, { ...base, note: theirs });
    assert.ok(draft.note === mine || (draft.note === theirs && mine === was), `${was}|${mine}|${theirs}`);
    assert.equal(clashes.length > 0, mine !== was && theirs !== was && mine !== theirs, `${was}|${mine}|${theirs}`);
    assert.equal(taken.length > 0, mine === was && theirs !== was, `${was}|${mine}|${theirs}`);
  }
});
