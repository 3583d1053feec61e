/** The end of a list that has more: it asks for the next rows when it comes near the view, or when pressed. */
import { html } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { define, PageElement } from "./element.js";

const AHEAD = "600px";

class More extends PageElement {
  static properties = { cursor: {} };

  connectedCallback() {
    super.connectedCallback();
    const seen = (entries) => entries.some((entry) => entry.isIntersecting) && this.emit("more");
    this.watch = new IntersectionObserver(seen, { root: this.closest(".scroll"), rootMargin: AHEAD });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.watch.disconnect();
  }

  /** A page that was too short to push this out of view is followed by the next one. */
  updated() {
    this.watch.disconnect();
    this.watch.observe(this);
  }

  render() {
    return html`<button type="button" class="small" @click=${() => this.emit("more")}>${t("action.more")}</button>`;
  }
}

define("cc-more", More);
