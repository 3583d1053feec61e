/** What unfolds under a call: its recording, note, actions, and what is known of it. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { recordingOf } from "../player.js";
import { journalHash, routeHash } from "../router.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { Resource } from "./resource.js";
import "./buttons.js";
import "./card-note.js";
import "./journal-player.js";

class Details extends Page {
  static properties = { call: { attribute: false }, player: { attribute: false } };

  constructor() {
    super();
    this.trace = new Resource(this, () => this.services.api.trace(this.call.call_id));
  }

  connectedCallback() {
    super.connectedCallback();
    this.trace.reload();
  }

  willUpdate(changed) {
    if (changed.has("call")) this.services.notes.learn(this.call);
  }

  render() {
    const { call } = this;
    return html`<div class="journal-details" role="row" tabindex="-1">
      <div class="details-work" role="cell">
        ${recordingOf(call) ? html`<cc-player .call=${call} .player=${this.player}></cc-player>` : nothing}
        <cc-note .services=${this.services} .call=${call}></cc-note>
        <div class="buttons">${this.renderActions(call)}</div>
      </div>
      <div role="cell"><dl class="facts">${this.facts(call).map(([name, value]) => (value ? html`<dt>${name}</dt><dd class="number">${value}</dd>` : nothing))}</dl></div>
    </div>`;
  }

  facts(call) {
    const { line, talk, duration } = call;
    const sure = call.times_inferred ? "≈ " : "";
    const rang = talk && duration !== null && duration >= talk ? t("journal.answered.after", { time: format.duration(duration - talk) }) : null;
    const trace = this.trace.value;
    return [
      [t("journal.started"), format.exactClock(call.started_at)],
      [t("journal.answered"), rang],
      [t("journal.ended"), call.ended_at && html`${sure}${format.exactClock(call.ended_at)}${call.times_inferred ? html` <span class="muted">${t("journal.inferred")}</span>` : nothing}`],
      [t("card.line"), line && [line.name && `«${line.name}»`, format.phone(line.number)].filter(Boolean).join(" · ")],
      [t("journal.col.operator"), [call.operator?.name, call.extension].filter(Boolean).join(", ")],
      [t("journal.card"), trace && (trace.shown ? this.shownAt(trace) : trace.short)],
    ];
  }

  shownAt({ shown_at: at }) {
    return [t("journal.card.shown"), at && format.exactClock(at)].filter(Boolean).join(", ");
  }

  renderActions(call) {
    const { contact, phone } = call;
    const dial = phone && this.state.me.extension
      ? html`<cc-dial look="small" .phone=${phone} .display=${call.display} .name=${contact?.name} .dialling=${this.state.dialling} .text=${t("action.callBack")}></cc-dial>`
      : nothing;
    return html`${dial}
      ${contact ? html`<a class="button small" href=${routeHash("contacts", contact.contact_id)}>${icon("contacts", 16)}${t("card.open")}</a>` : nothing}
      ${phone ? html`<cc-copy .phone=${phone} .of=${{ call_id: call.call_id }}></cc-copy>` : nothing}
      ${phone || contact ? html`<a class="button small quiet" href=${journalHash(contact ? { contact: contact.contact_id } : { query: format.plainPhone(phone) })}>${icon("journal", 16)}${t("journal.allOf")}</a>` : nothing}
      ${this.trace.value ? this.renderWhy(this.trace.value.shown) : nothing}`;
  }

  /** Who may not see the reasons, has no link to them. */
  renderWhy(wasShown) {
    return html`<a class="button small quiet" href=${routeHash("check", this.call.call_id)}>${icon("why", 16)}${t(wasShown ? "journal.why.shown" : "journal.why")}</a>`;
  }
}

define("cc-journal-details", Details);
