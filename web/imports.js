/** An import as the page shows it: which step it is at, what its columns hold, what may still be done with it. */
export const FIELDS = [
  "name", "last_name", "first_name", "middle_name", "company", "phones", "kind", "responsible", "note", "external_id", "contact_id",
];
export const ON_DUPLICATE = ["skip", "update", "create"];
export const COUNTS = ["created", "updated", "unchanged", "duplicate", "bad", "skipped"];
export const STEPS = ["file", "columns", "check", "load"];
export const MOST_BYTES = 100_000_000;
const SEVERAL = ["phones", "note"];
const NAMING = ["name", "last_name", "first_name", "company"];

/** Is there something to wait for? */
export const isBusy = ({ state }) => state === "checking" || state === "running";

/** Can its columns be chosen? While it runs, and once it has written, they are a fact. */
export const isOpen = ({ state, dry_run: dry, guess }) => Boolean(guess) && (state !== "done" || dry);

/** The step the administrator is at; null is an import not begun. */
export function stepOf(job) {
  if (!job || job.state === "waiting") return "file";
  if (job.dry_run === null) return "columns";
  return job.dry_run ? "check" : "load";
}

/** What each column holds, {index: field}: as it was chosen before, else as it was guessed; null is a column left out. */
export function chosenFields({ guess, mapping }) {
  const chosen = mapping && Object.keys(mapping).length > 0;
  return Object.fromEntries(guess.columns.map(({ index, field }) => [index, (chosen ? mapping[index] : field) ?? null]));
}

/** Why the columns cannot be used as chosen: {code, field}; null when they can. */
export function columnsTrouble(fields) {
  const named = Object.values(fields).filter(Boolean);
  const twice = named.find((field, index) => !SEVERAL.includes(field) && named.indexOf(field) !== index);
  if (twice) return { code: "twice", field: twice };
  return named.some((field) => NAMING.includes(field)) ? null : { code: "nameless", field: null };
}

/** Why a file is not even sent: a code; null when it can be. */
export function fileTrouble({ size }) {
  if (!size) return "empty";
  return size > MOST_BYTES ? "large" : null;
}

/** How many contacts the file has written, or would write. */
export const written = ({ counts }) => counts.created + counts.updated;

/** The counts worth a figure: groups and totals only where a list has them. */
export const shownCounts = ({ counts }) => COUNTS.filter((name) => name !== "skipped" || counts.skipped > 0);
