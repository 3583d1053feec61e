/** Small pieces of markup that many pages share. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { icon } from "./icons.js";
import * as format from "../format.js";

export { outcome } from "../outcome.js";

/** The sign of the product: ringing dashed, talking solid, missed broken, over grey. */
export const line = (state) => html`<span class="line line-${state}" aria-hidden="true"></span>`;

/** What a contact may be, in the order it is offered. */
export const KINDS = ["contact_person", "counterparty", "partner", "person"];

export const kindTag = (kind) =>
  html`<span class="tag">${icon(kind, 14)}${t(`kind.${kind}`)}</span>`;

export const badge = (name, size = "") => html`<span class="badge ${size}" aria-hidden="true">${format.initials(name)}</span>`;

export const phoneText = (display) => html`<span class="number">${format.phone(display)}</span>`;

/** The right end of a call's row: how long they talked, or that they did not. */
export function callLength(call) {
  if (call.missed && call.direction === "in") return html`<span class="rowan">${t("row.missed")}</span>`;
  if (call.missed) return html`<span class="quiet">${t("row.noanswer")}</span>`;
  return html`<span class="number">${format.duration(call.talk ?? call.duration ?? 0)}</span>`;
}

/** What explains a name: the company, or the kind of contact it is. */
export const about = ({ name, company, kind }) => (company && company !== name ? company : t(`kind.${kind}`));

/** Who is at the other end, for a row: name, and what explains it. */
export function party(call) {
  const { contact } = call;
  if (!contact) return html`<span class="muted">${call.phone ? t("card.unknown") : t("card.withheld")}</span>`;
  return html`<b class="name">${contact.name}</b> <span class="muted">${about(contact)}</span>`;
}

/** Grey bars in place of rows that are on their way. */
export const loadingRows = (count = 8) =>
  html`<div class="loading" role="status" aria-label=${t("state.loading")}>
    ${Array.from({ length: count }, () => html`<div class="bar-row"><i></i><i></i><i></i></div>`)}
  </div>`;

export const emptyState = (name, title, hint) =>
  html`<div class="state">${icon(name, 24)}<p class="state-title">${title}</p><p>${hint}</p></div>`;

export const errorState = (retry, error) =>
  html`<div class="state" role="alert">
    <span class="rowan">${icon("warning", 24)}</span>
    <p class="state-title">${error?.status === 403 ? error.message : t("state.error")}</p>
    ${error?.status === 403 ? nothing : html`<p>${t("state.error.hint")}</p>`}
    ${error?.status === 403
      ? nothing
      : html`<button type="button" class="small" @click=${retry}>${icon("retry", 16)}${t("action.retry")}</button>`}
  </div>`;

/** A resource as it stands: failed, on its way, or shown by `show`. */
export function shown(resource, show, retry = () => resource.reload()) {
  if (resource.error?.status === 403) return errorState(retry, resource.error);
  if (resource.value !== undefined) return show(resource.value);
  if (resource.error) return errorState(retry, resource.error);
  return resource.slow ? loadingRows() : nothing;
}

/** Two to four views of the same thing, one of them pressed. */
export function segments(label, options, value, choose) {
  const one = ([key, text, count]) =>
    html`<button type="button" aria-pressed=${key === value ? "true" : "false"} @click=${() => choose(key)}>
      ${text}${count === undefined ? nothing : html`<span class="count">${count}</span>`}
    </button>`;
  return html`<div class="segments" role="group" aria-label=${label}>${options.map(one)}</div>`;
}

/** One of several, chosen in a small select with a sign. */
export const selectChip = (sign, label, options, value, choose) =>
  html`<label class="select-chip">${icon(sign, 16)}
    <select class="small" aria-label=${label} @change=${(event) => choose(event.target.value)}>
      ${options.map(([key, text]) => html`<option value=${key} ?selected=${key === value}>${text}</option>`)}
    </select>
  </label>`;

/** A switch with its state written beside it. */
export const toggle = (label, on, change, { written = true } = {}) =>
  html`<label class="toggle">
    <span>${written ? t(on ? "switch.on" : "switch.off") : label}</span>
    <input type="checkbox" role="switch" aria-label=${label} .checked=${on} @change=${(event) => change(event.target.checked)} />
  </label>`;

/** An error under a field. */
export const fieldError = (text) =>
  text ? html`<p class="field-error" role="alert">${icon("warning", 16)}<span>${text}</span></p>` : nothing;
