/** The list of contacts, by letter, with its own search. */
import { html, nothing, repeat } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { moveFocus } from "./focus.js";
import { Page } from "./page.js";
import { about, badge, emptyState, phoneText, segments, shown } from "./parts.js";
import { loadPage, Resource } from "./resource.js";
import "./more.js";

const PAUSE_MS = 200;
const KINDS = { people: "contact_person,person", companies: "counterparty,partner" };

class ContactList extends Page {
  static properties = { chosen: {}, view: { state: true } };

  constructor() {
    super();
    this.query = "";
    this.view = "all";
    this.contacts = new Resource(this, (before) => this.load(before));
  }

  load(before) {
    const { api } = this.services;
    const responsible = this.view === "mine" ? this.state.me.operator_id : null;
    const asked = api.contacts({ query: this.query, kind: KINDS[this.view], responsible, cursor: before?.cursor });
    return loadPage(asked, "contacts", before?.rows);
  }

  connectedCallback() {
    super.connectedCallback();
    this.query = this.state.contactsQuery;
    this.tick = this.state.contactsTick;
    this.contacts.reload();
  }

  willUpdate() {
    const { contactsTick, contactsQuery } = this.state;
    if (contactsQuery && contactsQuery !== this.query) this.ask(contactsQuery);
    if (contactsTick === this.tick) return;
    this.tick = contactsTick;
    this.contacts.reload();
  }

  ask(query) {
    clearTimeout(this.pause); // a word that waits gives way to a company that was clicked
    this.query = query;
    this.services.store.set({ contactsQuery: "" });
    const field = this.querySelector("input");
    if (field) field.value = query;
    this.contacts.reload();
  }

  find(event) {
    clearTimeout(this.pause);
    const query = event.target.value.trim();
    this.pause = setTimeout(() => this.ask(query), PAUSE_MS);
  }

  show(view) {
    this.view = view;
    this.contacts.reload({ blank: true });
  }

  more() {
    this.contacts.more().catch(() => this.toast(t("state.error")));
  }

  /** ↓ in the field leads to the first row. */
  enterList(event) {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    this.querySelector(".contact-row")?.focus();
  }

  /** Who is no operator has nobody of their own. */
  get views() {
    const names = ["all", "people", "companies", ...(this.state.me.operator_id ? ["mine"] : [])];
    return names.map((name) => [name, t(`contacts.view.${name}`)]);
  }

  render() {
    return html`<div class="list-head" @keydown=${this.enterList}>
        <label class="search">${icon("find")}<input type="search" .defaultValue=${this.query} placeholder=${t("contacts.search")}
          aria-label=${t("contacts.search")} @input=${this.find} /></label>
        ${segments(t("contacts.views"), this.views, this.view, (view) => this.show(view))}
      </div>
      <div class="scroll" role="region" aria-label=${t("contacts.list")} @keydown=${(event) => moveFocus(event, ".contact-row")}>${shown(this.contacts, (page) => this.renderPage(page))}</div>`;
  }

  renderPage({ rows, cursor }) {
    if (!rows.length && !cursor) return this.renderEmpty();
    return html`${this.query ? this.renderRows(rows) : this.renderLetters(rows)}
      ${cursor ? html`<cc-more class="more" .cursor=${cursor} @more=${this.more}></cc-more>` : nothing}`;
  }

  renderEmpty() {
    if (this.query) return emptyState("find", t("contacts.empty"), t("contacts.empty.hint"));
    const name = this.view === "all" ? "contacts.none" : `contacts.none.${this.view}`;
    return emptyState("contacts", t(name), t("contacts.none.hint"));
  }

  renderLetters(rows) {
    const letters = Map.groupBy(rows, (contact) => firstLetter(contact.name));
    return [...letters].map(([letter, contacts]) => html`<h2 class="day">${letter}</h2>${this.renderRows(contacts)}`);
  }

  renderRows(rows) {
    return html`<ul class="contact-rows">
      ${repeat(rows, (contact) => contact.contact_id, (contact) => this.renderOne(contact))}
    </ul>`;
  }

  renderOne(contact) {
    const here = contact.contact_id === this.chosen;
    return html`<li>
      <button type="button" class="list-row contact-row" aria-current=${here ? "true" : nothing} @click=${() => this.emit("contact", contact)}>
        ${badge(contact.name)}
        <span class="contact-row-who"><b>${contact.name}</b><small>${about(contact)}</small></span>
        ${contact.displays.length ? phoneText(contact.displays[0]) : nothing}
      </button>
    </li>`;
  }
}

/** The letter a name is listed under: quotes do not count. */
function firstLetter(name) {
  return [...name.replace(/^[^\p{L}\p{N}]+/u, "")][0]?.toUpperCase() ?? "#";
}

define("cc-contact-list", ContactList);
