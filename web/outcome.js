/** What a finished call came to, as a word with its sign and tone. */
import { t } from "./i18n.js";

export function outcome(call) {
  if (call.missed && call.direction === "in") return { icon: "missed", word: t("outcome.missed"), tone: "rowan" };
  if (call.missed) return { icon: "noanswer", word: t("outcome.noanswer"), tone: "quiet" };
  const incoming = call.direction === "in";
  return { icon: incoming ? "in" : "out", word: t(incoming ? "outcome.answered" : "outcome.outgoing"), tone: "" };
}
