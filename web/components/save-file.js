/** A file that was made here goes to the reader's downloads. */
const KEPT_MS = 60_000;

export function saveFile(parts, name, type) {
  const href = URL.createObjectURL(new Blob(parts, { type }));
  Object.assign(document.createElement("a"), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), KEPT_MS);
}
