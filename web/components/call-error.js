/** The dialog «Звонок не начат»: the PBX's message exactly as it came, and no button that dials again. */
import { html } from "../vendor/lit.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { define, PageElement } from "./element.js";
import { icon } from "./icons.js";

class CallError extends PageElement {
  static properties = { party: { state: true }, message: { state: true } };

  constructor() {
    super();
    this.party = {};
    this.message = "";
  }

  async show(party, message) {
    Object.assign(this, { party, message });
    await this.updateComplete;
    this.querySelector("dialog").showModal();
    this.querySelector("[data-close]").focus();
  }

  render() {
    const who = [this.party.name, format.phone(this.party.display ?? this.party.phone)].filter(Boolean).join(" · ");
    const copy = () => this.emit("copy-text", { text: this.message, said: t("text.copied") });
    return html`<dialog class="dialog" aria-labelledby="call-error-title">
      <div class="dialog-head">
        <span class="sign sign-failed">${icon("phone-off", 20)}</span>
        <div><h2 id="call-error-title">${t("dial.failed")}</h2><p class="muted small-text">${who}</p></div>
      </div>
      <p class="dialog-text exact">${this.message}</p>
      <div class="dialog-actions">
        <button type="button" @click=${copy}>${icon("copy")}${t("dial.copyText")}</button>
        <button type="button" class="primary" data-close @click=${() => this.querySelector("dialog").close()}>${t("action.close")}</button>
      </div>
    </dialog>`;
  }
}

define("cc-call-error", CallError);
