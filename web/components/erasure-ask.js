/** The question before a person is forgotten: what goes, what stays, and the name typed by hand. */
import { html } from "../vendor/lit.js";
import { sameName } from "../erasure.js";
import { t } from "../i18n.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { fieldError } from "./parts.js";

class ErasureAsk extends Page {
  static properties = { contact: { attribute: false }, typed: { state: true }, busy: { state: true }, problem: { state: true } };

  constructor() {
    super();
    Object.assign(this, { typed: "", busy: false, problem: "" });
  }

  firstUpdated() {
    this.show();
  }

  show() {
    Object.assign(this, { typed: "", problem: "" });
    this.querySelector("dialog").showModal();
  }

  async submit(event) {
    event.preventDefault();
    if (!sameName(this.typed, this.contact.name)) return;
    Object.assign(this, { busy: true, problem: "" });
    try {
      const { erasure_id: id } = await this.services.api.erase(this.contact.contact_id, this.typed);
      this.querySelector("dialog").close();
      this.go("contacts", "erasure", id);
    } catch (error) {
      this.problem = error.message || t("error.unsaved");
    }
    this.busy = false;
  }

  render() {
    const { name } = this.contact;
    return html`<dialog class="dialog" aria-labelledby="erasure-title">
      <div class="dialog-head"><span class="sign sign-failed">${icon("trash", 20)}</span><div><h2 id="erasure-title">${t("erasure.title", { name })}</h2></div></div>
      <form @submit=${this.submit}>
        <p class="dialog-text">${t("erasure.goes")}</p>
        <p class="dialog-text">${t("erasure.stays")}</p>
        <label>${t("erasure.type", { name })}
          <input name="name" autocomplete="off" autofocus .value=${this.typed} @input=${(event) => (this.typed = event.target.value)} /></label>
        ${fieldError(this.problem)}
        <div class="dialog-actions">
          <button type="submit" class="danger" ?disabled=${this.busy || !sameName(this.typed, name)}>${t("erasure.sure")}</button>
          <button type="button" @click=${() => this.querySelector("dialog").close()}>${t("action.cancel")}</button>
        </div>
      </form>
    </dialog>`;
  }
}

define("cc-erasure-ask", ErasureAsk);
