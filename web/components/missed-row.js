/** One client who waits: how long, who looks after them, what can be done, and each of their calls. */
import { html, nothing, repeat } from "../vendor/lit.js";
import { holder } from "../callback-list.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { icon } from "./icons.js";
import { moveFocus } from "./focus.js";
import { aboutRow, closedSign, closedText, lineName, waitCell, whoLink, whoText } from "./missed-parts.js";
import { line, phoneText } from "./parts.js";
import "./buttons.js";

const COLUMNS = ["sign", "who", "number", "count", "wait", "taker", "actions"];
const SILENT = new Set(["sign", "actions"]);
const REASONS = ["solved", "wrong", "spam"];

export function renderHead() {
  const title = (name) => (SILENT.has(name) ? html`<span class="sr">${t(`missed.col.${name}`)}</span>` : t(`missed.col.${name}`));
  return html`<div class="missed-row missed-head" role="row">
    ${COLUMNS.map((name) => html`<span class="m-${name}" role="columnheader">${title(name)}</span>`)}
  </div>`;
}

/** `page` is asked to do things; `first` is its operator's first row: only that one has the filled button. */
export function renderRow(page, { row, gone }, first) {
  const now = page.services.session.serverNow();
  const unfolded = page.unfolded.has(row.phone);
  const toggle = (event) => event.target.closest("a, button, .menu") || page.unfold(row);
  return html`<div class="missed-row ${unfolded ? "opened" : ""} ${gone === null ? "" : "missed-gone"}" role="row" data-phone=${row.phone} @click=${toggle}>
      <span class="m-sign" role="cell">${icon(gone === null ? "missed" : "tick", 18)}</span>
      <span class="m-who" role="cell">${whoLink(row)}<small class="muted cut">${[aboutRow(row), lineName(row.line)].filter(Boolean).join(" · ")}</small></span>
      <span class="m-number" role="cell">${row.contact ? phoneText(row.display) : nothing}</span>
      <span class="m-count" role="cell">${renderCount(page, row, unfolded)}</span>
      ${gone === null ? renderWaiting(page, row, now, first) : renderGone(page, row)}
    </div>
    ${unfolded ? renderUnfolded(page, row, { now, first, gone }) : nothing}
    ${page.reasonFor === row.phone && gone === null ? renderReason(page, row) : nothing}`;
}

function renderCount(page, row, unfolded) {
  const text = t("missed.times", { n: row.count });
  if (row.count < 2) return text;
  return html`<button type="button" class="link m-unfold" aria-expanded=${String(unfolded)} aria-label="${text}, ${t("missed.attempts")}"
    @click=${() => page.unfold(row)}>${text}${icon(unfolded ? "down" : "right", 16)}</button>`;
}

function renderWaiting(page, row, now, first) {
  return html`<span class="m-wait" role="cell">${waitCell(row, now)}</span>
    <span class="m-taker" role="cell">${renderTaker(row, page.state.me.operator_id, now)}</span>
    <span class="m-actions" role="cell">${renderActions(page, row, first)}</span>`;
}

function renderTaker(row, me, now) {
  const has = holder(row, me);
  const seconds = Math.max(0, (now - Date.parse(row.taken_at)) / 1000);
  if (has === "nobody") return html`${line("free")}<span class="muted cut">${t("missed.nobody")}</span>`;
  if (has === "theirs") return html`${line("busy")}<span class="cut">${row.taken_by.name}<span class="muted">, ${format.elapsed(seconds)}</span></span>`;
  const ago = seconds < 60 ? t("missed.now") : t("missed.ago", { time: format.elapsed(seconds) });
  return html`${line("talking")}<span class="cut"><b class="mine">${t("missed.you")}</b><span class="muted">, ${ago}</span></span>`;
}

function renderActions(page, row, first, place = "") {
  const { me, dialling } = page.state;
  if (!me.operator_id) return nothing;
  const has = holder(row, me.operator_id);
  const busy = page.busy === row.phone || page.busy === "all";
  const dial = me.extension
    ? html`<cc-dial .phone=${row.phone} .display=${row.display} .name=${row.contact?.name} .dialling=${dialling} .text=${t("action.callBack")}
        .look=${has === "mine" && first ? "primary" : ""} .disabled=${busy || has === "theirs"} @dial=${(event) => page.callBack(row, event)}></cc-dial>`
    : nothing;
  return html`${dial}${{ nobody: takeButton, theirs: takeOverButton, mine: doneButtons }[has](page, row, busy, place)}`;
}

const named = (text, row) => `${text}: ${whoText(row)}`;

const takeButton = (page, row, busy) =>
  html`<button type="button" class="m-take" ?disabled=${busy} aria-label=${named(t("missed.take"), row)} @click=${() => page.take(row)}>${t("missed.take")}</button>`;

const takeOverButton = (page, row, busy) =>
  html`<button type="button" class="quiet m-over" ?disabled=${busy} aria-label=${named(t("missed.takeOver"), row)} @click=${() => page.take(row)}>
    ${t("missed.takeOver")}</button>`;

function doneButtons(page, row, busy, place) {
  const id = `${place}reasons-${row.phone}`;
  return html`<button type="button" class="m-done" ?disabled=${busy} aria-label=${named(t("missed.done"), row)} @click=${() => page.finish(row)}>
      ${icon("tick")}<span>${t("missed.done")}</span></button>
    <button type="button" class="icon-only m-more" ?disabled=${busy} aria-label=${named(t("missed.reasons"), row)} title=${t("missed.reasons")}
      popovertarget=${id}>${icon("down", 16)}</button>
    <div id=${id} class="menu dropdown" popover @keydown=${(event) => moveFocus(event, "button")}>
      ${REASONS.map((reason) => item(id, "tick", t(`missed.reason.${reason}`), () => page.finish(row, t(`missed.reason.${reason}`))))}
      ${item(id, "pencil", t("missed.reason.own"), () => (page.reasonFor = row.phone))}
      ${item(id, "cross", t("missed.release"), () => page.release(row))}
    </div>`;
}

const item = (id, sign, text, run) =>
  html`<button type="button" class="quiet" popovertarget=${id} popovertargetaction="hide" @click=${run}>${icon(sign)}${text}</button>`;

function renderReason(page, row) {
  const done = (event) => {
    event.preventDefault();
    page.finish(row, new FormData(event.target).get("reason").trim());
  };
  return html`<div class="missed-more" role="row"><form class="missed-reason" role="cell" @submit=${done}>
    <input name="reason" maxlength="200" aria-label=${t("missed.reason")} placeholder=${t("missed.reason")} />
    <button type="submit">${icon("tick")}${t("missed.done")}</button>
    <button type="button" class="quiet" @click=${() => (page.reasonFor = null)}>${t("action.cancel")}</button>
  </form></div>`;
}

/** Each attempt; and while cards cover the right of the page, what can be done once more where they do not. */
function renderUnfolded(page, row, { now, first, gone }) {
  const newest = [...row.attempts].reverse();
  const earlier = row.count - newest.length;
  return html`<div class="missed-more missed-attempts" role="row"><div role="cell">
    ${gone === null ? html`<div class="m-actions m-uncovered">${renderActions(page, row, first, "left-")}</div>` : nothing}
    <ul aria-label=${t("missed.attempts")}>
      ${repeat(newest, (attempt) => attempt.call_id, (attempt) => renderAttempt(attempt, now))}
      ${earlier > 0 ? html`<li class="muted">${t("missed.earlier", { n: earlier })}</li>` : nothing}
    </ul></div></div>`;
}

function renderAttempt({ at, rang, line: called, extensions }, now) {
  const today = format.dayStart(at) === format.dayStart(now);
  const list = extensions.join(", ");
  return html`<li><span class="number">${today ? format.clock(at) : format.recent(at, now)}</span>
    <span class="number">${rang === null ? "" : t("missed.rang", { time: format.duration(rang) })}</span>
    <span class="muted cut">${lineName(called)}</span>
    <span class="muted cut">${list ? t("missed.phones", { n: extensions.length, list }) : ""}</span></li>`;
}

/** The row closed while it was looked at: it says how, and leaves after a while. */
function renderGone(page, row) {
  return html`<span class="m-how" role="cell" aria-colspan="2">${row.closed ? html`${icon(closedSign(row.closed), 16)}${closedText(row)}` : t("missed.how.none")}</span>
    <span class="m-actions" role="cell">${row.closed ? backButton(page, row) : nothing}</span>`;
}

/** «Вернуть»: whatever had closed the row. */
export const backButton = (page, row) =>
  page.state.me.operator_id
    ? html`<button type="button" class="small quiet" ?disabled=${page.busy === row.phone} aria-label=${named(t("missed.back"), row)}
        @click=${() => page.putBack(row)}>${t("missed.back")}</button>`
    : nothing;
