/** The operator's menu: theme, language, sound, single keys, logout. */
import { html } from "../vendor/lit.js";
import { language, t } from "../i18n.js";
import { chime } from "../voice.js";
import { define } from "./element.js";
import { Page } from "./page.js";
import { segments, toggle } from "./parts.js";

class OperatorMenu extends Page {
  change(changes) {
    this.emit("prefer", changes);
  }

  render() {
    const { theme, sound, keys } = this.services.preferences.get();
    const themes = ["system", "light", "dark"].map((name) => [name, t(`menu.theme.${name}`)]);
    const languages = [["ru", "Русский"], ["en", "English"]];
    return html`<div id="operator-menu" class="menu" popover aria-label=${t("nav.menu")}>
      <p class="menu-head"><b>${this.state.me.name}</b></p>
      <div class="menu-row"><span>${t("menu.theme")}</span>${segments(t("menu.theme"), themes, theme, (name) => this.change({ theme: name }))}</div>
      <div class="menu-row"><span>${t("menu.language")}</span>${segments(t("menu.language"), languages, language(), (name) => this.change({ language: name }))}</div>
      <div class="menu-row"><span>${t("menu.sound")}</span>
        <button type="button" class="small end" @click=${() => chime(window.AudioContext)}>${t("menu.sound.test")}</button>${toggle(t("menu.sound"), sound, (on) => this.change({ sound: on }))}</div>
      <div class="menu-row"><span>${t("menu.keys")} <kbd>/</kbd> <kbd>K</kbd> <kbd>?</kbd></span>${toggle(t("menu.keys"), keys, (on) => this.change({ keys: on }))}</div>
      <button type="button" class="menu-item" popovertarget="operator-menu" popovertargetaction="hide" @click=${() => this.emit("show-keys")}>${t("menu.allKeys")}</button>
      <button type="button" class="menu-item" popovertarget="operator-menu" popovertargetaction="hide" @click=${() => this.emit("show-factor")}>${t("menu.factor")}</button>
      ${this.renderSection("statistics")} ${this.renderSection("check")}
      ${this.state.me.admin ? html`${this.renderSection("wallboard")} ${this.renderSection("settings")}` : ""}
      <button type="button" class="menu-item" @click=${() => this.services.auth.logout()}>${t("menu.logout")}</button>
    </div>`;
  }

  /** On the phone the tabs have no room for these sections: they are here. */
  renderSection(page) {
    const open = () => {
      this.querySelector("#operator-menu").hidePopover();
      this.go(page);
    };
    return html`<button type="button" class="menu-item only-narrow" @click=${open}>${t(`nav.${page}`)}</button>`;
  }
}

define("cc-operator-menu", OperatorMenu);
