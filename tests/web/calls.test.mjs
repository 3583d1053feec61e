import assert from "node:assert/strict";
import { test } from "node:test";
import {
  candidates, choose, expire, fold, hide, hold, liveCalls, NO_CALLS, noting, phase, pickedOf, receive, shownCards, sync, unfold, unpin,
} from "../../web/calls.js";

const contact = { contact_id: "c1", name: "Ирина Соколова", kind: "contact_person", reason: "full", matched: 11 };
const frame = (changes = {}) => ({
  call_id: "1#100#1", version: 1, state: "ringing", direction: "in", phone: "79991234567", extension: "100",
  contacts: [contact], card: true, toast: false, missed: false, answered_by: null, record: null, ...changes,
});
const after = (...frames) => frames.reduce((state, one) => receive(state, frame(one), 0), NO_CALLS);
const ids = (state) => shownCards(state).map((card) => card.call.call_id);

test("a call with a card gets one, and it is open", () => {
  const state = after({});
  assert.deepEqual(ids(state), ["1#100#1"]);
  assert.equal(state.opened, "1#100#1");
});

test("a call without a card shows nothing, also not among the living", () => {
  const state = after({ card: false });
  assert.deepEqual(ids(state), []);
  assert.deepEqual(liveCalls(state), []);
});

test("a card comes with the frame that says so", () => {
  assert.deepEqual(ids(after({ card: false }, { version: 2, state: "talking" })), ["1#100#1"]);
});

test("a version that is not newer changes nothing", () => {
  const state = after({ version: 3, state: "talking" });
  assert.equal(receive(state, frame({ version: 3 }), 9), state);
  assert.equal(receive(state, frame({ version: 2 }), 9), state);
});

test("the same card changes its state, there is never a second one", () => {
  const state = after({}, { version: 2, state: "talking" }, { version: 3, state: "ended" });
  assert.deepEqual(shownCards(state).map((card) => phase(card.call)), ["ended"]);
});

test("a frame without a card updates the card that is there", () => {
  const state = after({}, { version: 2, state: "ended", card: false });
  assert.equal(phase(shownCards(state)[0].call), "ended");
});

test("each end has its name", () => {
  const ended = (changes) => phase(frame({ state: "ended", ...changes }));
  assert.equal(ended({}), "ended");
  assert.equal(ended({ missed: true }), "missed");
  assert.equal(ended({ missed: true, direction: "out" }), "noanswer");
  assert.equal(ended({ answered_by: "101" }), "elsewhere");
  assert.equal(ended({ answered_by: "100" }), "ended");
});

test("an ended call leaves after 20 seconds, a missed one stays", () => {
  const ended = after({ state: "ended" });
  assert.deepEqual(ids(expire(ended, 19_999)), ["1#100#1"]);
  assert.deepEqual(ids(expire(ended, 20_000)), []);
  assert.deepEqual(ids(expire(after({ state: "ended", missed: true }), 1e9)), ["1#100#1"]);
});

test("a call that a colleague answered folds at once and leaves after six seconds", () => {
  const state = after({}, { version: 2, state: "ended", answered_by: "101" });
  assert.equal(state.opened, null);
  assert.deepEqual(ids(expire(state, 6_000)), []);
});

test("a card that is held does not leave, and not at once afterwards", () => {
  const held = hold(after({ state: "ended" }), "1#100#1", true, 10_000);
  assert.deepEqual(ids(expire(held, 60_000)), ["1#100#1"]);
  const released = hold(held, "1#100#1", false, 60_000);
  assert.deepEqual(ids(expire(released, 64_999)), ["1#100#1"]);
  assert.deepEqual(ids(expire(released, 65_000)), []);
});

test("a card that left does not return with a later frame", () => {
  const gone = expire(after({ state: "ended" }), 20_000);
  assert.deepEqual(ids(receive(gone, frame({ version: 2, state: "ended" }), 21_000)), []);
});

test("a hidden card stays hidden while its call goes on", () => {
  const hidden = hide(after({}), "1#100#1");
  assert.deepEqual(ids(receive(hidden, frame({ version: 2, state: "talking" }), 1)), []);
});

test("a new call does not replace the open card", () => {
  const state = after({}, { call_id: "2#100#1" }, { call_id: "3#100#1" });
  assert.equal(state.opened, "1#100#1");
  assert.deepEqual(ids(state), ["1#100#1", "3#100#1", "2#100#1"]);
});

test("unfolding another card folds the open one; folding it opens no third", () => {
  const two = after({}, { call_id: "2#100#1" });
  assert.equal(unfold(two, "2#100#1").opened, "2#100#1");
  const folded = fold(fold(two, "1#100#1"), "2#100#1");
  assert.equal(folded.opened, null);
  assert.equal(folded.cards.length, 2);
});

test("when the open card leaves, the next living one opens", () => {
  const state = hide(after({ state: "ended" }, { call_id: "2#100#1" }), "1#100#1");
  assert.equal(state.opened, "2#100#1");
});

test("sync shows the open calls and ends those the server does not know any more", () => {
  const state = sync(after({}), [frame({ call_id: "2#100#1", state: "talking" })], 10, 20);
  const states = Object.fromEntries(shownCards(state).map(({ call }) => [call.call_id, call.state]));
  assert.deepEqual(states, { "1#100#1": "ended", "2#100#1": "talking" });
});

test("a call that came after sync was asked for is not ended by its answer", () => {
  const state = sync(receive(NO_CALLS, frame(), 15), [], 10, 20);
  assert.equal(shownCards(state)[0].call.state, "ringing");
});

test("a contact chosen or created here stays with its call", () => {
  const several = [contact, { ...contact, contact_id: "c2" }];
  const state = choose(after({ contacts: several }), "1#100#1", several[1]);
  const later = receive(state, frame({ version: 2, state: "talking", contacts: several }), 5);
  assert.deepEqual(candidates(shownCards(later)[0]), [several[1]]);
  assert.deepEqual(candidates(shownCards(choose(later, "1#100#1", null))[0]), []);
});

const known = { ...contact, contact_id: "c9", name: "Новый контакт" };
const relinked = (changes = {}) => ({ relinked: true, contacts: [known], ...changes });

test("an unknown caller's card becomes the contact's when the address book learns of the number", () => {
  const state = after({ contacts: [] }, { version: 2, ...relinked() });
  assert.deepEqual(shownCards(state).map(candidates), [[known]]);
});

test("a known caller's card becomes an unknown one's when the number is taken away", () => {
  const state = after({}, { version: 2, ...relinked({ contacts: [] }) });
  assert.deepEqual(shownCards(state).map(candidates), [[]]);
});

test("other contacts of an ended call change its card, and raise none where there was none", () => {
  const ended = { state: "ended", missed: true };
  const late = { version: 9, ...ended, ...relinked() };
  assert.deepEqual(shownCards(after({ contacts: [], ...ended }, late)).map(candidates), [[known]]);
  assert.deepEqual(ids(after(late)), []);
  assert.deepEqual(ids(after({ card: false }, late)), []);
  assert.deepEqual(ids(receive(hide(after(ended), "1#100#1"), frame(late), 1)), []);
});

test("other contacts of a call that goes on show its card where the frame with the card was lost", () => {
  assert.deepEqual(ids(after({ version: 2, ...relinked() })), ["1#100#1"]);
});

test("the time at which an ended call's card leaves is not put off", () => {
  const state = receive(after({ state: "ended" }), frame({ version: 2, state: "ended", ...relinked() }), 15_000);
  assert.deepEqual(ids(expire(state, 20_000)), []);
});

test("a contact picked in the card follows its new name and stays when a frame does not know it yet", () => {
  const state = choose(after({ contacts: [] }), "1#100#1", { ...known, name: "Прежнее имя" });
  assert.equal(candidates(shownCards(receive(state, frame({ version: 2, contacts: [] }), 1))[0])[0].name, "Прежнее имя");
  assert.equal(candidates(shownCards(receive(state, frame({ version: 2, ...relinked() }), 1))[0])[0].name, "Новый контакт");
});

test("«none of them» holds until the address book names others", () => {
  const none = choose(after({ contacts: [contact, known] }), "1#100#1", null);
  const shown = (changes) => candidates(shownCards(receive(none, frame({ version: 2, ...changes }), 1))[0]);
  assert.deepEqual(shown({ contacts: [] }), []);
  assert.deepEqual(shown(relinked({ contacts: [known, contact] })), []);
  assert.deepEqual(shown(relinked({ contacts: [known] })), [known]);
});

test("«Никто из них» holds for those who were offered, not for somebody linked to the number later", () => {
  const [other, fresh] = [{ ...contact, contact_id: "c2" }, { ...contact, contact_id: "c3" }];
  const refused = choose(after({ contacts: [contact, other] }), "1#100#1", null);
  const shown = (contacts) => candidates(shownCards(receive(refused, frame({ version: 2, contacts }), 5))[0]);
  assert.deepEqual(shown([other]), []);
  assert.deepEqual(shown([other, fresh]), [other, fresh]);
});

test("a chosen contact is shown by the name it has now, for the reason it was chosen", () => {
  const chosen = choose(after({ contacts: [contact] }), "1#100#1", { ...contact, reason: "pinned" });
  const renamed = receive(chosen, frame({ version: 2, contacts: [{ ...contact, name: "Ирина Орлова", reason: "suffix" }] }), 5);
  assert.deepEqual(candidates(shownCards(renamed)[0]), [{ ...contact, name: "Ирина Орлова", reason: "pinned" }]);
});

test("a pin that another operator moved or took away is not told of any more", () => {
  const mine = choose(after({ contacts: [contact] }), "1#100#1", { ...contact, reason: "pinned" });
  const reason = (changes) => candidates(shownCards(receive(mine, frame({ version: 2, ...changes }), 5))[0])[0].reason;
  assert.equal(reason({ contacts: [{ ...contact, contact_id: "c2", reason: "pinned" }], relinked: true }), "full");
  assert.equal(reason({ contacts: [contact], relinked: true }), "full");
  assert.equal(reason({ contacts: [] }), "pinned");
});

test("whoever was picked stays picked when a frame lists the candidates anew", () => {
  const [first, second] = [contact, { ...contact, contact_id: "c2" }];
  assert.equal(pickedOf([first, second], null), first);
  assert.equal(pickedOf([second, first], "c1"), first);
  assert.equal(pickedOf([second], "c1"), second);
});

test("who takes a pin back may choose again among those there are", () => {
  const several = [contact, { ...contact, contact_id: "c2", reason: "suffix" }];
  const chosen = choose(after({ contacts: several }), "1#100#1", { ...several[1], reason: "pinned" });
  assert.deepEqual(candidates(shownCards(unpin(chosen, "1#100#1"))[0]), several);
  const told = unpin(after({ contacts: [{ ...contact, reason: "pinned" }] }), "1#100#1");
  assert.deepEqual(candidates(shownCards(told)[0]), [{ ...contact, reason: "full" }]);
});

test("a call that nobody knew becomes known with the frame that has its contact, in the same card", () => {
  const linked = receive(after({ contacts: [] }), frame({ version: 2, contacts: [contact] }), 5);
  assert.deepEqual(shownCards(linked).map(candidates), [[contact]]);
});

test("a card does not leave while its note is unsaved, and a moment later it does", () => {
  const noted = noting(after({ state: "ended" }), "1#100#1", true, 1_000);
  assert.deepEqual(ids(expire(noted, 60_000)), ["1#100#1"]);
  const saved = noting(noted, "1#100#1", false, 60_000);
  assert.deepEqual(ids(expire(saved, 64_999)), ["1#100#1"]);
  assert.deepEqual(ids(expire(saved, 65_000)), []);
});

test("a card that was put aside comes back when its row asks for it", () => {
  const state = hide(after({}), "1#100#1");
  assert.deepEqual(ids(state), []);
  assert.deepEqual(ids(unfold(state, "1#100#1")), ["1#100#1"]);
});
