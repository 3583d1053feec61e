/** The advice beside «Количество последних цифр номера»: which bars to draw, and how their shares are written. */
import { language } from "./i18n.js";

const [FIRST, LAST, MOST, RISKY] = [3, 10, 20, 0.01];

/**
 * The bars from 3 to 10 digits, and as far beyond as the numbers now in force or advised are; `gap` stands before a bar whose
 * neighbour is left out.
 */
export function bars(risks, now, advised) {
  const marked = [now, advised].filter((digits) => digits >= 1 && digits <= MOST);
  const from = Math.min(FIRST, ...marked);
  const far = marked.filter((digits) => digits > LAST);
  const wanted = risks.filter(({ digits }) => (digits >= from && digits <= LAST) || far.includes(digits));
  return wanted.map(({ digits, share }, index) => ({
    digits, share, risky: share > RISKY, now: digits === now, advised: digits === advised,
    gap: index > 0 && digits !== wanted[index - 1].digits + 1,
  }));
}

/** 71 %, 1,2 %, 0,01 %; what would be 0,00 % is 0 %. */
export function percent(share) {
  const value = share * 100;
  const digits = value >= 10 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: value >= 1 ? 2 : 1 };
  return `${(value < 0.005 ? 0 : value).toLocaleString(language() === "ru" ? "ru-RU" : "en-GB", digits)} %`;
}

// the server's words for how often; what they miss is shown as plain text
const FIGURES =
  /(\d+ случа\p{L}+ из \d[\d\s]*\d|каждом случае|ни в одном случае|\d+ cases? out of \d[\d,]*\d|every case|no case)/u;

/** The sentence in pieces: its figures («12 случаях из 100») stand out, first the one in force, then the one advised. */
export const pieces = (sentence) => sentence.split(FIGURES).map((text, index) => ({ text, figure: index % 2 ? (index + 1) / 2 : 0 }));
