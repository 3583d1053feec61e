/** «Проверка»: does a call reach this screen, link by link, and why did a card not come. */
import { html, nothing } from "../vendor/lit.js";
import { browserOf, chain, headline, offsetOf } from "../check.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { createTestCall, IDLE } from "../test-call.js";
import { chime } from "../voice.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { shown } from "./parts.js";
import { Resource } from "./resource.js";
import { renderChain } from "./check-chain.js";
import "./check-calls.js";

class Check extends Page {
  static properties = { callId: {}, heard: { state: true }, test: { state: true } };

  constructor() {
    super();
    Object.assign(this, { heard: null, test: IDLE, link: null, done: 0 });
    this.overview = new Resource(this, () => this.ask());
  }

  connectedCallback() {
    super.connectedCallback();
    const { session, store, time } = this.services;
    this.call = createTestCall({ say: session.say, store, time, onChange: (test) => this.hear(test) });
    this.watchPermission();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.call.stop();
    if (this.permission) this.permission.onchange = null;
  }

  /** The browser's own dialog, or its settings, may change it while this page is open. */
  async watchPermission() {
    this.permission = await navigator.permissions?.query({ name: "notifications" }).catch(() => null);
    if (this.permission && this.isConnected) this.permission.onchange = () => this.requestUpdate();
  }

  async ask() {
    const asked = Date.now();
    const overview = await this.services.api.check();
    const answered = Date.now();
    return { overview, took: answered - asked, offset: offsetOf(overview.server_time, asked, answered), at: answered };
  }

  /** The connection came or went: what the server knows of this tab is another thing now. */
  willUpdate() {
    const { link } = this.state;
    if (link === this.link) return;
    this.link = link;
    this.overview.reload();
  }

  hear(test) {
    const over = this.test.running && !test.running;
    this.test = test;
    if (over) this.checkAgain();
  }

  checkAgain() {
    this.overview.reload();
    this.querySelector("cc-check-calls")?.refresh();
  }

  get seen() {
    const { overview, took, offset } = this.overview.value;
    const { me, link } = this.state;
    const { sound } = this.services.preferences.get();
    const permission = window.Notification?.permission ?? "missing";
    return { overview, took, offset, link, permission, sound, admin: me.admin, heard: this.heard, test: this.test, browser: browserOf(navigator.userAgent) };
  }

  repair(action) {
    const repairs = {
      token: () => this.go("settings"), settings: () => this.go("settings"), operators: () => this.go("settings", "operators"),
      reconnect: () => this.services.session.wake(), again: () => this.checkAgain(), allow: () => this.allow(),
      notify: () => this.notify(), unmute: () => this.unmute(), play: () => this.play(), call: () => this.startTest(),
    };
    return repairs[action]();
  }

  startTest() {
    this.call.start(this.overview.value?.overview.settings.incoming_card);
  }

  async allow() {
    await window.Notification.requestPermission();
    this.requestUpdate();
  }

  notify() {
    new window.Notification(t("check.notify.title"), { body: t("check.notify.body"), tag: "callcard-check", icon: "img/favicon.svg" });
  }

  unmute() {
    this.emit("prefer", { sound: true });
    this.play();
  }

  /** Sounds as a call does; whether the browser lets it, its audio context says. */
  async play() {
    this.heard = await chime(window.AudioContext);
  }

  render() {
    return html`<header class="page-head">
        <h1>${t("nav.check")}</h1><span class="page-facts check-lead">${t("check.lead")}</span>
        <button type="button" @click=${this.checkAgain}>${icon("retry")}<span>${t("check.again")}</span></button>
      </header>
      <div class="check scroll">
        <section class="check-way">${shown(this.overview, () => this.renderWay())}</section>
        <cc-check-calls .services=${this.services} .callId=${this.callId} @test-call=${this.startTest}></cc-check-calls>
      </div>`;
  }

  renderWay() {
    const links = chain(this.seen);
    return html`<div class="check-head"><div role="status"><h2>${t(`check.head.${headline(links)}`)}</h2></div>
        <span class="muted">${t("check.at", { time: format.clock(this.overview.value.at) })}</span></div>
      ${this.overview.error ? html`<p class="field-error" role="alert">${icon("warning", 16)}<span>${t("check.stale")}</span></p>` : nothing}
      ${renderChain(links, (action) => this.repair(action))}`;
  }
}

define("cc-check", Check);
