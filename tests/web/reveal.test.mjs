import assert from "node:assert/strict";
import { test } from "node:test";
import { keptDialAfter, reconcile, sentPhones, draftOf } from "../../web/contact.js";
import { lastDigits } from "../../web/dialer.js";
import { parted, plainPhone, sealed } from "../../web/format.js";

const [FIRST, SECOND] = ["~AAAA1111", "~BBBB1111"];
const ANNA = {
  phones: [FIRST, SECOND], displays: ["+7 999 •••-••-67 доб. 100", "+7 999 •••-••-67"], dial_after: { [FIRST]: "100" },
};

test("a number that was shown masked is sent as the reference that came with it", () => {
  const written = [ANNA.displays[1], "8 912 000-11-22", ANNA.displays[0]];
  assert.deepEqual(sentPhones(ANNA, written), [SECOND, "8 912 000-11-22", FIRST]);
  assert.deepEqual(keptDialAfter(ANNA, written), { [FIRST]: "100" });
});

test("a number that its reader sees is sent as it was written", () => {
  const open = { phones: ["79991234567"], displays: ["+7 999 123-45-67"] };
  assert.deepEqual(sentPhones(open, ["+7 999 123-45-67"]), ["+7 999 123-45-67"]);
});

test("references are compared whole: their digits mean nothing", () => {
  assert.equal(lastDigits(FIRST) === lastDigits(SECOND), false);
  assert.equal(lastDigits("89991234567"), lastDigits("79991234567"));
  assert.deepEqual([sealed(FIRST), sealed("79991234567"), sealed(undefined)], [true, false, false]);
});

test("a masked number is one piece, and nothing to copy is made of its reference", () => {
  assert.deepEqual(parted("+7 999 •••-••-67", FIRST, 7), ["", "+7 999 •••-••-67", ""]);
  assert.equal(plainPhone(FIRST), FIRST);
});

test("two masked numbers with the same digits left stay two when edits come together", () => {
  const base = draftOf({ ...ANNA, name: "Анна", displays: ["+7 999 •••-••-67"] });
  const theirs = { ...base, phones: [...base.phones, "+7 999 •••-••-67 (2)"] };
  assert.deepEqual(reconcile(base, { ...base, name: "Аня" }, theirs).draft.phones, theirs.phones);
});
