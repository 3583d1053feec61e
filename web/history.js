/** The history of the setup as people read it: what became of what. */
import { t } from "./i18n.js";
import { keptFor } from "./retention.js";

const MOMENTS = new Set(["incoming_card", "outgoing_card", "incoming_record", "outgoing_record", "show_record"]);
const OF_OPERATOR = "operator.";

/** One change in words: what changed, and what it was before ("" where there is nothing to tell). */
export function told({ field, of, from, to }) {
  if (field.startsWith("token.")) return { text: t(`history.${field}`), before: "" };
  if (field === "erasure") return { text: to === null ? t("history.erasure.begun") : t("history.erasure.done", { n: to }), before: "" };
  if (field === "operator") return { text: t(to === null ? "history.operator.removed" : "history.operator.made", { of }), before: "" };
  if (field === "line") return line(of, from, to);
  const [label, name] = named(field, of);
  return { text: t("history.changed", { name: label, to: worded(name, to) }), before: t("history.before", { from: worded(name, from) }) };
}

function line(of, from, to) {
  if (to === null) return { text: t("history.line.removed", { of, from }), before: "" };
  const before = from === null ? "" : t("history.before", { from: worded("line", from) });
  return { text: t(from === null ? "history.line.made" : "history.line.renamed", { of, to: worded("line", to) }), before };
}

/** A field's label, and the name its values go by. */
function named(field, of) {
  if (!field.startsWith(OF_OPERATOR)) return [`«${t(`settings.${field}`)}»`, field];
  const name = field.slice(OF_OPERATOR.length);
  return [`${of}, ${t(`history.field.${name}`)}`, name];
}

function worded(name, value) {
  if (name === "calls_kept_days") return keptFor(value);
  if (value === null || value === "") return t("history.nothing");
  if (name === "numbers") return t(`numbers.${value}`);
  if (name === "active") return t(value ? "operators.active" : "operators.inactive");
  if (typeof value === "boolean") return t(value ? "switch.on" : "switch.off");
  return MOMENTS.has(name) ? t(`value.${value}`) : String(value);
}

/** When something was last changed; undefined when the history does not go back so far. */
export const lastOf = (changes, field) => changes.find((change) => change.field === field)?.at;
