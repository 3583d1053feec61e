/** The cards at the top right: one open, up to three folded under it, then «Ещё 2 звонка». */
import { html, nothing, repeat } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { caller, stateWord } from "../attention.js";
import { candidates, shownCards } from "../calls.js";
import { define } from "./element.js";
import { Page } from "./page.js";
import "./card.js";

const FOLDED = 3;

class Stack extends Page {
  static properties = { all: { state: true } };

  constructor() {
    super();
    this.all = false;
    this.origin = null;
    this.announced = new Set();
    this.addEventListener("focusin", (event) => this.remember(event));
    this.addEventListener("keydown", (event) => this.key(event));
  }

  /** Where the focus came from: it goes back there when its card leaves. */
  remember(event) {
    if (event.relatedTarget && !this.contains(event.relatedTarget)) this.origin = event.relatedTarget;
    this.inside = true;
  }

  key(event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const card = event.target.closest("cc-card");
    if (card && !card.folded) this.services.session.fold(card.card.call.call_id);
    else this.giveBack();
  }

  updated() {
    const gone = this.inside && !this.contains(document.activeElement);
    if (gone && document.activeElement === document.body) this.giveBack();
    if (gone) this.inside = false;
  }

  giveBack() {
    this.inside = false;
    const place = this.origin?.isConnected ? this.origin : document.querySelector("#main");
    place.focus();
  }

  /** What a screen reader says: each card once, when it comes. */
  announcement(cards) {
    const fresh = cards.filter((card) => !this.announced.has(card.call.call_id));
    fresh.forEach((card) => this.announced.add(card.call.call_id));
    if (fresh.length) this.said = fresh.map((card) => `${stateWord(card.call)}: ${caller(card.call, candidates(card))}`).join(". ");
    return this.said ?? "";
  }

  render() {
    const cards = shownCards(this.state.calls);
    const opened = this.state.calls.opened;
    const [open, folded] = [cards.filter((card) => card.call.call_id === opened), cards.filter((card) => card.call.call_id !== opened)];
    const visible = this.all ? folded : folded.slice(0, FOLDED);
    const hidden = folded.length - visible.length;
    const every = this.all && folded.length > FOLDED;
    return html`<div class="sr" role="status" aria-live="assertive">${this.announcement(cards)}</div>
      <section class="stack ${every ? "stack-all" : ""}" aria-label=${t("card.stack")} ?hidden=${!cards.length}>
        ${repeat([...open, ...visible], (card) => card.call.call_id, (card) => this.renderCard(card, opened))}
        ${hidden ? html`<button type="button" class="stack-more" @click=${() => (this.all = true)}>${t("card.more", { n: hidden })}</button>` : nothing}
      </section>`;
  }

  renderCard(card, opened) {
    const open = card.call.call_id === opened;
    return html`<cc-card .services=${this.services} .card=${card} .folded=${!open} ?data-opened=${open} data-call=${card.call.call_id}></cc-card>`;
  }
}

define("cc-stack", Stack);
