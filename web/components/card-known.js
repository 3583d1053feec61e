/** The card of a known contact: who, responsible and line, the last calls, what to do. */
import { html, nothing, repeat } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { phase } from "../calls.js";
import * as format from "../format.js";
import { journalHash } from "../router.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { callLength, kindTag, outcome } from "./parts.js";
import { loadPage, Resource } from "./resource.js";
import { menu } from "./menu.js";
import "./buttons.js";
import "./card-note.js";

export const YANDEX = "https://yandex.ru/search/?text=";
const SHOWN = 3;

class Known extends Page {
  static properties = { call: { attribute: false }, contact: { attribute: false } };

  constructor() {
    super();
    this.calls = new Resource(this, () => loadPage(this.services.api.calls({ contact: this.contact.contact_id }), "calls"));
  }

  willUpdate(changed) {
    const before = changed.get("contact");
    if (changed.has("contact") && before?.contact_id !== this.contact.contact_id) this.calls.reload({ blank: true });
    else if (changed.has("call") && this.call.relinked) this.calls.reload(); // calls of the past may be this contact's now
  }

  open() {
    this.go("contacts", this.contact.contact_id);
  }

  render() {
    return html`<div class="card-middle">
        ${this.renderWho()} ${this.renderFacts()} ${recordRow(this)}
        <hr />
        ${this.renderCalls()}
        <cc-note .services=${this.services} .call=${this.call}></cc-note>
      </div>
      ${this.renderActions()}`;
  }

  renderWho() {
    const { name, company, kind, reason, matched } = this.contact;
    return html`<h2 class="card-name">${name}</h2>
      <p class="card-company">${company === name ? nothing : company} ${kindTag(kind)}
        ${reason === "suffix" ? html`<span class="tag tag-dashed">${t("card.suffix", { n: matched })}</span>` : nothing}</p>
      ${this.call.phone ? html`<p class="card-phone"><span class="number">${format.phone(this.call.display)}</span><cc-copy data-key="copy" .phone=${this.call.phone} .of=${{ call_id: this.call.call_id }}></cc-copy></p>` : nothing}
      ${reason === "pinned" ? this.renderPinned() : nothing}`;
  }

  renderPinned() {
    return html`<p class="card-pinned">${icon("pin", 16)}<span>${t("card.pinned")}</span>
      <button type="button" class="link" title=${t("card.unpin.hint")} @click=${() => this.emit("unpin")}>${t("card.unpin")}</button></p>`;
  }

  renderFacts() {
    const { me } = this.state;
    const responsible = me.colleagues.find(({ operator_id: id }) => id === this.contact.responsible);
    return html`<dl class="facts card-facts">
      <dt>${t("contact.responsible")}</dt><dd>${responsible ? this.renderOperator(responsible, me) : html`<span class="muted">${t("contact.nobody")}</span>`}</dd>
      ${this.call.line ? html`<dt>${t("card.line")}</dt><dd>${lineText(this.call.line)}</dd>` : nothing}
    </dl>`;
  }

  renderOperator({ name, extension, operator_id: id }, me) {
    return html`${name}<span class="muted"> · ${extension}${id === me.operator_id ? `, ${t("card.you")}` : ""}</span>`;
  }

  renderCalls() {
    const { value } = this.calls;
    const rows = value?.rows.filter((call) => call.call_id !== this.call.call_id) ?? [];
    const all = value?.cursor ? t("card.all") : t("card.allN", { n: rows.length });
    return html`<div class="card-section"><h3 class="label">${t("card.recent")}</h3>
        ${rows.length ? html`<a class="link" href=${journalHash({ contact: this.contact.contact_id })}>${all}</a>` : nothing}</div>
      ${lastCalls(rows.slice(0, SHOWN))}
      ${value && !rows.length ? html`<p class="muted small-text">${t("card.noCalls")}</p>` : nothing}`;
  }

  renderActions() {
    const { phone } = this.call;
    const first = phase(this.call) === "missed" && phone;
    const open = html`<button type="button" class=${first ? "" : "primary grow"} @click=${this.open}>${t("card.open")}</button>`;
    const call = phone ? this.renderCallBack(first) : nothing;
    return html`<div class="card-actions">${first ? html`${call}${open}` : html`${open}${call}`}${phone ? this.renderMore() : nothing}</div>`;
  }

  renderCallBack(first) {
    return html`<cc-dial class=${first ? "grow" : "wide-only"} data-key="call" .look=${first ? "primary" : ""} .phone=${this.call.phone}
      .display=${this.call.display} .name=${this.contact.name} .dialling=${this.state.dialling} .text=${t("action.callBack")}></cc-dial>`;
  }

  renderMore() {
    const { phone, display, call_id: id } = this.call;
    const plain = format.plainPhone(phone);
    const call = () => this.emit("dial", { phone, display, name: this.contact.name });
    const withNumber = [
      { text: t("action.copyNumber"), sign: "copy", run: () => this.emit("copy-text", { text: plain, said: t("action.copied") }) },
      { text: t("action.yandex"), sign: "find", key: "yandex", href: YANDEX + encodeURIComponent(plain) },
    ];
    return menu(`more-${id}`, { text: t("card.more.actions"), sign: "dots", bare: true }, [
      { text: t("action.callBack"), sign: "phone", run: call, look: "only-narrow" },
      ...(format.sealed(phone) ? [] : withNumber),
      { text: t("card.hide"), sign: "cross", run: () => this.services.session.hide(id) },
    ], "icon-only");
  }
}

export function lineText({ name, number }) {
  return name ? html`«${name}»<span class="muted"> · ${format.phone(number)}</span>` : format.phone(number);
}

/** «Событие «Звонок» записано», when the settings want it shown. */
export function recordRow(element) {
  if (!element.call.record) return nothing;
  return html`<p class="card-record">${icon("tick", 16)}<span>${t("card.recorded")}</span>
    <button type="button" class="link" @click=${() => element.go("journal")}>${t("card.recorded.open")}</button></p>`;
}

/** Rows of earlier calls: sign, when, what, how long. */
export function lastCalls(rows) {
  const now = Date.now();
  return html`<ul class="last-calls">
    ${repeat(rows, (call) => call.call_id, (call) => {
      const { icon: sign, word, tone } = outcome(call);
      return html`<li><span class=${tone}>${icon(sign, 16)}<span class="sr">${word}</span></span>
        <span class="number">${format.recent(call.started_at, now)}</span>
        <span class="last-what">${call.note || (tone === "rowan" ? t("card.gaveUp") : (call.operator?.name ?? ""))}</span><span class="last-end">${callLength(call)}</span></li>`;
    })}
  </ul>`;
}

define("cc-known", Known);
