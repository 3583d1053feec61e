/** One call's card: the same element from the first ring to the last word, folded or open. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { caller, stateWord } from "../attention.js";
import { candidates, isLive, phase } from "../calls.js";
import { cardContext, cardSign, endedTime, lineOf, shortContext } from "./card-state.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { isField } from "./focus.js";
import * as motion from "./motion.js";
import { Page } from "./page.js";
import { line } from "./parts.js";
import "./card-chooser.js";
import "./card-known.js";
import "./card-unknown.js";
import "./timer.js";

const KEYS = { KeyC: "copy", KeyP: "call", KeyY: "yandex", KeyN: "note" };

class Card extends Page {
  static properties = { card: { attribute: false }, folded: { type: Boolean }, gone: { attribute: false } };

  constructor() {
    super();
    this.reasons = new Set();
    this.on("pointerenter", "pointerleave", "pointer");
    this.on("focusin", "focusout", "focus");
    this.addEventListener("busy", ({ detail }) => this.hold("form", detail.busy));
    this.addEventListener("chosen", ({ detail }) => this.choose(detail));
    this.addEventListener("unpin", () => this.unpin());
    this.addEventListener("keydown", (event) => this.key(event));
  }

  on(start, end, reason) {
    this.addEventListener(start, () => this.hold(reason, true));
    this.addEventListener(end, () => this.hold(reason, false));
  }

  get id_() {
    return this.card.call.call_id;
  }

  /** The card stays while the pointer or the focus is in it or a form is open. */
  hold(reason, held) {
    if (held) this.reasons.add(reason);
    else this.reasons.delete(reason);
    this.services.session.hold(this.id_, this.reasons.size > 0);
  }

  /** Whoever it is, the card shows them at once; that the number is theirs is remembered meanwhile. */
  choose({ contact, pin }) {
    const { session } = this.services;
    session.choose(this.id_, contact);
    if (contact && pin) session.pin(this.card.call, contact).catch((error) => this.toast(error.message || t("card.notPinned")));
  }

  async unpin() {
    try {
      await this.services.session.unpin(this.card.call);
      this.toast(t("card.unpinned"));
    } catch (error) {
      this.toast(error.message || t("error.unsaved"));
    }
  }

  /** Single keys while the focus is in the card: C, P, Y, N, 1–9, Enter on the card itself. */
  key(event) {
    if (!this.services.preferences.get().keys || event.ctrlKey || event.altKey || event.metaKey || isField(event.target)) return;
    const selector = event.key === "Enter" && event.target.classList.contains("card") ? this.primary : this.selectorOf(event.code);
    const place = selector && this.querySelector(selector);
    if (!place) return;
    event.preventDefault();
    if (place.matches("textarea")) place.focus();
    else place.click();
  }

  /** What Enter on the card itself presses; a folded card unfolds. */
  get primary() {
    return this.folded ? ".card-state button" : "button.primary:not(:disabled)";
  }

  selectorOf(code) {
    const name = /^(Digit|Numpad)\d$/.test(code) ? code.at(-1) : KEYS[code];
    return this.folded || !name ? null : `[data-key="${name}"]:is(button, a, textarea), [data-key="${name}"] button`;
  }

  firstUpdated() {
    motion.enter(this.firstElementChild);
  }

  updated(changed) {
    if (changed.get("folded") !== undefined) motion.fold(this.firstElementChild, this.height);
    if (changed.get("gone") !== undefined) this.leave();
  }

  /** Fades when it is over; should it come back meanwhile, it stays. */
  leave() {
    this.leaving?.cancel();
    this.leaving = this.gone ? motion.leave(this.firstElementChild) : null;
    this.leaving?.finished.then(() => this.emit("left", { call: this.id_ }), () => {});
  }

  /** What was opened once stays, hidden while folded: a choice or a form begun in it is not lost. */
  willUpdate(changed) {
    this.opened ||= !this.folded;
    if (changed.get("folded") !== undefined) this.height = this.firstElementChild.offsetHeight;
  }

  render() {
    const { call } = this.card;
    const who = caller(call, candidates(this.card));
    const head = this.folded ? this.renderFolded(call, who) : this.renderOpen(call);
    return html`<section class="card ${this.folded ? "folded" : ""} card-${phase(call)}" role="alertdialog" aria-modal="false" tabindex="-1"
      aria-label=${`${stateWord(call)}: ${who}`}>
      ${line(lineOf(call))} ${head} ${this.opened ? this.renderBody(call) : nothing}
    </section>`;
  }

  renderFolded(call, who) {
    return html`<div class="card-state">
      ${cardSign(call)}
      <div class="card-words"><b class="card-who">${who}</b><span>${shortContext(call, this.state.me.colleagues, this.services.notes.get(this.id_))}</span></div>
      ${this.renderTime(call)}
      ${this.renderUnfold(call)}
    </div>`;
  }

  /** The call that lives asks to be seen; what is over leaves its words the room. */
  renderUnfold(call) {
    const unfold = () => this.services.session.unfold(this.id_);
    if (isLive(call)) return html`<button type="button" class="small" @click=${unfold}>${t("card.show")}</button>`;
    return html`<span class="card-ends"><button type="button" class="icon-button" aria-label=${t("card.show")} title=${t("card.show")} @click=${unfold}>${icon("down")}</button>
      ${this.renderHide()}</span>`;
  }

  renderOpen(call) {
    return html`<div class="card-state">
        ${cardSign(call)}
        <div class="card-words">
          <b class="card-state-word" role="status">${stateWord(call)}</b><span>${cardContext(call, this.state.me)}</span>
        </div>
        ${this.renderTime(call)} ${isLive(call) ? this.renderFold() : this.renderHide()}
      </div>`;
  }

  renderBody(call) {
    const found = candidates(this.card);
    const { services, folded } = this;
    // a form open in it is not taken away by a frame that knows the caller
    if (!found.length || this.reasons.has("form")) {
      return html`<cc-unknown class="card-body" ?hidden=${folded} .services=${services} .call=${call} .found=${found}></cc-unknown>`;
    }
    if (found.length === 1) return html`<cc-known class="card-body" ?hidden=${folded} .services=${services} .call=${call} .contact=${found[0]}></cc-known>`;
    return html`<cc-chooser class="card-body" ?hidden=${folded} .services=${services} .call=${call}></cc-chooser>`;
  }

  /** Runs while the call lives; afterwards it is a fact and stands still. */
  renderTime(call) {
    const since = call.state === "talking" ? (call.answered_at ?? call.started_at) : call.started_at;
    if (isLive(call)) return html`<cc-timer class="card-time" .since=${since} .serverNow=${this.services.session.serverNow}></cc-timer>`;
    return html`<span class="card-time number">${endedTime(call)}</span>`;
  }

  renderFold() {
    return html`<button type="button" class="icon-button" aria-label=${t("card.fold")} title=${t("card.fold")}
      @click=${() => this.services.session.fold(this.id_)}>${icon("minus")}</button>`;
  }

  renderHide() {
    return html`<button type="button" class="icon-button" aria-label=${t("card.hide")} title=${t("card.hide")}
      @click=${() => this.services.session.hide(this.id_)}>${icon("cross")}</button>`;
  }
}

define("cc-card", Card);
