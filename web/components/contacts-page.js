/** The address book: the list at the left, one contact at the right. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { emptyState } from "./parts.js";
import "./contact-form.js";
import "./contact-list.js";
import "./contact-pane.js";

export const NEW = "new";

class Contacts extends Page {
  static properties = { chosen: {} };

  open(contact) {
    this.go("contacts", contact.contact_id);
  }

  created(contact) {
    this.services.session.contactsChanged();
    this.toast(t("contact.created"));
    this.open(contact);
  }

  render() {
    return html`<header class="page-head">
        <h1>${t("nav.contacts")}</h1>
        <span class="page-facts"></span>
        ${this.chosen && this.chosen !== NEW ? this.renderEdit() : nothing}
        <button type="button" class="primary ${this.chosen ? "wide-only" : ""}" @click=${() => this.go("contacts", NEW)}>${icon("plus")}${t("contacts.create")}</button>
      </header>
      <div class="book ${this.chosen ? "book-open" : ""}">
        <cc-contact-list .services=${this.services} .chosen=${this.chosen} @contact=${(event) => this.open(event.detail)}></cc-contact-list>
        <section class="pane scroll">${this.renderPane()}</section>
      </div>`;
  }

  /** In the header, because a card may lie over the pane. */
  renderEdit() {
    const pane = () => this.querySelector("cc-contact");
    return html`<button type="button" @click=${() => pane().edit()}>${icon("pencil")}${t("contact.edit")}</button>
      <button type="button" class="danger icon-only" aria-label=${t("contact.delete")} title=${t("contact.delete")}
        @click=${() => pane().askToErase()}>${icon("trash")}</button>`;
  }

  renderPane() {
    if (!this.chosen) return emptyState("contacts", t("contacts.choose"), t("contacts.choose.hint"));
    const back = html`<button type="button" class="quiet small only-narrow" @click=${() => this.go("contacts")}>${icon("left")}${t("action.back")}</button>`;
    if (this.chosen !== NEW) return html`${back}<cc-contact .services=${this.services} .contactId=${this.chosen}></cc-contact>`;
    return html`${back}<div class="pane-form">
      <h2 class="pane-title">${t("contact.new")}</h2>
      <cc-contact-form .services=${this.services} .contact=${{ responsible: this.state.me.operator_id }}
        @saved=${(event) => this.created(event.detail)} @cancelled=${() => this.go("contacts")}></cc-contact-form>
    </div>`;
  }
}

define("cc-contacts", Contacts);
