/** What frames do to the cards on the screen: pure functions over one plain value, no DOM, no clock. */

const LEAVES_AFTER = { ended: 20_000, noanswer: 20_000, elsewhere: 6_000 };
const AFTER_HOLD = 5_000;

/** `cards` in the order they came; `opened` is the call_id of the unfolded one; `gone` had a card that will not return. */
export const NO_CALLS = { cards: [], versions: {}, gone: {}, opened: null };

/** ringing · talking · ended · missed (they called us) · noanswer (we called) · elsewhere (a colleague answered). */
export function phase(call) {
  if (call.state !== "ended") return call.state;
  if (call.answered_by && call.answered_by !== call.extension) return "elsewhere";
  if (call.missed) return call.direction === "out" ? "noanswer" : "missed";
  return "ended";
}

export const isLive = (call) => call.state !== "ended";

/** One frame's call; a version that is not newer changes nothing, and other contacts of an ended call raise no card. */
export function receive(state, call, now) {
  const known = state.versions[call.call_id];
  if (known !== undefined && call.version <= known) return state;
  const versions = { ...state.versions, [call.call_id]: call.version };
  const before = find(state, call.call_id);
  const raises = call.card && !state.gone[call.call_id] && !(call.relinked && !isLive(call));
  if (!before && !raises) return { ...state, versions };
  const card = { ...newCard, ...before, call, chosen: stillChosen(before, call), receivedAt: now, leavesAt: leaving(before, call, now) };
  return settle({ ...state, versions, cards: put(state.cards, card) });
}

// unsaved: its note is not on the server yet; hidden: the operator closed it; chosen: a contact picked or created here, or null for «none of them»
const newCard = { held: false, unsaved: false, hidden: false, folded: false, chosen: undefined };

/** «Никто из них» was said of the contacts there were: somebody linked meanwhile was not among them. */
function stillChosen(before, call) {
  const chosen = before?.chosen;
  if (chosen !== null) return chosen;
  const refused = ids(before.call);
  const others = call.relinked && refused.size !== call.contacts.length;
  return others || call.contacts.some(({ contact_id: id }) => !refused.has(id)) ? undefined : null;
}

const ids = (call) => new Set(call.contacts.map(({ contact_id: id }) => id));

function leaving(before, call, now) {
  const wait = LEAVES_AFTER[phase(call)];
  return wait === undefined ? null : (before?.leavesAt ?? now + wait);
}

function put(cards, card) {
  const known = cards.some((other) => other.call.call_id === card.call.call_id);
  return known ? cards.map((other) => (other.call.call_id === card.call.call_id ? card : other)) : [...cards, card];
}

/** The server's list of open calls, asked for at `asked`: what it does not name and came earlier is over. */
export function sync(state, calls, asked, now) {
  const named = new Set(calls.map((call) => call.call_id));
  const over = (card) => isLive(card.call) && card.receivedAt < asked && !named.has(card.call.call_id);
  const cards = state.cards.map((card) => (over(card) ? close(card, now) : card));
  return calls.reduce((next, call) => receive(next, call, now), settle({ ...state, cards }));
}

function close(card, now) {
  return { ...card, call: { ...card.call, state: "ended" }, leavesAt: now + LEAVES_AFTER.ended };
}

/** Pointer or focus is in the card, or a form is open in it: it does not leave meanwhile. */
export const hold = (state, callId, held, now) => keep(state, callId, { held }, now);

/** Nor does it leave while its note waits for the server. */
export const noting = (state, callId, unsaved, now) => keep(state, callId, { unsaved }, now);

function keep(state, callId, why, now) {
  const stays = Object.values(why).some(Boolean);
  return change(state, callId, (card) => ({
    ...card,
    ...why,
    leavesAt: card.leavesAt && !stays ? Math.max(card.leavesAt, now + AFTER_HOLD) : card.leavesAt,
  }));
}

export const hide = (state, callId) => change(state, callId, (card) => ({ ...card, hidden: true }));

export const choose = (state, callId, contact) => change(state, callId, (card) => ({ ...card, chosen: contact }));

/** The number is pinned to nobody any more: whoever it may be, that is not the reason, and who chose may choose again. */
export function unpin(state, callId) {
  const free = (contact) => (contact.reason === "pinned" ? { ...contact, reason: "full" } : contact);
  return change(state, callId, (card) => ({ ...card, chosen: undefined, call: { ...card.call, contacts: card.call.contacts.map(free) } }));
}

/** Another tab's state in place of the own; what the operator does here with a card goes on. */
export function adopt(own, theirs) {
  const kept = ({ call, ...card }) => {
    const { held = false, unsaved = false, folded = false } = find(own, call.call_id) ?? {};
    return { ...card, call, held, unsaved, folded };
  };
  return settle({ ...theirs, cards: theirs.cards.map(kept), opened: own.opened ?? theirs.opened });
}

/** Removes the cards whose time has come. */
export function expire(state, now) {
  const stays = (card) => card.held || card.unsaved || card.leavesAt === null || card.leavesAt > now;
  if (state.cards.every((card) => stays(card) || card.hidden)) return state;
  return settle({ ...state, cards: state.cards.map((card) => (stays(card) ? card : { ...card, hidden: true })) });
}

/** Unfolds one card, also one that was put aside; the one open before folds. */
export function unfold(state, callId) {
  return { ...change(state, callId, (card) => ({ ...card, folded: false, hidden: false })), opened: callId };
}

/** Folds a card and opens no other: the operator wants to see the page. */
export function fold(state, callId) {
  const folded = change(state, callId, (card) => ({ ...card, folded: true }));
  return settle({ ...folded, opened: folded.opened === callId ? null : folded.opened });
}

function change(state, callId, edit) {
  if (!find(state, callId)) return state;
  return settle({ ...state, cards: state.cards.map((card) => (card.call.call_id === callId ? edit(card) : card)) });
}

/** Hidden cards go when their call is over; when none is open, the next one that may opens. */
function settle(state) {
  const cards = state.cards.filter((card) => !card.hidden || isLive(card.call));
  const gone = remember(state.gone, state.cards.filter((card) => !cards.includes(card)));
  const shown = cards.filter((card) => !card.hidden);
  const opened = shown.find((card) => card.call.call_id === state.opened && opens(card)) ?? nextToOpen(shown);
  return { ...state, cards, gone, opened: opened?.call.call_id ?? null };
}

function remember(gone, cards) {
  return cards.length ? { ...gone, ...Object.fromEntries(cards.map((card) => [card.call.call_id, true])) } : gone;
}

const opens = (card) => !card.folded && phase(card.call) !== "elsewhere";

function nextToOpen(shown) {
  return shown.find((card) => opens(card) && isLive(card.call)) ?? shown.find(opens);
}

/** The cards on the screen: the open one first, then the living, then the rest, each group newest first. */
export function shownCards(state) {
  const rank = (card) => (card.call.call_id === state.opened ? 0 : isLive(card.call) ? 1 : 2);
  const newest = state.cards.filter((card) => !card.hidden).reverse();
  return newest.sort((a, b) => rank(a) - rank(b));
}

/** The calls going on, newest first: the desk's first rows. */
export function liveCalls(state) {
  return state.cards.filter((card) => isLive(card.call)).map((card) => card.call).reverse();
}

/** Who the card is about: one contact, several to choose from, or nobody. */
export function candidates({ chosen, call }) {
  if (chosen === null) return [];
  return chosen ? [renewed(chosen, call)] : call.contacts;
}

/** The candidate that was picked, wherever a frame lists it now; the best while none was. */
export const pickedOf = (contacts, id) => contacts.find((contact) => contact.contact_id === id) ?? contacts[0];

/** The chosen contact, by the name it has now; its reason stays until the address book itself says another. */
function renewed(chosen, { contacts, relinked }) {
  const now = contacts.find((contact) => contact.contact_id === chosen.contact_id);
  if (!now) return contacts.some((contact) => contact.reason === "pinned") ? { ...chosen, reason: "full" } : chosen;
  return relinked ? now : { ...now, reason: chosen.reason, matched: chosen.matched };
}

export const find = (state, callId) => state.cards.find((card) => card.call.call_id === callId);
