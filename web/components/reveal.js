/** The dialog with whole numbers, for who sees them one by one: it says that somebody will know. */
import { html } from "../vendor/lit.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { define, PageElement } from "./element.js";
import { icon } from "./icons.js";

class Reveal extends PageElement {
  static properties = { numbers: { state: true } };

  constructor() {
    super();
    this.numbers = { phones: [], displays: [] };
  }

  async show(numbers) {
    this.numbers = numbers;
    await this.updateComplete;
    const dialog = this.querySelector("dialog");
    if (!dialog.open) dialog.showModal();
    this.querySelector("[data-close]").focus();
  }

  /** What is not looked at is not there either. */
  closed() {
    this.numbers = { phones: [], displays: [] };
  }

  render() {
    const { phones, displays } = this.numbers;
    return html`<dialog class="dialog" aria-labelledby="reveal-title" @close=${this.closed}>
      <div class="dialog-head">
        <span class="sign">${icon("eye", 20)}</span>
        <div><h2 id="reveal-title">${t("reveal.title", { n: phones.length })}</h2><p class="muted small-text">${t("reveal.noted")}</p></div>
      </div>
      <ul class="reveal-numbers">${phones.map((phone, index) => this.renderNumber(phone, displays[index]))}</ul>
      <div class="dialog-actions">
        <button type="button" class="primary" data-close @click=${() => this.querySelector("dialog").close()}>${t("action.close")}</button>
      </div>
    </dialog>`;
  }

  renderNumber(phone, display) {
    const copy = () => this.emit("copy-text", { text: format.plainPhone(phone), said: t("action.copied") });
    return html`<li><span class="number number-large">${format.phone(display)}</span>
      <button type="button" class="icon-button" aria-label="${t("action.copyNumber")}: ${format.phone(display)}" title=${t("action.copyNumber")} @click=${copy}>${icon("copy")}</button></li>`;
  }
}

define("cc-reveal", Reveal);
