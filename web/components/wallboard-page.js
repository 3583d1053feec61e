/** The wallboard, for a screen on the wall: the moment and the day, without a client's name or number. */
import { html, nothing } from "../vendor/lit.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { createPoll } from "../poll.js";
import { createServerTime } from "../server-time.js";
import { place } from "../wall.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { errorState, loadingRows } from "./parts.js";
import { keepAwake } from "./wallboard-awake.js";
import { renderDay } from "./wallboard-day.js";
import { renderOperators, renderTiles } from "./wallboard-now.js";

const [EVERY_MS, DAY_MS, TICK_MS, IDLE_MS, PATIENCE_MS] = [3_000, 15 * 60_000, 1_000, 4_000, 6_000];
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

class Wallboard extends Page {
  static properties = { wall: { state: true }, yesterday: { state: true }, idle: { state: true }, failure: { state: true } };

  constructor() {
    super();
    Object.assign(this, { wall: null, yesterday: [], idle: true, failure: null, heardAt: null });
    this.show = () => (document.visibilityState === "visible" ? this.start() : this.poll.stop());
  }

  connectedCallback() {
    super.connectedCallback();
    const { time } = this.services;
    this.clock = createServerTime(time.now);
    this.poll = createPoll({ ask: () => this.ask(), onAnswer: (wall) => this.hear(wall), onError: () => true, time, every: EVERY_MS });
    this.timers = [time.setInterval(() => this.requestUpdate(), TICK_MS), time.setInterval(() => this.readYesterday(), DAY_MS)];
    document.addEventListener("visibilitychange", this.show);
    this.letSleep = keepAwake(document, navigator);
    this.heardAt = time.now();
    this.show();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.poll.stop();
    this.timers.forEach(this.services.time.clearInterval);
    document.removeEventListener("visibilitychange", this.show);
    this.letSleep();
  }

  start() {
    this.poll.start();
    this.readYesterday();
  }

  async ask() {
    try {
      return await this.services.api.wallboard(ZONE);
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }

  hear(wall) {
    this.clock.learn(wall.now);
    Object.assign(this, { wall, failure: null, heardAt: this.services.time.now() });
    return true;
  }

  /** Yesterday's hours, for comparison: without them the bars stand alone. */
  async readYesterday() {
    const day = new Date(format.dayStart(this.services.time.now(), 1) + 12 * 3_600_000).toLocaleDateString("sv");
    const answer = await this.services.api.statistics({ from: day, to: day, zone: ZONE }).catch(() => null);
    if (answer) this.yesterday = answer.hours;
  }

  /** The pointer and the button are there while somebody moves. */
  stir() {
    this.idle = false;
    this.services.time.clearTimeout(this.idling);
    this.idling = this.services.time.setTimeout(() => (this.idle = true), IDLE_MS);
  }

  full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.querySelector(".wall").requestFullscreen().catch(() => {});
  }

  render() {
    const now = this.clock.now();
    return html`<main id="main" class="wall ${this.idle ? "wall-idle" : ""}" data-theme="dark" data-place=${place(now)} @pointermove=${this.stir} @focusin=${this.stir}>
      ${this.renderHead(now)} ${this.wall ? this.renderWall(now) : this.renderNothing()}
    </main>`;
  }

  renderWall(now) {
    return html`${renderTiles(this.wall, now)}
      <div class="wall-body">${renderOperators(this.wall.operators, now)} ${renderDay(this.wall.today, this.yesterday, now)}</div>`;
  }

  renderNothing() {
    return this.failure ? errorState(() => this.start(), this.failure) : loadingRows(6);
  }

  renderHead(now) {
    return html`<header class="wall-head">${icon("mark", 36)}<h1>${t("app.name")}</h1><span class="wall-date">${format.weekday(now)}</span>
      <button type="button" class="icon-button wall-full" aria-label=${t("wall.full")} title=${t("wall.full")} @click=${this.full}>${icon("expand", 28)}</button>
      ${this.renderLink()}
      <time class="wall-clock number">${format.clock(now)}</time></header>`;
  }

  renderLink() {
    const silent = this.services.time.now() - this.heardAt;
    const away = this.failure && silent >= PATIENCE_MS;
    return html`<span class="wall-link ${away ? "rowan" : ""}" role="status"><i class="dot ${away ? "dot-off" : "dot-on"}" aria-hidden="true"></i>
      ${away ? html`<b aria-live="off">${t("wall.offline", { time: format.duration(silent / 1000) })}</b>` : this.wall ? t("wall.online") : nothing}</span>`;
  }
}

define("cc-wallboard", Wallboard);
