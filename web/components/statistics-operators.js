/** The figures of each operator, the talking as a bar. */
import { html, repeat, svg } from "../vendor/lit.js";
import { csvLine } from "../csv.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { barLength } from "../statistics.js";
import { time } from "./statistics-plots.js";

const COUNTS = ["incoming", "answered", "missed", "outgoing", "reached"];

export function renderOperators(rows) {
  const columns = [...COUNTS, "wait", "averageTalk", "talk"];
  return html`<section class="stats-operators"><h2>${t("stats.operators")}</h2>
    <div class="stats-scroll" tabindex="0" role="region" aria-label=${t("stats.operators")}><table>
      <thead><tr><th scope="col">${t("stats.col.name")}</th>${columns.map((name) => html`<th scope="col" class="s-${name}">${t(`stats.col.${name}`)}</th>`)}</tr></thead>
      <tbody>${repeat(rows, (row) => row.operator_id, (row) => renderRow(row, rows))}</tbody>
    </table></div>
    <p class="hint">${t("stats.note")}</p></section>`;
}

/** The same as lines of a file. */
export function operatorLines(rows) {
  const keys = ["name", ...COUNTS, "average_wait", "average_talk", "talk"];
  const titles = ["name", ...COUNTS, "wait", "averageTalk", "talk"].map((name) => t(`stats.col.${name}`));
  return [titles, ...rows.map((row) => keys.map((key) => row[key]))].map((cells) => csvLine(cells, t("stats.delimiter")));
}

function renderRow(row, rows) {
  return html`<tr data-operator=${row.operator_id}><th scope="row">${row.name}</th>
    ${COUNTS.map((name) => html`<td class="number s-${name} ${name === "missed" && row.missed ? "rowan" : ""}">${format.count(row[name])}</td>`)}
    <td class="number s-wait">${time(row.average_wait)}</td><td class="number s-averageTalk">${time(row.average_talk)}</td>
    <td class="number s-talk">${row.talk ? format.spent(row.talk) : "—"}${bar(barLength(row, rows))}</td></tr>`;
}

const bar = (length) => html`<svg class="stats-bar" width="100%" height="4" aria-hidden="true" focusable="false">
  ${svg`<rect width="${length.toFixed(1)}%" height="4" rx="2" />`}</svg>`;
