/** «Нет связи N секунд»: shown once the socket has been away for three seconds. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { define, PageElement } from "./element.js";

const PATIENCE_S = 3;

class Banner extends PageElement {
  static properties = { since: { attribute: false }, services: { attribute: false }, seconds: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => this.count(), 1_000);
    this.count();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  count() {
    this.seconds = this.since ? Math.floor((Date.now() - this.since) / 1000) : 0;
  }

  render() {
    const away = this.since && this.seconds >= PATIENCE_S;
    if (!away) return nothing;
    return html`<div class="banner">
      <i class="dot dot-off" aria-hidden="true"></i>
      <p><b aria-live="off">${t("banner.offline", { n: this.seconds })}</b> <span role="status">${t("banner.promise")}</span></p>
      <button type="button" class="small" @click=${() => this.services.session.wake()}>${t("action.retry")}</button>
    </div>`;
  }
}

define("cc-banner", Banner);
