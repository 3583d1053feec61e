/** Buttons that know what they do: call a number, copy a number, or ask to see it whole. */
import { html } from "../vendor/lit.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { define, PageElement } from "./element.js";
import { icon } from "./icons.js";

/** Click-to-call; `dialling` is the number now being called, if any. */
class DialButton extends PageElement {
  static properties = {
    phone: {}, display: {}, name: {}, dialling: {}, text: {}, look: {}, disabled: { type: Boolean },
  };

  dial() {
    this.emit("dial", { phone: this.phone, display: this.display, name: this.name });
  }

  render() {
    const busy = Boolean(this.dialling) && this.dialling === this.phone;
    const label = busy ? t("action.calling") : this.text;
    return html`<button type="button" class="${this.look ?? ""} ${busy ? "busy" : ""}" ?disabled=${Boolean(this.dialling) || this.disabled}
      aria-label=${label ? `${label}: ${format.phone(this.display)}` : t("action.callTo", { phone: format.phone(this.display) })}
      title=${label ? "" : t("action.call")} @click=${(event) => { event.stopPropagation(); this.dial(); }}>
      ${busy ? html`<i class="spinner" aria-hidden="true"></i>` : icon("phone")}${label}
    </button>`;
  }
}

/** `of` names whose number it is, {call_id} or {contact_id}, for who sees no whole numbers and may ask for this one. */
class CopyButton extends PageElement {
  static properties = { phone: {}, of: { attribute: false } };

  reveal(event) {
    event.stopPropagation();
    this.emit("reveal", this.of);
  }

  copy(event) {
    event.stopPropagation();
    this.emit("copy-text", { text: format.plainPhone(this.phone), said: t("action.copied") });
  }

  render() {
    if (format.sealed(this.phone)) return html`<button type="button" class="small quiet reveal" @click=${this.reveal}>${icon("eye", 16)}${t("reveal.show")}</button>`;
    return html`<button type="button" class="icon-button" aria-label=${t("action.copyNumber")} title=${t("action.copyNumber")}
      @click=${this.copy}>${icon("copy")}</button>`;
  }
}

define("cc-dial", DialButton);
define("cc-copy", CopyButton);
