/** One contact: numbers to call, what is known, and their calls; edited in place. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { lazy } from "./lazy.js";
import { Page } from "./page.js";
import { badge, emptyState, kindTag, shown } from "./parts.js";
import { Resource } from "./resource.js";
import "./buttons.js";
import "./confirm.js";
import "./contact-calls.js";
import "./contact-form.js";

const erasureAsk = lazy(() => import("./erasure-ask.js"), { styles: ["erasure"], texts: ["later", "erasure"] });

class ContactPane extends Page {
  static properties = { contactId: {}, editing: { state: true }, forgetting: { state: true } };

  constructor() {
    super();
    Object.assign(this, { editing: false, forgetting: false });
    this.contact = new Resource(this, () => this.services.api.contact(this.contactId));
  }

  willUpdate(changed) {
    const { contactsTick } = this.state;
    if (changed.has("contactId")) {
      Object.assign(this, { editing: false, forgetting: false });
      this.contact.reload({ blank: true });
    } else if (this.tick !== contactsTick) this.contact.reload();
    this.tick = contactsTick;
  }

  edit() {
    if (this.contact.value) this.editing = true;
  }

  askToErase() {
    this.querySelector("cc-confirm")?.show();
  }

  askToForget() {
    if (this.forgetting) this.querySelector("cc-erasure-ask")?.show();
    this.forgetting = true;
  }

  saved(contact) {
    this.editing = false;
    this.contact.replace(contact);
    this.services.session.contactsChanged();
    this.toast(t("contact.saved"));
  }

  async erase() {
    try {
      await this.services.api.deleteContact(this.contactId);
    } catch (error) {
      return this.toast(error.message || t("error.unsaved"));
    }
    this.services.session.contactsChanged();
    this.toast(t("contact.deleted"));
    this.go("contacts");
  }

  async unpin(phone) {
    try {
      await this.services.api.unpin(phone);
      this.toast(t("contact.unpinned"));
    } catch (error) {
      return this.toast(error.message || t("error.unsaved"));
    }
    this.services.session.contactsChanged();
  }

  render() {
    if (this.contact.error?.status === 404) return emptyState("contacts", t("contact.gone"), t("contact.gone.hint"));
    return shown(this.contact, (contact) => (this.editing ? this.renderForm(contact) : this.renderContact(contact)));
  }

  renderForm(contact) {
    return html`<div class="pane-form">
      <h2 class="pane-title">${contact.name}</h2>
      <cc-contact-form .services=${this.services} .contact=${contact}
        @saved=${(event) => this.saved(event.detail)} @cancelled=${() => (this.editing = false)}></cc-contact-form>
    </div>`;
  }

  renderContact(contact) {
    return html`<div class="pane-head">
        ${badge(contact.name, "badge-large")}
        <div class="pane-who"><h2>${contact.name}</h2><p>${contact.company === contact.name ? nothing : contact.company} ${kindTag(contact.kind)}</p></div>
      </div>
      <div class="pane-facts">${this.renderNumbers(contact)}${this.renderFacts(contact)}</div>
      <cc-contact-calls .services=${this.services} .contactId=${contact.contact_id}></cc-contact-calls>
      ${this.state.me.admin ? this.renderForget(contact) : nothing}
      <cc-confirm .heading=${t("contact.delete.title")} .text=${t("contact.delete.text", { name: contact.name })}
        .action=${t("contact.delete")} @confirmed=${this.erase}></cc-confirm>`;
  }

  renderForget(contact) {
    const ask = () => html`<cc-erasure-ask .services=${this.services} .contact=${contact}></cc-erasure-ask>`;
    return html`<section class="pane-end">
      <button type="button" class="danger small" @click=${this.askToForget}>${icon("trash", 16)}${t("contact.forget")}</button>
      <p class="hint">${t("contact.forget.hint")}</p>${this.forgetting ? erasureAsk(this, ask) : nothing}
    </section>`;
  }

  renderNumbers(contact) {
    return html`<section>
      <h3 class="label">${t("contact.numbers")}</h3>
      ${contact.phones.length ? contact.phones.map((phone, index) => this.renderNumber(contact, phone, index)) : html`<p class="muted">${t("contact.noNumbers")}</p>`}
    </section>`;
  }

  renderNumber(contact, phone, index) {
    const display = contact.displays[index];
    const [, number] = format.parted(display, phone, phone.length);
    return html`<div class="number-row">
      <div class="number-text"><span class="number number-large">${format.phone(number)}</span>${this.renderAbout(contact, phone)}</div>
      <cc-copy .phone=${phone} .of=${{ contact_id: contact.contact_id }}></cc-copy>
      <cc-dial .look=${index === 0 ? "primary" : ""} .phone=${phone} .display=${number} .name=${contact.name}
        .dialling=${this.state.dialling} .text=${t("action.call")} ?disabled=${!this.state.me.extension}></cc-dial>
    </div>`;
  }

  /** What is dialled after the answer, and that calls from the number are this contact's by choice. */
  renderAbout({ dial_after: after, pinned }, phone) {
    const digits = after?.[phone];
    const isPinned = pinned?.includes(phone);
    if (!digits && !isPinned) return nothing;
    return html`<small>${digits ? html`<span>${t("contact.dialAfter", { digits })}</span>` : nothing}
      ${isPinned ? html`<span class="pinned" title=${t("contact.pinned.hint")}>${icon("pin", 14)}${t("contact.pinned")}</span>
        <button type="button" class="link" @click=${() => this.unpin(phone)}>${t("contact.unpin")}</button>` : nothing}</small>`;
  }

  renderFacts(contact) {
    const responsible = this.state.me.colleagues.find((operator) => operator.operator_id === contact.responsible);
    const who = responsible ? html`${responsible.name} <span class="muted">· ${responsible.extension}</span>` : t("contact.nobody");
    return html`<section>
      <h3 class="label">${t("contact.facts")}</h3>
      <dl class="facts">
        <dt>${t("contact.responsible")}</dt><dd>${who}</dd>
        ${contact.company ? html`<dt>${t("contact.company")}</dt><dd><button type="button" class="link" title=${t("contact.sameCompany")} @click=${() => this.emit("company", contact.company)}>${contact.company}</button></dd>` : nothing}
        ${contact.note ? html`<dt>${t("contact.note")}</dt><dd class="note">${contact.note}</dd>` : nothing}
      </dl>
    </section>`;
  }
}

define("cc-contact", ContactPane);
