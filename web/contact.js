/** A contact as several people may edit it: what is sent to be saved, and how two edits come together. */
import { sealed } from "./format.js";

const FIELDS = ["kind", "name", "company", "phones", "responsible", "note"];

/** What PUT /contacts takes, of all that GET shows. */
export const savable = ({ kind, name, company, phones, responsible, note, version }) => ({
  kind, name, company, phones, responsible, note, version,
});

/** A contact as the form holds it: numbers as people read them, an empty one when there is none. */
export function draftOf({ kind = "contact_person", name = "", company = "", phones = [], displays = phones, responsible = null, note = "" }) {
  return { kind, name, company, phones: displays.length ? [...displays] : [""], responsible, note };
}

/** What is still dialled after the answer: a number whose text was edited is read anew by the server, its extension too. */
export function keptDialAfter({ phones = [], displays = phones, dial_after: after = {} }, written) {
  const kept = phones.filter((phone, index) => after[phone] && written.includes(displays[index]));
  return Object.fromEntries(kept.map((phone) => [phone, after[phone]]));
}

/** The numbers as they are sent: one that was shown masked goes back as the reference that came with it. */
export function sentPhones({ phones = [], displays = phones }, written) {
  return written.map((text) => (sealed(phones[displays.indexOf(text)]) ? phones[displays.indexOf(text)] : text));
}

/**
 * Brings together what I wrote and what another saved meanwhile, both starting from `base`. `taken` are the fields that only they
 * changed, already in `draft`; `clashes` those that we both changed differently: `draft` has mine until somebody decides.
 */
export function reconcile(base, mine, theirs) {
  const draft = { ...mine };
  const [taken, clashes] = [[], []];
  const take = (field, value) => taken.push(field) && (draft[field] = value);
  for (const field of FIELDS.filter((name) => !same(base[name], theirs[name]) && !same(mine[name], theirs[name]))) {
    if (field === "phones") take(field, joined(base.phones, mine.phones, theirs.phones));
    else if (same(base[field], mine[field])) take(field, theirs[field]);
    else clashes.push({ field, mine: mine[field], theirs: theirs[field] });
  }
  return { draft, taken, clashes };
}

/** Numbers never clash: each side's new ones are there, and what either removed is gone. */
function joined(base, mine, theirs) {
  const has = (list, phone) => list.some((other) => digits(other) === digits(phone));
  const kept = theirs.filter((phone) => has(mine, phone) || !has(base, phone));
  const added = mine.filter((phone) => digits(phone) && !has(base, phone) && !has(theirs, phone));
  return kept.length + added.length ? [...kept, ...added] : [""];
}

// masked numbers may have the same digits left
const digits = (phone) => (phone.includes("•") ? phone : phone.replace(/\D/g, ""));

const same = (a, b) => JSON.stringify(clean(a)) === JSON.stringify(clean(b));

const clean = (value) => (Array.isArray(value) ? value.map(digits).filter(Boolean) : typeof value === "string" ? value.trim() : value);
