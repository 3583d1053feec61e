/** Who does not wait any more today, and how it came to that. */
import { html, nothing, repeat } from "../vendor/lit.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { icon } from "./icons.js";
import { aboutRow, closedSign, closedText, whoLink } from "./missed-parts.js";
import { backButton } from "./missed-row.js";
import { emptyState } from "./parts.js";

/** `count` is undefined while not all of them are here. */
export function renderClosed(page, rows, count) {
  if (!rows.length) return page.view === "closed" ? emptyState("tick", t("missed.closed.empty"), t("missed.closed.empty.hint")) : nothing;
  return html`<section class="missed-closed" aria-label=${t("missed.closedToday")}>
    <header><h2>${t("missed.closedToday")}</h2>${count === undefined ? nothing : html`<span class="number muted">${count}</span>`}
      <span class="muted small-text">${t("missed.closedHint")}</span></header>
    <ul>${repeat(rows, (row) => row.phone, (row) => renderRow(page, row))}</ul>
    ${page.closed.value === null ? nothing : html`<cc-more class="more" .cursor=${page.closed.value} @more=${page.moreClosed}></cc-more>`}
  </section>`;
}

function renderRow(page, row) {
  return html`<li class="closed-row" data-closed=${row.phone}>
    <span class="pine">${icon("tick", 16)}</span><span class="number row-time">${format.clock(row.closed.at)}</span>
    <span class="closed-who cut">${whoLink(row, "")} <span class="muted">${aboutRow(row)}</span></span>
    <span class="closed-how">${icon(closedSign(row.closed), 16)}<span class="cut" title=${closedText(row)}>${closedText(row)}</span></span>
    ${backButton(page, row)}
  </li>`;
}
