/** One call in the journal: its row, and what unfolds under it. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { routeHash } from "../router.js";
import * as format from "../format.js";
import { icon } from "./icons.js";
import { callLength, outcome, party, phoneText } from "./parts.js";
import "./buttons.js";

/** A recording's address; anything but https is text, whoever stored it. */
const recording = ({ link }) => (/^https:\/\//i.test(link ?? "") ? link : null);

export function renderRow(call, opened, open) {
  const { icon: sign, word, tone } = outcome(call);
  return html`<div class="journal-row ${opened ? "opened" : ""}" role="row" @click=${open}>
    <span class="j-start number" role="cell">
      <button type="button" class="row-button" aria-expanded=${String(opened)}>${format.clock(call.started_at)}</button>
    </span>
    <span class="j-outcome ${tone}" role="cell">${icon(sign, 16)}<span>${word}</span></span>
    <span class="j-who" role="cell">${party(call)}</span>
    <span class="j-number" role="cell">${phoneText(call.display)}</span>
    <span class="j-line" role="cell">${call.line?.name ?? ""}</span>
    <span class="j-operator" role="cell">${call.operator?.name ?? call.extension ?? ""}</span>
    <span class="j-total number" role="cell">${call.duration === null ? "" : format.duration(call.duration)}</span>
    <span class="j-talk number" role="cell"><span class="wide-only">${call.talk ? `≈ ${format.duration(call.talk)}` : ""}</span><span class="only-narrow">${callLength(call)}</span></span>
    <span class="j-record" role="cell">${recording(call) ? html`<span title=${t("journal.record")}>${icon("play", 18)}<span class="sr">${t("journal.record")}</span></span>` : nothing}</span>
  </div>`;
}

export function renderDetails(call, dialling, canCall) {
  const facts = [
    [t("journal.started"), format.exactClock(call.started_at)],
    [t("journal.ended"), call.ended_at && format.exactClock(call.ended_at)],
    [t("card.line"), call.line && [call.line.name && `«${call.line.name}»`, call.line.number].filter(Boolean).join(" · ")],
    [t("contact.note"), call.note],
  ];
  return html`<div class="journal-details" role="row">
    <div class="buttons" role="cell">${renderActions(call, dialling, canCall)}</div>
    <div role="cell"><dl class="facts">${facts.map(([name, value]) => (value ? html`<dt>${name}</dt><dd>${value}</dd>` : nothing))}</dl></div>
  </div>`;
}

function renderActions(call, dialling, canCall) {
  return html`${call.phone && canCall
      ? html`<cc-dial look="small" .phone=${call.phone} .display=${call.display} .name=${call.contact?.name} .dialling=${dialling} .text=${t("action.callBack")}></cc-dial>`
      : nothing}
    ${call.contact
      ? html`<a class="button small" href=${routeHash("contacts", call.contact.contact_id)}>${icon("contacts")}${t("card.open")}</a>`
      : nothing}
    ${recording(call)
      ? html`<a class="button small" href=${recording(call)} target="_blank" rel="noreferrer noopener">${icon("play")}${t("journal.record")}
          <span class="sr">${t("action.newTab")}</span></a>`
      : nothing}`;
}
