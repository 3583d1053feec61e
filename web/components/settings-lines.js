/** The lines clients dial, and what to call them in cards and journal. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { fieldError, shown } from "./parts.js";
import { Resource } from "./resource.js";
import "./unsaved.js";

class SettingsLines extends Page {
  static properties = { head: { attribute: false }, draft: { state: true }, busy: { state: true }, problem: { state: true } };

  constructor() {
    super();
    Object.assign(this, { draft: null, busy: false, problem: "" });
    this.lines = new Resource(this, async () => (await this.services.api.lines()).lines);
  }

  connectedCallback() {
    super.connectedCallback();
    this.lines.reload();
  }

  get rows() {
    return this.draft ?? this.lines.value ?? [];
  }

  edit(index, changes) {
    this.draft = this.rows.map((line, other) => (other === index ? { ...line, ...changes } : line));
  }

  async save() {
    Object.assign(this, { busy: true, problem: "" });
    const lines = this.rows.map(({ number, name }) => ({ number: number.trim(), name: name.trim() })).filter(({ number }) => number);
    try {
      this.lines.replace((await this.services.api.saveLines(lines))?.lines ?? lines);
      this.draft = null;
      this.toast(t("lines.saved"));
    } catch (error) {
      this.problem = error.message || t("error.unsaved");
    }
    this.busy = false;
  }

  render() {
    return html`<header class="page-head settings-head">${this.head}<span class="page-facts"></span>
        ${this.draft ? this.renderEnd() : nothing}</header>
      <cc-unsaved .dirty=${this.draft !== null}></cc-unsaved>
      <div class="scroll"><div class="lines">
        <p class="muted">${t("lines.lead")}</p>
        ${shown(this.lines, () => this.renderRows())} ${fieldError(this.problem)}
      </div></div>`;
  }

  renderEnd() {
    return html`<button type="button" class="quiet" @click=${() => (this.draft = null)}>${t("action.cancel")}</button>
      <button type="button" class="primary" ?disabled=${this.busy} @click=${this.save}>${t(this.busy ? "action.saving" : "action.save")}</button>`;
  }

  renderRows() {
    const add = () => (this.draft = [...this.rows, { number: "", name: "" }]);
    return html`${this.rows.length
        ? html`<div class="line-row line-head"><span>${t("lines.number")}</span><span>${t("lines.name")}</span></div>`
        : html`<p>${t("lines.empty")}</p>`}
      ${this.rows.map((line, index) => this.renderRow(line, index))}
      <button type="button" @click=${add}>${icon("plus")}${t("lines.add")}</button>`;
  }

  renderRow({ number, name }, index) {
    const remove = () => (this.draft = this.rows.filter((_, other) => other !== index));
    return html`<div class="line-row">
      <input class="number" inputmode="tel" aria-label=${t("lines.number")} .value=${number} @input=${(event) => this.edit(index, { number: event.target.value })} />
      <input aria-label=${t("lines.name")} maxlength="100" .value=${name} @input=${(event) => this.edit(index, { name: event.target.value })} />
      <button type="button" class="icon-button" aria-label=${t("lines.remove")} title=${t("lines.remove")} @click=${remove}>${icon("cross")}</button>
    </div>`;
  }
}

define("cc-settings-lines", SettingsLines);
