/** The cards at the top right: one open, up to three folded under it, then «Ещё 2 звонка». */
import { html, nothing, repeat } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { caller, stateWord } from "../attention.js";
import { candidates, shownCards } from "../calls.js";
import { define } from "./element.js";
import { Page } from "./page.js";
import "./card.js";

const FOLDED = 3;

const idOf = ({ call }) => call.call_id;

class Stack extends Page {
  static properties = { all: { state: true } };

  constructor() {
    super();
    Object.assign(this, { all: false, origin: null, inside: false, drawn: [], announced: new Set() });
    this.addEventListener("focusin", (event) => this.entered(event.relatedTarget));
    this.addEventListener("focusout", (event) => (this.inside = !document.hasFocus() || this.contains(event.relatedTarget)));
    this.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("left", ({ detail }) => this.forget(detail.call));
  }

  /** Where the focus came from: it goes back there when its card leaves. */
  entered(from) {
    if (from ? !this.contains(from) : !this.inside) this.origin = from;
    this.inside = true;
  }

  key(event) {
    if (event.key !== "Escape" || event.defaultPrevented || event.target.closest(":popover-open")) return;
    const card = event.target.closest("cc-card");
    if (card && !card.folded) this.services.session.fold(idOf(card.card));
    else this.giveBack();
  }

  willUpdate() {
    this.focused = this.contains(document.activeElement) ? document.activeElement : null;
    this.arrange(shownCards(this.state.calls), this.state.calls.opened);
  }

  async updated() {
    const { focused } = this;
    if (!focused) return;
    const card = focused.closest("cc-card");
    await Promise.all([...this.querySelectorAll("cc-card")].map((one) => one.updateComplete));
    if (!focused.isConnected || !focused.checkVisibility() || focused.closest("[inert]")) this.follow(card);
    else if (document.activeElement === document.body) focused.focus(); // its card took another place
  }

  /** What had the focus is not to be seen any more: its card has it then, or the page when that has gone too. */
  follow(card) {
    if (card?.isConnected && !card.inert) card.querySelector(".card").focus();
    else this.giveBack();
  }

  giveBack() {
    const place = this.origin?.isConnected && this.origin.checkVisibility() ? this.origin : document.querySelector("#main");
    place.focus();
  }

  /** What a screen reader says: each card once, when it comes. */
  announcement(cards) {
    const fresh = cards.filter((card) => !this.announced.has(idOf(card)));
    fresh.forEach((card) => this.announced.add(idOf(card)));
    if (fresh.length) this.said = fresh.map((card) => `${stateWord(card.call)}: ${caller(card.call, candidates(card))}`).join(". ");
    return this.said ?? "";
  }

  /** Which cards are drawn: at most three folded ones, and who has just gone where it was, until it has faded. */
  arrange(cards, opened) {
    const behind = cards.filter((card) => idOf(card) !== opened).slice(FOLDED);
    const there = new Set(cards.map(idOf));
    const drawn = this.all ? [...cards] : cards.filter((card) => !behind.includes(card));
    const going = (card) => ({ ...card, gone: true, open: card.open ?? idOf(card) === this.opened });
    this.drawn.forEach((card, index) => there.has(idOf(card)) || drawn.splice(index, 0, going(card)));
    Object.assign(this, { cards, drawn, opened, more: behind.length, all: this.all && behind.length > 0 });
  }

  forget(id) {
    this.drawn = this.drawn.filter((card) => idOf(card) !== id || !card.gone);
    this.requestUpdate();
  }

  render() {
    return html`<div class="sr" role="status" aria-live="assertive">${this.announcement(this.cards)}</div>
      <section class="stack ${this.all ? "stack-all" : ""}" aria-label=${t("card.stack")} ?hidden=${!this.drawn.length}>
        ${repeat(this.drawn, idOf, (card) => this.renderCard(card))} ${this.more ? this.renderMore(this.more) : nothing}
      </section>`;
  }

  renderMore(n) {
    return html`<button type="button" class="stack-more" aria-expanded=${String(this.all)} @click=${() => (this.all = !this.all)}>
      ${this.all ? t("card.fold") : t("card.more", { n })}</button>`;
  }

  renderCard({ gone = false, open = false, ...card }) {
    const opened = idOf(card) === this.opened;
    return html`<cc-card .services=${this.services} .card=${card} .folded=${!(gone ? open : opened)} .gone=${gone} ?inert=${gone}
      ?data-opened=${opened} data-call=${idOf(card)}></cc-card>`;
  }
}

define("cc-stack", Stack);
