/** A recording's controls: play, place, speed, download, and what is put `beside` them. The sound itself is the page's one player. */
import { html } from "../vendor/lit.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { recordingOf, SPEEDS } from "../player.js";
import { define, PageElement } from "./element.js";
import { icon } from "./icons.js";
import { segments } from "./parts.js";

const STEP_S = 1;

class PlayerControls extends PageElement {
  static properties = { call: { attribute: false }, player: { attribute: false }, beside: { attribute: false } };

  /** Where the player is, if it is at this call; else at the beginning. */
  get now() {
    const now = this.player.state();
    const mine = now.callId === this.call.call_id;
    const length = (mine && now.length) || this.call.talk || this.call.duration || 0;
    return { status: mine ? now.status : "idle", at: mine ? now.at : 0, length, speed: now.speed, movable: mine && now.status !== "idle" };
  }

  updated() {
    const { at, length } = this.now;
    this.querySelector(".player-place")?.style.setProperty("--played", `${length ? Math.min(100, (at / length) * 100) : 0}%`);
  }

  render() {
    const now = this.now;
    if (now.status === "failed") return this.renderFailed();
    return html`<div class="player" role="group" aria-label=${t("player.label")}>
      ${this.renderButton(now.status)}
      <b class="player-at number">${format.duration(now.at)}</b>
      ${this.renderPlace(now)}
      <span class="player-length number">${format.duration(now.length)}</span>
      ${segments(t("player.speed"), SPEEDS.map((speed) => [speed, `${format.count(speed)}×`]), now.speed, (speed) => this.player.setSpeed(speed))}
      ${this.renderDownload()}${this.beside}
    </div>`;
  }

  renderButton(status) {
    const goesOn = status === "playing" || status === "loading";
    const label = t(goesOn ? "player.pause" : "player.play");
    return html`<button type="button" class="player-button" aria-label=${label} title=${label} @click=${() => this.player.toggle(this.call)}>
      ${status === "loading" ? html`<i class="spinner" aria-hidden="true"></i>` : icon(goesOn ? "pause" : "play", 18)}
    </button>`;
  }

  renderPlace({ at, length, movable }) {
    return html`<input class="player-place" type="range" min="0" max=${Math.max(1, length)} step=${STEP_S} .value=${String(at)} ?disabled=${!movable}
      aria-label=${t("player.place")} aria-valuetext=${t("player.at", { at: format.duration(at), length: format.duration(length) })}
      @input=${(event) => this.player.seek(Number(event.target.value))} />`;
  }

  renderDownload() {
    return html`<a class="icon-button button" href=${recordingOf(this.call)} download target="_blank" rel="noreferrer noopener"
      aria-label="${t("player.download")}, ${t("action.newTab")}" title=${t("player.download")}>${icon("download")}</a>`;
  }

  renderFailed() {
    return html`<div class="player player-failed" role="alert">
      <span class="rowan">${icon("warning")}</span>
      <p><b>${t("player.failed")}</b><small>${t("player.failed.hint")}</small></p>
      <button type="button" class="small" @click=${() => this.player.toggle(this.call)}>${icon("retry", 16)}${t("action.retry")}</button>
    </div>`;
  }
}

define("cc-player", PlayerControls);
