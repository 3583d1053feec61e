/** Small pieces that the rows of the missed-call desk share. */
import { html, nothing, svg } from "../vendor/lit.js";
import { wait } from "../callback-list.js";
import * as format from "../format.js";
import { t } from "../i18n.js";
import { routeHash } from "../router.js";
import { about } from "./parts.js";

/** Who waits: the name, else the number. */
export const whoText = (row) => row.contact?.name ?? format.phone(row.display);

/** The name leads to the contact. */
export const whoLink = (row, look = "") =>
  row.contact
    ? html`<a class="name cut ${look}" href=${routeHash("contacts", row.contact.contact_id)}>${row.contact.name}</a>`
    : html`<b class="name number cut ${look}">${format.phone(row.display)}</b>`;

export const aboutRow = (row) => (row.contact ? about(row.contact) : t("card.unknown"));

export const lineName = (line) => (line ? t("missed.onLine", { name: line.name || format.phone(line.number) }) : "");

/** с 11:21 today, else вчера, 16:42. */
export function since(time, now) {
  return format.dayStart(time) === format.dayStart(now) ? t("missed.since", { time: format.clock(time) }) : format.recent(time, now);
}

/** The pattern of a wait that lasts too long, so that it is told from others without colour. */
export const hatching = html`<svg class="hatching" width="0" height="0" aria-hidden="true" focusable="false"><defs>
  <pattern id="missed-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="3.6" height="6" /></pattern>
</defs></svg>`;

/** How long they have waited, in words and as a bar that is full after two hours. */
export function waitCell(row, now) {
  const { seconds, share, long } = wait(row, now);
  const from = html`<span class="muted number">${since(row.since, now)}</span>`;
  return html`<span class="wait-text">${long ? html`<b class="rowan number">${t("missed.long")} ${format.elapsed(seconds)}</b>` : html`<b class="number">${format.elapsed(seconds)}</b>`} ${from}</span>
    ${bar(share, long)}`;
}

const bar = (share, long) => html`<svg class="wait-bar" width="100%" height="6" aria-hidden="true" focusable="false">
  <rect class="wait-well" width="100%" height="6" rx="3" />
  ${share > 0 ? svg`<rect class=${long ? "wait-long" : "wait-some"} width="${Math.max(share * 100, 2).toFixed(1)}%" height="6" rx="3" />` : nothing}
</svg>`;

const SIGNS = { got_through: "in", reached: "out", done: "tick" };
export const closedSign = ({ how }) => SIGNS[how];

/** Дозвонился сам в 11:36 · Перезвонили через 8 мин: Павел Литвин · Отмечено «Готово»: ошиблись номером. */
export function closedText({ closed, since: from }) {
  const { how, by, at, reason } = closed;
  if (how === "got_through") return t("missed.how.got_through", { time: format.clock(at) });
  const values = { who: by?.name, wait: format.elapsed((Date.parse(at) - Date.parse(from)) / 1000) };
  const said = t(`missed.how.${how}${by ? "By" : ""}`, values);
  return reason ? `${said}, ${reason}` : said;
}
