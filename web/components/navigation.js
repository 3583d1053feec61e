/** The side of the page: search, sections, the operator with their menu, and whether calls can arrive. */
import { html, nothing } from "../vendor/lit.js";
import { t } from "../i18n.js";
import * as format from "../format.js";
import { waiting } from "../callbacks.js";
import { routeHash } from "../router.js";
import { define } from "./element.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { badge } from "./parts.js";

const DOTS = { online: "dot-on", connecting: "dot-seeking", refused: "dot-off" };

class Navigation extends Page {
  static properties = { route: { attribute: false } };

  render() {
    const { me } = this.state;
    return html`<nav class="nav" aria-label=${t("nav.label")}>
      <a class="brand" href=${routeHash("desk")} aria-label=${t("app.name")}>${icon("mark", 22)}<b>${t("app.name")}</b></a>
      ${this.state.complete ? html`<cc-search .services=${this.services}></cc-search>` : html`<div class="find-place"></div>`}
      <ul>
        ${this.renderLink("desk", t("nav.desk"), { short: t("nav.desk.short") })}
        ${this.renderLink("missed", t("nav.missed"), { sign: "phone-missed", count: waiting(this.state.callbacks) })}
        ${this.renderLink("journal", t("nav.journal"))} ${this.renderLink("contacts", t("nav.contacts"))}
        ${this.renderLink("statistics", t("nav.statistics"))}
        ${me.admin ? html`<li class="nav-group">${t("nav.admin")}</li>` : nothing}
        ${me.admin ? this.renderLink("wallboard", t("nav.wallboard"), { target: "_blank" }) : nothing}
        ${this.renderLink("check", t("nav.check"))}
        ${me.admin ? this.renderLink("settings", t("nav.settings")) : nothing}
      </ul>
      ${this.renderOperator(me)}
    </nav>`;
  }

  renderLink(page, text, { short = text, sign = page, count = 0, target } = {}) {
    const here = this.route.page === page;
    return html`<li class="nav-${page}">
      <a href=${routeHash(page)} title=${text} target=${target ?? nothing} aria-current=${here ? "page" : nothing}>
        ${icon(sign, 20)}<span class="nav-text">${text}</span><span class="nav-short" aria-hidden="true">${short}</span>
        ${count ? html`<span class="count-badge"><span class="sr">${t("nav.waiting")}</span>${format.count(count)}</span>` : nothing}
      </a>
    </li>`;
  }

  renderOperator(me) {
    const extension = me.extension ? t("nav.extension", { extension: me.extension }) : t("nav.noExtension");
    return html`<div class="nav-end">
      <button type="button" class="operator" popovertarget="operator-menu" ?disabled=${!this.state.complete} aria-label=${`${t("nav.menu")}: ${me.name}`}>
        ${badge(me.name)}
        <span class="operator-text"><b>${me.name}</b><small>${extension}</small></span>
        <span class="nav-short" aria-hidden="true">${t("nav.more")}</span>
      </button>
      <div class="nav-state">${this.renderLinkState()}${this.renderSound()}${this.renderBell()}</div>
      ${this.state.complete ? html`<cc-operator-menu .services=${this.services}></cc-operator-menu>` : nothing}
    </div>`;
  }

  renderLinkState() {
    const { link } = this.state;
    return html`<span class="link-state" role="status">
      <i class="dot ${DOTS[link]}" aria-hidden="true"></i><span>${t(`link.${link}`)}</span>
    </span>`;
  }

  renderSound() {
    const { sound } = this.services.preferences.get();
    const change = () => this.emit("prefer", { sound: !sound });
    const label = t(sound ? "sound.on" : "sound.off");
    return html`<button type="button" class="icon-button" aria-label=${t("menu.sound")} aria-pressed=${String(sound)} title=${label}
      @click=${change}>${icon(sound ? "sound" : "sound-off")}</button>`;
  }

  renderBell() {
    const permission = window.Notification?.permission ?? "denied";
    const label = t({ granted: "notify.on", default: "notify.ask", denied: "notify.denied" }[permission]);
    const ask = async () => {
      if (permission === "default") await window.Notification.requestPermission();
      else this.toast(label);
      this.requestUpdate();
    };
    return html`<button type="button" class="icon-button" aria-label=${label} title=${label} @click=${ask}>
      ${icon(permission === "granted" ? "bell" : "bell-off")}
    </button>`;
  }
}

define("cc-navigation", Navigation);
