/** The page's words in the language the operator chose; the other language's are loaded when they switch. */

const BASE = "";
const parts = new Set([BASE]);
const changes = new EventTarget();
let current = "ru";
let wanted = current;
let words = {};

export const language = () => current;

/** Calls back after each switch of language; returns what stops it. */
export function onLanguage(listener) {
  changes.addEventListener("change", listener);
  return () => changes.removeEventListener("change", listener);
}

/** Switches once every text learned so far is there; until then, and if one cannot be loaded, the words stay what they were. */
export async function setLanguage(name) {
  wanted = name;
  try {
    const known = await load(name);
    if (wanted !== name) return await setLanguage(wanted);
    [current, words] = [name, known];
  } catch (error) {
    if (wanted === name) wanted = current;
    throw error;
  }
  changes.dispatchEvent(new Event("change"));
}

/** Learns the texts that come with a part of the page: `texts/<part>-<language>.js`. */
export async function learn(part) {
  parts.add(part);
  try {
    await setLanguage(wanted);
  } catch (error) {
    parts.delete(part);
    throw error;
  }
}

/** Everything learned, in one language; a part that was named meanwhile is waited for too. */
async function load(name) {
  const named = [...parts];
  const texts = await Promise.all(named.map((part) => import(`./texts/${part === BASE ? name : `${part}-${name}`}.js`)));
  if (parts.size > named.length) return load(name);
  return Object.assign({}, ...texts.map((module) => module.default));
}

/** The text of `key` with {names} filled in; `n` chooses among plural forms. */
export function t(key, values = {}) {
  const entry = words[key];
  if (entry === undefined) throw new Error(`no text for ${key}`);
  return fill(typeof entry === "string" ? entry : plural(entry, values.n), values);
}

function plural(forms, n) {
  return forms[new Intl.PluralRules(current).select(n)] ?? forms.other;
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
