/** «Найдено N»: several contacts may be calling; the best is chosen already, the operator decides. */
import { html, nothing, repeat } from "../vendor/lit.js";
import { pickedOf } from "../calls.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { recordRow } from "./card-known.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";

class Chooser extends Page {
  static properties = { call: { attribute: false }, picked: { state: true }, remember: { state: true } };

  constructor() {
    super();
    Object.assign(this, { picked: null, remember: false });
  }

  get best() {
    return pickedOf(this.call.contacts, this.picked);
  }

  choose(contact) {
    this.emit("chosen", { contact, pin: this.remember });
  }

  render() {
    const { contacts, display } = this.call;
    const found = t("card.found", { n: contacts.length });
    return html`<div class="card-middle">
        <div class="card-section"><h2 class="card-name">${found}</h2><span class="number card-phone">${format.phone(display)}</span></div>
        ${recordRow(this)}
        <div class="candidates" role="group" aria-label=${found}>
          ${repeat(contacts, (contact) => contact.contact_id, (contact, index) => this.renderOne(contact, index))}
        </div>
        ${this.call.phone ? this.renderRemember() : nothing}
      </div>
      <div class="card-actions">
        <button type="button" class="primary grow" data-key="primary" @click=${() => this.choose(this.best)}><span class="cut">${t("card.itIs", { name: this.best.name })}</span></button>
        <button type="button" @click=${() => this.emit("chosen", { contact: null })}>${t("card.none")}</button>
      </div>`;
  }

  renderOne(contact, index) {
    const { contact_id: id, name, company, kind, reason, matched } = contact;
    const place = [company === name ? "" : company, t(`kind.${kind}`)].filter(Boolean).join(" · ");
    const full = reason !== "suffix";
    return html`<button type="button" class="candidate" aria-pressed=${String(contact === this.best)} data-key=${index + 1}
      @click=${() => (this.picked = id)} @dblclick=${() => this.choose(contact)}>
      <kbd aria-hidden="true">${index + 1}</kbd><b class="candidate-name">${name}</b>
      <span class="tag ${full ? "tag-full" : "tag-dashed"}">${full ? html`${icon("tick", 14)}${t("card.full")}` : t("card.suffix", { n: matched })}</span>
      <span class="candidate-place">${place}</span>
      <span class="candidate-phone">${this.renderNumber(contact, full)}</span><span class="candidate-operator">${this.responsible(contact)}</span>
    </button>`;
  }

  /** The number of theirs that matched, with the digits it shares with the caller's. */
  renderNumber({ phone, display, matched }, full) {
    if (!phone) return nothing;
    const [head, common, after] = format.parted(display, phone, full ? phone.length : matched).map(format.phone);
    return html`<span class="number">${head}<u class=${full ? "" : "dotted"}>${common}</u>${after}</span>`;
  }

  renderRemember() {
    return html`<label class="remember"><input type="checkbox" .checked=${this.remember} @change=${(event) => (this.remember = event.target.checked)} />
      ${t("card.remember")}</label>`;
  }

  responsible({ responsible }) {
    const found = this.state.me.colleagues.find(({ operator_id: id }) => id === responsible);
    return found ? t("card.colleague", found) : t("contact.nobody");
  }
}

define("cc-chooser", Chooser);
