/** The pages by their name in the address; all but the desk are loaded when they are first opened. */
import { html } from "../vendor/lit.js";
import { lazy } from "./lazy.js";
import "./desk-page.js";

const journal = lazy((app) => app.services.later().then(() => import("./journal-page.js")), { styles: ["journal"], texts: ["later", "journal"] });
const contacts = lazy((app) => app.services.later().then(() => import("./contacts-page.js")), { styles: ["later", "forms", "contacts"], texts: ["later", "contacts"] });
const missed = lazy((app) => app.services.later().then(() => import("./missed-page.js")), { styles: ["missed"], texts: ["later", "missed"] });
const statistics = lazy(() => import("./statistics-page.js"), { styles: ["plot", "statistics"], texts: ["later", "statistics"] });
const check = lazy((app) => app.services.later().then(() => import("./check-page.js")), { styles: ["check"], texts: ["later", "check"] });
const settings = lazy((app) => app.services.later().then(() => import("./settings-page.js")), { styles: ["later", "forms", "settings"], texts: ["later", "settings"] });
const wallboard = lazy(() => import("./wallboard-page.js"), { styles: ["plot", "wallboard"], texts: ["later", "wallboard"] });

/** Each draws itself in `app` as the address wants it. */
export const PAGES = {
  desk: ({ services }) => html`<cc-desk class="page" .services=${services}></cc-desk>`,
  missed: (app) => missed(app, () => html`<cc-missed class="page" .services=${app.services} .view=${app.route.id ?? "open"}></cc-missed>`),
  journal: (app) => journal(app, () => html`<cc-journal class="page" .services=${app.services} .query=${app.route.query}></cc-journal>`),
  contacts: (app) =>
    contacts(app, () => html`<cc-contacts class="page" .services=${app.services} .chosen=${app.route.id} .part=${app.route.part}></cc-contacts>`),
  statistics: (app) =>
    statistics(app, () => html`<cc-statistics class="page" .services=${app.services} .period=${app.route.id} .operator=${app.route.part}></cc-statistics>`),
  check: (app) => check(app, () => html`<cc-check class="page" .services=${app.services} .callId=${app.route.id}></cc-check>`),
  settings: (app) =>
    settings(app, () => html`<cc-settings class="page" .services=${app.services} .tab=${app.route.id ?? "calls"} .part=${app.route.part}></cc-settings>`),
  wallboard: (app) => wallboard(app, () => html`<cc-wallboard .services=${app.services}></cc-wallboard>`),
};
