/** How times, durations and phone numbers are written. */
import { language, t } from "./i18n.js";

const NO_BREAK_SPACE = "\u00a0";
const NO_BREAK_HYPHEN = "\u2011";
const DAY = 86_400_000;
const DAY_S = 86_400;

const dates = new Map();

/** A phone number as the server displays it, so that no line can break inside it. */
export function phone(display) {
  return (display ?? "").replaceAll(" ", NO_BREAK_SPACE).replaceAll("-", NO_BREAK_HYPHEN);
}

/**
 * A displayed number in three: what stands before the `count` last digits of `phone`, these, and what is dialled after the answer
 * («доб. 100»), which is no part of `phone`. The whole number takes its + along.
 */
export function parted(display, phone, count) {
  if (sealed(phone)) return ["", display, ""];
  const places = [...display.matchAll(/\d/g)].map((found) => found.index);
  const end = (places[phone.length - 1] ?? display.length - 1) + 1;
  const start = count < phone.length ? (places[phone.length - count] ?? 0) : 0;
  return [display.slice(0, start), display.slice(start, end), display.slice(end)];
}

/** What goes to the clipboard: +79991234567. */
export function plainPhone(digits) {
  return /^\d{7,}$/.test(digits) ? `+${digits}` : digits;
}

/** Whether the server gave a reference in a number's place: its reader does not see whole numbers. */
export const sealed = (phone) => phone?.startsWith("~") ?? false;

/** 12 480 */
export const count = (number) => number.toLocaleString(locale());

/** Seconds as 4:12 or 1:02:03. */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

const two = (value) => String(value).padStart(2, "0");

/** Seconds as words: 9 мин, 1 ч 04 мин. */
export function spent(seconds) {
  const minutes = Math.round(seconds / 60);
  const [h, m] = [Math.floor(minutes / 60), minutes % 60];
  return h ? t("time.hours", { h, m: two(m) }) : t("time.minutes", { m });
}

/** ms as 12 секунд назад · 3 часа назад. */
export function ago(ms) {
  const [unit, size] = UNITS.find(([, least]) => ms >= least) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(locale()).format(-Math.round(ms / size), unit);
}

const UNITS = [["day", DAY], ["hour", 3_600_000], ["minute", 60_000], ["second", 1_000]];

/** What has passed, in whole minutes: меньше минуты · 21 мин · 3 дня. */
export function elapsed(seconds) {
  if (seconds < 60) return t("time.moment");
  return seconds < 2 * DAY_S ? spent(Math.floor(seconds / 60) * 60) : t("time.days", { n: Math.floor(seconds / DAY_S) });
}

/** 11:42 */
export const clock = (time) => intl({ hour: "2-digit", minute: "2-digit" }).format(new Date(time));

/** 11:42:05 */
export const exactClock = (time) =>
  intl({ hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(new Date(time));

/** 24.11.2026 */
export const date = (time) => intl({ year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(time));

/** четверг, 19 ноября */
export const weekday = (time) => intl({ weekday: "long", day: "numeric", month: "long" }).format(new Date(time));

/** 19 ноября */
export const day = (time) => intl({ day: "numeric", month: "long" }).format(new Date(time));

/** Midnight before `time`, `back` days earlier. */
export function dayStart(time, back = 0) {
  const date = new Date(time);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - back).getTime();
}

/** The head of a day's rows: Сегодня · Вчера, 18 ноября · 17 ноября. */
export function dayHead(time, now) {
  const ago = daysAgo(time, now);
  return ago === 0 ? t("day.today") : ago === 1 ? t("day.yesterday", { day: day(time) }) : day(time);
}

/** сегодня, 11:21 · вчера, 16:42 · 17 нояб., 11:05 */
export function recent(time, now) {
  const ago = daysAgo(time, now);
  const day = ago === 0 ? t("recent.today") : ago === 1 ? t("recent.yesterday") : shortDay(time);
  return `${day}, ${clock(time)}`;
}

/** 17 нояб. */
export function shortDay(time) {
  return intl({ day: "numeric", month: "short" }).format(new Date(time));
}

function daysAgo(time, now) {
  return Math.round((dayStart(now) - dayStart(time)) / DAY);
}

function locale() {
  return language() === "ru" ? "ru-RU" : "en-GB";
}

function intl(options) {
  const key = language() + JSON.stringify(options);
  if (!dates.has(key)) dates.set(key, new Intl.DateTimeFormat(locale(), options));
  return dates.get(key);
}

/** Up to two letters for a person's or a company's badge; legal forms and quotes do not count. */
export function initials(name) {
  const words = (name ?? "").replace(/[«»"'“”]/g, " ").split(/\s+/).filter((word) => /^\p{L}|^\p{N}/u.test(word));
  const telling = words.filter((word) => !LEGAL_FORMS.has(word));
  return (telling.length ? telling : words).slice(0, 2).map((word) => [...word][0].toUpperCase()).join("");
}

const LEGAL_FORMS = new Set(["ООО", "ИП", "АО", "ПАО", "ЗАО", "ТСЖ", "LLC", "Ltd"]);
