/** What a call is in a few words: for cards, notifications, the tab's title and icon. */
import { t } from "./i18n.js";
import { candidates, isLive, phase, shownCards } from "./calls.js";
import * as format from "./format.js";

/** Who a call is with, in one line. */
export function caller(call, found = call.contacts) {
  if (found.length === 1) return found[0].name;
  if (found.length > 1) return t("card.found", { n: found.length });
  return call.phone ? format.phone(call.display) : t("card.withheld");
}

/** The state of a call in a word or two. */
export function stateWord(call) {
  const now = phase(call);
  if (now === "ringing") return t(call.direction === "out" ? "card.out" : "card.in");
  return t(`card.${now}`);
}

/** The tab says who calls: (1) ☎ Ирина Соколова — callcard. */
export function pageTitle(state) {
  const waiting = shownCards(state).filter((card) => isLive(card.call));
  if (!waiting.length) return "callcard";
  return `(${waiting.length}) ☎ ${caller(waiting[0].call, candidates(waiting[0]))} — callcard`;
}

/** A dot on the tab's icon while a call lives. */
export function showFavicon(document, live) {
  const link = document.querySelector('link[rel="icon"]');
  const href = live ? "img/favicon-call.svg" : "img/favicon.svg";
  if (link.getAttribute("href") !== href) link.setAttribute("href", href);
}
