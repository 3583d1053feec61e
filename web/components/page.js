/** An element that shows the store: it is drawn again whenever the store changes. */
import { PageElement } from "./element.js";

export class Page extends PageElement {
  static properties = { services: { attribute: false } };

  connectedCallback() {
    super.connectedCallback();
    this.stopStore = this.services.store.subscribe(() => this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stopStore();
  }

  /** Who left the page is not drawn any more: what it showed may be gone from the store. */
  shouldUpdate() {
    return this.isConnected;
  }

  get state() {
    return this.services.store.get();
  }

  toast(text) {
    this.emit("toast", { text });
  }

  go(page, id = null, part = null, query = "") {
    this.emit("go", { page, id, part, query });
  }
}
