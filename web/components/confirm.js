/** The question before something is deleted. */
import { html } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { define, PageElement } from "./element.js";
import { icon } from "./icons.js";

class Confirm extends PageElement {
  static properties = { heading: {}, text: {}, action: {} };

  show() {
    this.querySelector("dialog").showModal();
  }

  answer(yes) {
    this.querySelector("dialog").close();
    if (yes) this.emit("confirmed");
  }

  render() {
    return html`<dialog class="dialog" aria-label=${this.heading}>
      <div class="dialog-head">
        <span class="sign sign-failed">${icon("trash", 20)}</span>
        <div><h2>${this.heading}</h2></div>
      </div>
      <p class="dialog-text">${this.text}</p>
      <div class="dialog-actions">
        <button type="button" class="danger" @click=${() => this.answer(true)}>${this.action}</button>
        <button type="button" class="primary" autofocus @click=${() => this.answer(false)}>${t("action.cancel")}</button>
      </div>
    </dialog>`;
  }
}

define("cc-confirm", Confirm);
