/** How a card shows its state: line, sign, and the words beside them. */
import { html } from "../vendor/lit.js";
import { t } from "../i18n.js";
import { phase } from "../calls.js";
import * as format from "../format.js";
import { icon } from "./icons.js";

const LINES = { ringing: "ringing", talking: "talking", missed: "missed", ended: "over", noanswer: "over", elsewhere: "over" };
const SIGNS = { talking: "phone-talk", missed: "phone-missed", ended: "phone", noanswer: "noanswer", elsewhere: "people" };

export const lineOf = (call) => LINES[phase(call)];

export function cardSign(call) {
  const state = phase(call);
  const name = SIGNS[state] ?? (call.direction === "out" ? "phone-out" : "phone-in");
  return html`<span class="sign sign-${state}">${icon(name, 20)}</span>`;
}

/** The line of context under the state word of an open card. */
export function cardContext(call, me) {
  const out = call.direction === "out";
  const contexts = {
    ringing: () => t(out ? "card.pickUpOn" : "card.answerOn", { extension: call.extension }),
    talking: () => [t(out ? "card.talk.out" : "card.talk.in"), rang(call)].filter(Boolean).join(" · "),
    missed: () => rang(call) || format.recent(call.started_at, Date.now()),
    noanswer: () => rang(call) || format.recent(call.started_at, Date.now()),
    ended: () => total(call),
    elsewhere: () => colleague(call, me.colleagues),
  };
  return contexts[phase(call)]();
}

/** The same in a folded card, where the name stands first: the state word, then one fact. */
export function shortContext(call, colleagues, note) {
  const state = phase(call);
  const word = state === "ringing" ? t(call.direction === "out" ? "card.short.out" : "card.short.in") : t(`card.${state}`);
  const facts = {
    ringing: () => (call.line?.name ? t("card.lineNamed", { name: call.line.name }) : format.phone(call.display)),
    ended: () => (note.text && !note.unsaved ? t("note.kept") : rang(call)),
    elsewhere: () => colleague(call, colleagues, ({ name }) => name.split(" ").at(-1)),
  };
  const fact = (facts[state] ?? (() => rang(call)))();
  return html`<b class="state-${state}">${word}</b>${fact ? ` · ${fact}` : ""}`;
}

/** The time of a call that is over: how long they talked, how long it rang here, or when it was missed. */
export function endedTime(call) {
  const state = phase(call);
  if (state === "missed" || state === "noanswer") return format.clock(call.started_at);
  const [from, to] = state === "elsewhere" ? [call.started_at, call.answered_at] : [call.answered_at, call.ended_at];
  const seconds = (state === "ended" ? (call.talk ?? call.duration) : null) ?? (Date.parse(to) - Date.parse(from)) / 1000;
  return Number.isFinite(seconds) ? format.duration(seconds) : "";
}

/** How long the telephone rang: till the answer, or till the end of a call nobody answered. */
function rang(call) {
  const seconds = (call.missed ? call.duration : null) ?? (Date.parse(call.answered_at ?? call.ended_at) - Date.parse(call.started_at)) / 1000;
  return Number.isFinite(seconds) ? t(call.direction === "out" ? "card.dialled" : "card.rang", { time: format.duration(seconds) }) : "";
}

function total(call) {
  const kind = t(call.direction === "out" ? "card.talk.out" : "card.talk.in");
  const seconds = call.duration;
  return seconds == null ? kind : `${kind} · ${t("card.total", { time: format.duration(seconds) })}`;
}

/** Who answered, by the whole name or what `called` makes of it. */
function colleague(call, colleagues, called = ({ name }) => name) {
  const found = colleagues.find(({ extension }) => extension === call.answered_by);
  return found ? t("card.colleague", { ...found, name: called(found) }) : call.answered_by;
}
