/** Stands before the way out while something is not saved: another page, another row, the tab's end. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { define, PageElement } from "./element.js";

class Unsaved extends PageElement {
  static properties = { dirty: { type: Boolean }, leaving: { state: true } };

  constructor() {
    super();
    this.leaving = null;
    this.onMove = () => this.stop();
    this.onUnload = (event) => this.dirty && event.preventDefault();
  }

  connectedCallback() {
    super.connectedCallback();
    this.here = window.location.href;
    window.addEventListener("popstate", this.onMove); // comes before hashchange, which the page follows
    window.addEventListener("beforeunload", this.onUnload);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener("popstate", this.onMove);
    window.removeEventListener("beforeunload", this.onUnload);
  }

  /** Does `leave` now, or when the reader has said that what is written may go. */
  ask(leave) {
    if (!this.dirty) return leave();
    this.leaving = leave;
    this.updateComplete.then(() => this.querySelector("button")?.focus());
  }

  /** Puts the address back before anybody has looked at it. */
  stop() {
    const wanted = window.location.href;
    if (!this.dirty || wanted === this.here) return;
    history.replaceState(null, "", this.here);
    this.ask(() => (window.location.href = wanted));
  }

  willUpdate(changed) {
    if (changed.has("dirty") && !this.dirty) this.leaving = null;
  }

  leave() {
    const { leaving } = this;
    Object.assign(this, { dirty: false, leaving: null });
    leaving();
  }

  render() {
    if (!this.leaving) return nothing;
    return html`<div class="unsaved" role="alertdialog" aria-label=${t("unsaved.title")}>
      <p>${t("unsaved.title")}</p>
      <button type="button" class="small" @click=${() => (this.leaving = null)}>${t("unsaved.stay")}</button>
      <button type="button" class="small danger" @click=${this.leave}>${t("unsaved.leave")}</button>
    </div>`;
  }
}

define("cc-unsaved", Unsaved);
