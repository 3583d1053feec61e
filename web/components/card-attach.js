/** «Добавить к существующему»: the caller's number goes to a contact found inside the card. */
import { html, nothing, repeat } from "../vendor/lit.js";
import { savable } from "../contact.js";
import { t } from "../i18n.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { about, badge, fieldError } from "./parts.js";

const PAUSE_MS = 200;
const SHOWN = 5;

class Attach extends Page {
  static properties = { call: { attribute: false }, found: { state: true }, problem: { state: true }, busy: { state: true } };

  constructor() {
    super();
    Object.assign(this, { found: null, problem: "", busy: false, asked: 0 });
  }

  firstUpdated() {
    this.querySelector("input").focus();
  }

  type(event) {
    clearTimeout(this.pause);
    const query = event.target.value.trim();
    this.pause = setTimeout(() => this.find(query), PAUSE_MS);
  }

  async find(query) {
    const asked = ++this.asked;
    const answer = query ? await this.services.api.contacts({ query }).catch(() => null) : null;
    if (asked === this.asked) this.found = answer?.contacts.slice(0, SHOWN) ?? null;
  }

  async attach(contact) {
    this.work(true);
    try {
      this.emit("attached", await this.add(contact));
    } catch (error) {
      this.problem = error.message || t("error.unsaved");
    }
    this.work(false);
  }

  work(saving) {
    Object.assign(this, { busy: saving, problem: saving ? "" : this.problem });
    this.emit("saving", { saving });
  }

  /** Who edited the contact meanwhile does not mind one number more: it is added to what they saved. */
  async add(contact, again = true) {
    const body = { ...savable(contact), phones: [...contact.phones, this.call.phone] };
    try {
      return await this.services.api.saveContact(contact.contact_id, body);
    } catch (error) {
      if (!again || error.status !== 409 || !error.body?.contact) throw error;
      return this.add(error.body.contact, false);
    }
  }

  render() {
    return html`<div class="attach">
      <label class="label">${t("card.add.search")}
        <span class="search">${icon("find")}<input type="search" autocomplete="off" placeholder=${t("contacts.search")} @input=${this.type} /></span>
      </label>
      ${this.found?.length === 0 ? html`<p class="muted small-text" role="status">${t("contacts.empty")}</p>` : nothing}
      <ul class="contact-rows">${repeat(this.found ?? [], (contact) => contact.contact_id, (contact) => this.renderOne(contact))}</ul>
      ${fieldError(this.problem)}
      <button type="button" @click=${() => this.emit("cancelled")}>${t("action.cancel")}</button>
    </div>`;
  }

  renderOne(contact) {
    return html`<li><button type="button" class="list-row contact-row" ?disabled=${this.busy} @click=${() => this.attach(contact)}>
      ${badge(contact.name)}<span class="contact-row-who"><b>${contact.name}</b><small>${about(contact)}</small></span>
    </button></li>`;
  }
}

define("cc-attach", Attach);
