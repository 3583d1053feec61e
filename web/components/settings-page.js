/** An administrator's settings: calls, operators, lines. */
import { html } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { define } from "./element.js";
import { Page } from "./page.js";
import { emptyState, segments } from "./parts.js";
import "./settings-calls.js";
import "./settings-lines.js";
import "./settings-operators.js";

const TABS = {
  calls: (services, head) => html`<cc-settings-calls class="tab" .services=${services} .head=${head}></cc-settings-calls>`,
  operators: (services, head, part) =>
    html`<cc-settings-operators class="tab" .services=${services} .head=${head} .extension=${part}></cc-settings-operators>`,
  lines: (services, head) => html`<cc-settings-lines class="tab" .services=${services} .head=${head}></cc-settings-lines>`,
};

class Settings extends Page {
  static properties = { tab: {}, part: {} };

  render() {
    if (!this.state.me.admin) return emptyState("settings", t("state.forbidden"), "");
    const tab = this.tab in TABS ? this.tab : "calls";
    return TABS[tab](this.services, this.renderHead(tab), this.part);
  }

  renderHead(tab) {
    const options = Object.keys(TABS).map((name) => [name, t(`settings.tab.${name}`)]);
    return html`<h1>${t("nav.settings")}</h1>
      ${segments(t("settings.tabs"), options, tab, (name) => this.go("settings", name === "calls" ? null : name))}`;
  }
}

define("cc-settings", Settings);
