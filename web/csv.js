/** Rows as a text that a spreadsheet opens, by the rules of the server's own export. */

// what a program would take for a formula gets a ' before it, and so does what already begins with one
const FORMULA = /^[=+\-@\t\r'＝＋－＠]/;
const BYTE_ORDER_MARK = "\ufeff";

export const guarded = (cell) => (FORMULA.test(cell) ? `'${cell}` : cell);

export function csvLine(cells, delimiter) {
  return cells.map((cell) => quoted(guarded(String(cell ?? "")), delimiter)).join(delimiter) + "\r\n";
}

function quoted(cell, delimiter) {
  return /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Lines as the parts of a file; the mark says to Excel that it is UTF-8. */
export const csvFile = (lines) => [BYTE_ORDER_MARK, ...lines];
