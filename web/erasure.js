/** A person who is to be forgotten: whether the right name was typed, and the report of what was erased. */
const KINDS = ["contacts", "numbers", "pins", "search_terms", "calls", "notes", "recordings", "callbacks", "clicks", "files"];

/** The server folds letters likewise; spaces around a name are nobody's. */
export const sameName = (typed, name) => folded(typed) !== "" && folded(typed) === folded(name);

const folded = (text) => text.normalize("NFKC").toLocaleLowerCase("ru").replaceAll("ё", "е").trim();

/** What was erased, kind by kind; of which there was nothing is not listed. */
export const erasedRows = (erased) => KINDS.filter((kind) => erased[kind]).map((kind) => ({ kind, count: erased[kind] }));
