/** The page's words: one dictionary per language, Russian unless the operator switched. */
import ru from "./texts/ru.js";
import en from "./texts/en.js";

const DICTIONARIES = { ru: { ...ru }, en: { ...en } };
const changes = new EventTarget();
let current = "ru";

export const language = () => current;

/** Calls back after each switch of language; returns what stops it. */
export function onLanguage(listener) {
  changes.addEventListener("change", listener);
  return () => changes.removeEventListener("change", listener);
}

export function setLanguage(name) {
  if (!(name in DICTIONARIES) || name === current) return;
  current = name;
  changes.dispatchEvent(new Event("change"));
}

/** Texts of a page that is loaded later come with it, in both languages. */
export function learn(texts) {
  for (const [name, more] of Object.entries(texts)) Object.assign(DICTIONARIES[name], more);
}

/** The text of `key` with {names} filled in; `n` chooses among plural forms. */
export function t(key, values = {}) {
  const entry = DICTIONARIES[current][key] ?? DICTIONARIES.ru[key];
  if (entry === undefined) throw new Error(`no text for ${key}`);
  return fill(typeof entry === "string" ? entry : plural(entry, values.n), values);
}

function plural(forms, n) {
  return forms[new Intl.PluralRules(current).select(n)] ?? forms.other;
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
