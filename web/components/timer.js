/** A running time that counts by the server's clock, never backwards; silent for screen readers, still after two hours. */
import { html } from "../vendor/lit.js";
import * as format from "../format.js";
import { secondsSince } from "../server-time.js";
import { define, PageElement } from "./element.js";

class Timer extends PageElement {
  static properties = { since: {}, serverNow: { attribute: false } };

  connectedCallback() {
    super.connectedCallback();
    this.requestUpdate();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.next);
  }

  willUpdate(changed) {
    if (changed.has("since")) this.shown = 0;
    this.shown = secondsSince(this.since, this.serverNow(), this.shown);
  }

  /** Again when the next second begins, so that no second is left out. */
  updated() {
    clearTimeout(this.next);
    const past = (((this.serverNow() - Date.parse(this.since)) % 1_000) + 1_000) % 1_000;
    if (this.isConnected) this.next = setTimeout(() => this.requestUpdate(), 1_000 - (past || 0));
  }

  render() {
    return html`<span class="number" aria-hidden="true">${format.duration(this.shown)}</span>`;
  }
}

define("cc-timer", Timer);
