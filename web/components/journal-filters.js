/** What the journal is filtered by, besides the words in its header; says what was changed with `filter`. */
import { html, nothing } from "../vendor/lit.js";
import { sealed } from "../format.js";
import { t } from "../i18n.js";
import { filterQuery, UNFILTERED } from "../journal-filter.js";
import { define, PageElement } from "./element.js";
import { icon } from "./icons.js";
import { segments } from "./parts.js";
import "./journal-period.js";

class Filters extends PageElement {
  static properties = { filter: { attribute: false }, colleagues: { attribute: false }, contactName: {} };

  change(changes) {
    this.emit("filter", changes);
  }

  pick(id, on) {
    const { operators } = this.filter;
    this.change({ operators: on ? [...operators, id] : operators.filter((other) => other !== id) });
  }

  render() {
    const { period, from, to, direction, missed, recording } = this.filter;
    const directions = ["all", "in", "out"].map((name) => [name, t(`filter.${name}`)]);
    return html`
      <cc-journal-period .period=${period} .from=${from} .to=${to} @period=${(event) => this.change(event.detail)}></cc-journal-period>
      ${segments(t("filter.label"), directions, direction, (name) => this.change({ direction: name }))}
      ${this.renderChip("missed", t("journal.missedOnly"), missed, () => this.change({ missed: !missed }))}
      ${this.renderOperators()}
      ${this.renderChip("play", t("journal.recordedOnly"), recording, () => this.change({ recording: !recording }))}
      ${this.filter.contact ? this.renderContact() : nothing} ${sealed(this.filter.query) ? this.renderNumber() : nothing}
      ${filterQuery(this.filter) ? html`<button type="button" class="small quiet" @click=${() => this.change(UNFILTERED)}>${t("journal.reset")}</button>` : nothing}`;
  }

  renderChip(sign, text, on, toggle) {
    return html`<button type="button" class="small chip chip-${sign}" aria-pressed=${String(on)} @click=${toggle}>${icon(sign, 16)}${text}</button>`;
  }

  renderContact() {
    const text = this.contactName || t("journal.contact");
    return html`<button type="button" class="small chip chosen" title=${t("journal.contact.drop")} @click=${() => this.change({ contact: "" })}>
      ${icon("contact_person", 16)}<span class="cut">${text}</span>${icon("cross", 14)}<span class="sr">${t("journal.contact.drop")}</span>
    </button>`;
  }

  /** A number that the reader does not see is no words to search for. */
  renderNumber() {
    return html`<button type="button" class="small chip chosen" title=${t("journal.contact.drop")} @click=${() => this.change({ query: "" })}>
      ${icon("phone", 16)}<span>${t("journal.number")}</span>${icon("cross", 14)}<span class="sr">${t("journal.contact.drop")}</span>
    </button>`;
  }

  renderOperators() {
    const n = this.filter.operators.length;
    return html`<span class="operators-filter">
      <button type="button" class="small chip ${n ? "chosen" : ""}" popovertarget="journal-operators">
        ${icon("headset", 16)}${n ? t("journal.operatorsN", { n }) : t("journal.operators")}${icon("down", 16)}
      </button>
      <div id="journal-operators" class="menu dropdown" popover role="group" aria-label=${t("journal.operators")}>${this.renderChoice()}</div>
    </span>`;
  }

  /** Who has left may still be asked for by an address. */
  renderChoice() {
    const { operators } = this.filter;
    const known = this.colleagues.map(({ operator_id: id, name, extension }) => ({ id, name, extension }));
    const left = operators.filter((id) => !known.some((one) => one.id === id)).map((id) => ({ id, name: id }));
    if (!known.length && !left.length) return html`<p class="muted menu-none">${t("journal.operators.none")}</p>`;
    return html`<div class="picks scroll">${[...known, ...left].map((one) => this.renderPick(one, operators.includes(one.id)))}</div>
      ${operators.length ? html`<button type="button" class="quiet" @click=${() => this.change({ operators: [] })}>${t("journal.operators.clear")}</button>` : nothing}`;
  }

  renderPick({ id, name, extension }, on) {
    return html`<label class="pick-row"><input type="checkbox" .checked=${on} @change=${(event) => this.pick(id, event.target.checked)} />
      <span class="cut">${name}</span>${extension ? html`<small class="muted number">${extension}</small>` : nothing}</label>`;
  }
}

define("cc-journal-filters", Filters);
