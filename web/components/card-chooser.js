/** «Найдено N»: several contacts may be calling; the best is chosen already, the operator decides. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { recordRow } from "./card-known.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";

class Chooser extends Page {
  static properties = { call: { attribute: false }, at: { state: true }, numbers: { state: true } };

  constructor() {
    super();
    Object.assign(this, { at: 0, numbers: {} });
  }

  connectedCallback() {
    super.connectedCallback();
    for (const { contact_id: id } of this.call.contacts) this.learn(id);
  }

  /** A frame names the candidates without their numbers: the one that matched is looked up. */
  async learn(id) {
    const contact = await this.services.api.contact(id).catch(() => null);
    if (contact) this.numbers = { ...this.numbers, [id]: contact };
  }

  choose(contact) {
    this.emit("chosen", { contact });
  }

  render() {
    const { contacts, display } = this.call;
    const best = contacts[Math.min(this.at, contacts.length - 1)];
    return html`<div class="card-middle">
        <div class="card-section"><h2 class="card-name">${t("card.found", { n: contacts.length })}</h2>
          <span class="number card-phone">${format.phone(display)}</span></div>
        ${recordRow(this)}
        <div class="candidates" role="group" aria-label=${t("card.found", { n: contacts.length })}>
          ${contacts.map((contact, index) => this.renderOne(contact, index))}
        </div>
      </div>
      <div class="card-actions">
        <button type="button" class="primary grow" data-key="primary" @click=${() => this.choose(best)}><span class="cut">${t("card.itIs", { name: best.name })}</span></button>
        <button type="button" @click=${() => this.choose(null)}>${t("card.none")}</button>
      </div>`;
  }

  renderOne(contact, index) {
    const { name, company, kind, reason, matched } = contact;
    const place = [company, t(`kind.${kind}`)].filter(Boolean).join(" · ");
    const full = reason === "full";
    return html`<button type="button" class="candidate" aria-pressed=${String(index === this.at)} data-key=${index + 1}
      @click=${() => (this.at = index)} @dblclick=${() => this.choose(contact)}>
      <kbd aria-hidden="true">${index + 1}</kbd><b class="candidate-name">${name}</b>
      <span class="tag ${full ? "tag-full" : "tag-dashed"}">${full ? html`${icon("tick", 14)}${t("card.full")}` : t("card.suffix", { n: matched })}</span>
      <span class="candidate-place">${place}</span>
      <span class="candidate-phone">${this.renderNumber(contact, full)}</span><span class="candidate-operator">${this.responsible(contact)}</span>
    </button>`;
  }

  renderNumber({ contact_id: id, matched }, full) {
    const known = this.numbers[id];
    const index = known?.phones.findIndex((phone) => phone.endsWith(this.call.phone.slice(-matched))) ?? -1;
    if (index < 0) return nothing;
    const [start, end] = full ? ["", known.displays[index]] : split(known.displays[index], matched);
    return html`<span class="number">${format.phone(start)}<u class=${full ? "" : "dotted"}>${format.phone(end)}</u></span>`;
  }

  responsible({ responsible }) {
    const found = this.state.me.colleagues.find(({ operator_id: id }) => id === responsible);
    return found ? t("card.colleague", found) : t("contact.nobody");
  }
}

/** A displayed number, cut before its last `count` digits. */
export function split(display, count) {
  let at = display.length;
  for (let seen = 0; at > 0 && seen < count; ) if (/\d/.test(display[--at])) seen += 1;
  return [display.slice(0, at), display.slice(at)];
}

define("cc-chooser", Chooser);
