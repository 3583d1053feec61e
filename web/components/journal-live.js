/** A call that goes on, as the journal's first row: its card has all there is to do. */
import { html, nothing } from "../vendor/lit.js";
import { caller } from "../attention.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { line, party, phoneText } from "./parts.js";
import "./timer.js";

export function renderLive(call, { session, store }) {
  const word = call.state === "talking" ? "row.talking" : call.direction === "out" ? "row.dialling" : "row.ringing";
  return html`<div class="journal-row row-live" role="row" @click=${() => session.unfold(call.call_id)}>
    <span class="j-start number" role="cell"><button type="button" class="row-button">${format.clock(call.started_at)}</button></span>
    <span class="j-outcome pine" role="cell"><i class="row-sign">${line(call.state)}</i><span>${t(word)}</span></span>
    <span class="j-who" role="cell">${who(call)}</span>
    <span class="j-number" role="cell">${call.phone ? phoneText(call.display) : nothing}</span>
    <span class="j-line" role="cell">${call.line?.name ?? ""}</span>
    <span class="j-operator" role="cell">${store.get().me.name}</span>
    <span class="j-talk pine" role="cell"><cc-timer .since=${call.answered_at ?? call.started_at} .serverNow=${session.serverNow}></cc-timer></span>
  </div>`;
}

function who(call) {
  if (call.contacts.length > 1) return html`<b class="name">${caller(call)}</b>`;
  return party({ ...call, contact: call.contacts[0] ?? null });
}
