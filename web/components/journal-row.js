/** One call of the journal: its row, and what unfolds under it. Says `row-toggle` and `row-play`. */
import { html, nothing } from "../vendor/lit.js";
import { caller } from "../attention.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { recordingOf } from "../player.js";
import { define, PageElement } from "./element.js";
import { icon } from "./icons.js";
import { about, callLength, outcome, phoneText } from "./parts.js";
import "./journal-details.js";

class Row extends PageElement {
  static properties = {
    call: { attribute: false }, opened: { type: Boolean }, sound: {}, services: { attribute: false }, player: { attribute: false },
  };

  /** The whole row opens, but for who selects a number in it. */
  toggle() {
    if (!window.getSelection()?.toString()) this.emit("row-toggle", this.call);
  }

  play(event) {
    event.stopPropagation();
    this.emit("row-play", this.call);
  }

  render() {
    const { call, opened } = this;
    const { icon: sign, word, tone } = outcome(call);
    return html`<div class="journal-row ${opened ? "opened" : ""} ${call.contact ? "" : "row-unknown"}" role="row" @click=${this.toggle}>
        <span class="j-start number" role="cell">
          <button type="button" class="row-button" aria-expanded=${String(opened)}>${format.clock(call.started_at)}</button>
        </span>
        <span class="j-outcome ${tone}" role="cell">${icon(sign, 16)}<span>${word}</span></span>
        <span class="j-who" role="cell">${this.renderWho()}</span>
        <span class="j-number" role="cell">${call.phone ? phoneText(call.display) : nothing}</span>
        <span class="j-line" role="cell">${call.line?.name ?? ""}</span>
        <span class="j-operator" role="cell">${call.operator?.name ?? call.extension ?? ""}</span>
        <span class="j-total number" role="cell">${call.duration === null ? "" : format.duration(call.duration)}</span>
        <span class="j-talk number" role="cell"><span class="wide-only">${call.talk ? `≈ ${format.duration(call.talk)}` : ""}</span><span class="only-narrow">${callLength(call)}</span></span>
        <span class="j-record" role="cell">${this.renderRecord()}</span>
      </div>
      ${opened ? html`<cc-journal-details .services=${this.services} .call=${call} .player=${this.player}></cc-journal-details>` : nothing}`;
  }

  renderWho() {
    const { contact, phone } = this.call;
    if (!contact && !phone) return html`<span class="j-unknown">${t("card.withheld")}</span>`;
    if (!contact) return html`<b class="name only-narrow">${phoneText(this.call.display)}</b> <span class="j-unknown">${t("card.unknown")}</span>`;
    return html`<b class="name">${contact.name}</b> <span class="muted">${about(contact)}</span>`;
  }

  renderRecord() {
    const { call, sound } = this;
    return html`${call.note ? html`<span class="j-note" title=${call.note}>${icon("file", 16)}<span class="sr">${t("journal.hasNote")}</span></span>` : nothing}
      ${recordingOf(call) ? this.renderPlay(sound === "playing" || sound === "loading") : nothing}`;
  }

  renderPlay(goesOn) {
    const { contact, started_at: start } = this.call;
    const words = { who: caller(this.call, contact ? [contact] : []), time: format.clock(start) };
    return html`<button type="button" class="icon-button" aria-label=${t(goesOn ? "player.pauseOf" : "player.playOf", words)} @click=${this.play}>
      ${icon(goesOn ? "pause" : "play", 16)}</button>`;
  }
}

define("cc-journal-row", Row);
