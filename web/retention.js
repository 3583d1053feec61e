/** For how long calls are kept, as people say it. */
import { t } from "./i18n.js";

const YEAR = 365;
const CHOICES = [null, 30, 90, 180, YEAR, 2 * YEAR, 3 * YEAR, 5 * YEAR, 10 * YEAR];

/** What is offered: for ever, the usual times, and the one in force. */
export const keptChoices = (saved) => [null, ...[...new Set([...CHOICES, saved ?? null])].filter(Boolean).sort((a, b) => a - b)];

/** всегда · 90 дней · 2 года */
export function keptFor(days) {
  if (days === null) return t("kept.ever");
  return days % YEAR ? t("kept.days", { n: days }) : t("kept.years", { n: days / YEAR });
}
