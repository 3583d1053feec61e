/** The whole page: login or the operator's desk, and what every part of it may ask for. */
import { html, nothing } from "../vendor/lit.js";
import { setLanguage, t } from "../i18n.js";
import { caller, pageTitle, showFavicon } from "../attention.js";
import { liveCalls, shownCards } from "../calls.js";
import { applyPreferences } from "../preferences.js";
import { routeHash, watchRoute } from "../router.js";
import { define } from "./element.js";
import { lazy } from "./lazy.js";
import { Page } from "./page.js";
import { PAGES } from "./pages.js";
import "./banner.js";
import "./login-page.js";
import "./navigation.js";

const onWall = (route) => route.page === "wallboard";
const keyList = lazy(() => import("./key-list.js"), { styles: ["keys"], texts: ["keys"] });
const secondFactor = lazy(() => import("./second-factor.js"), { styles: ["factor"], texts: ["later", "factor"] });

class App extends Page {
  static properties = { route: { state: true }, withKeys: { state: true }, withFactor: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    watchRoute(window, (route) => this.follow(route));
    this.addEventListener("toast", (event) => this.say(event.detail));
    this.addEventListener("go", ({ detail }) => this.open(detail.page, detail.id, detail.part, detail.query, detail.replace));
    this.addEventListener("dial", ({ detail }) => this.dial(detail));
    this.addEventListener("copy-text", ({ detail }) => this.copy(detail));
    this.addEventListener("prefer", ({ detail }) => this.prefer(detail));
    this.addEventListener("show-keys", () => this.showKeys());
    this.addEventListener("show-factor", () => this.showFactor());
    this.addEventListener("entered", () => this.enter());
  }

  /** A wall has no socket and a desk needs one: between them the page starts anew. */
  follow(route) {
    const crossing = this.route && onWall(this.route) !== onWall(route);
    if (crossing) return window.location.reload();
    this.route = route;
  }

  /** Somebody is logged in: the desk opens and the socket with it. */
  enter() {
    this.services.store.set({ loggedIn: true, ready: true });
    this.services.session.start({ socket: !onWall(this.route) });
  }

  /** `replace` leaves no way back to where the reader was: each letter of a search is no step. */
  open(page, id = null, part = null, query = "", replace = false) {
    const hash = routeHash(page, id, part, query);
    if (replace) window.location.replace(hash);
    else window.location.hash = hash;
  }

  /** What the operator chose for this browser; another language once its texts are here. */
  async prefer(changes) {
    const { preferences } = this.services;
    try {
      if (changes.language) await setLanguage(changes.language);
    } catch {
      return this.say({ text: t("state.error"), sign: "warning" });
    }
    preferences.set(changes);
    applyPreferences(preferences.get(), document.documentElement);
    this.services.store.set({ preferred: preferences.get() }); // whatever shows them is drawn anew
  }

  say(message) {
    this.querySelector("cc-toasts")?.say(message);
  }

  async dial(party) {
    try {
      (await this.services.later()).dialer.dial(party);
    } catch {
      this.say({ text: t("dial.noConnection"), sign: "warning" });
    }
  }

  async copy({ text, said }) {
    try {
      await navigator.clipboard.writeText(text);
      if (said) this.say({ text: said, sign: "tick" });
    } catch {
      this.say({ text: t("action.copyFailed"), sign: "warning" });
    }
  }

  tellAccepted() {
    this.say({ text: t("dial.pickUp", { extension: this.state.me.extension }), sign: "phone" });
  }

  tellSilence() {
    this.say({ text: t("dial.silence"), sign: "phone-off" });
  }

  tellFailed(party, message) {
    this.querySelector("cc-call-error").show(party, message || t("dial.noConnection"));
  }

  /** A colleague was quicker with a client who waits. */
  tellTaken(row, message) {
    const who = row?.taken_by?.name;
    this.say({ text: who ? t("missed.taken", { who }) : message, sign: "people" });
  }

  tellUnsaved(message) {
    this.say({ text: message || t("error.unsaved"), sign: "warning" });
  }

  tellRecord(call) {
    const text = t("card.recorded.toast", { who: caller(call) });
    this.say({ text, action: { text: t("card.recorded.open"), run: () => this.open("journal") } });
  }

  showCard(callId) {
    window.focus();
    this.services.session.unfold(callId);
  }

  /** The list of keys comes when somebody first asks for it. */
  showFactor() {
    this.withFactor = true;
    this.querySelector("cc-second-factor")?.show();
  }

  showKeys() {
    this.withKeys = true;
    this.querySelector("cc-keys")?.toggle();
  }

  /** Puts the focus on the open card or, while all are folded, on the newest, when its reader asks for it. */
  focusCard() {
    (this.querySelector("cc-card[data-opened] .card") ?? this.querySelector("cc-card:not([inert]) .card"))?.focus();
  }

  updated() {
    this.complete();
    document.title = onWall(this.route) ? `${t("nav.wallboard")} — callcard` : pageTitle(this.state.calls);
    showFavicon(document, liveCalls(this.state.calls).length > 0);
  }

  render() {
    const { ready, loggedIn, bootError, me } = this.state;
    if (bootError) return this.renderBootError(bootError);
    if (!ready) return nothing;
    if (!loggedIn) return html`<cc-login .services=${this.services}></cc-login>`;
    if (me && onWall(this.route)) return PAGES.wallboard(this);
    return me ? this.renderDesk() : nothing;
  }

  /** Once the connection stands, or cannot, the rest of the page is fetched, so that the first call finds its card here. */
  complete() {
    const { link, me } = this.state;
    if (this.completing || !me || link === "connecting" || onWall(this.route)) return;
    this.completing = this.services.later().catch(() => this.services.store.set({ lacking: true }));
  }

  /** Without its cards the page would be silent about calls: it says so, and can be told to try again. */
  renderLacking() {
    const retry = () => {
      this.services.store.set({ lacking: false });
      this.completing = null;
    };
    return html`<div class="banner" role="alert"><i class="dot dot-off" aria-hidden="true"></i><p><b>${t("banner.lacking")}</b></p>
      <button type="button" class="small" @click=${retry}>${t("action.retry")}</button></div>`;
  }

  renderDesk() {
    const withCards = shownCards(this.state.calls).length > 0;
    return html`<a class="skip" href="#main" @click=${this.skip}>${t("skip")}</a>
      <cc-navigation .services=${this.services} .route=${this.route}></cc-navigation>
      <main id="main" tabindex="-1" class=${withCards ? "with-cards" : ""}>
        ${this.state.lacking ? this.renderLacking() : nothing}
        <cc-banner .since=${this.state.offlineSince} .services=${this.services}></cc-banner>
        ${PAGES[this.route.page](this)}
        ${this.withFactor ? secondFactor(this, () => html`<cc-second-factor .services=${this.services}></cc-second-factor>`) : nothing}
        ${this.withKeys ? keyList(this, () => html`<cc-keys .services=${this.services}></cc-keys>`) : nothing}
      </main>
      ${this.state.complete ? html`<cc-stack .services=${this.services}></cc-stack><cc-call-error></cc-call-error><cc-reveal></cc-reveal><cc-toasts></cc-toasts>` : nothing}`;
  }

  renderBootError(error) {
    const retry = () => window.location.reload();
    return html`<div class="state boot-error" role="alert">
      <p class="state-title">${error.status === 403 ? error.message : t("boot.failed")}</p>
      <button type="button" @click=${retry}>${t("action.retry")}</button>
      <button type="button" class="quiet" @click=${() => this.services.auth?.logout() ?? retry()}>${t("menu.logout")}</button>
    </div>`;
  }

  skip(event) {
    event.preventDefault();
    document.querySelector("#main").focus();
  }
}

define("cc-app", App);
