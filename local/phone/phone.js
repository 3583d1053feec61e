/** A telephone for trying callcard out: the PBX stand posts what each button says. */
const TEXTS = {
  ru: {
    title: "Телефон",
    hint: "Учебный телефон локальной АТС: звоните отсюда и смотрите, что видит оператор.",
    client: "Кто звонит",
    extension: "Кому, добавочный",
    ring: "Позвонить",
    answer: "Снять трубку",
    end: "Закончить разговор",
    miss: "Не дождаться ответа",
    follow: "Звонок по кнопке «Перезвонить» соединяется сам",
    idle: "Трубка лежит",
    ringing: "Звонит…",
    talking: "Идёт разговор",
    ended: "Разговор окончен",
    missed: "Звонок пропущен",
    failed: "CRM не приняла событие:",
    known: "известный клиент",
    several: "трое с одним номером",
    unknown: "нет в контактах",
  },
  en: {
    title: "Telephone",
    hint: "The local PBX's practice telephone: call from here and see what the operator sees.",
    client: "Who is calling",
    extension: "Whom, extension",
    ring: "Call",
    answer: "Answer",
    end: "End the call",
    miss: "Give up waiting",
    follow: "A call started by a click connects by itself",
    idle: "The receiver is down",
    ringing: "Ringing…",
    talking: "Talking",
    ended: "The call is over",
    missed: "The call was missed",
    failed: "The CRM did not take the event:",
    known: "a known client",
    several: "three with one number",
    unknown: "not in the contacts",
  },
};
const CLIENTS = { 89991234567: "known", 89990011666: "several", 89035550799: "unknown" };
const BUTTONS = { idle: ["ring"], ringing: ["answer", "miss"], talking: ["end"] };
const language = navigator.language.startsWith("ru") ? "ru" : "en";
const t = (key) => TEXTS[language][key];
const form = document.querySelector("#phone");
const call = { state: "idle" };

function now() {
  return Math.floor(Date.now() / 1000);
}

/** What the stand is asked for each button, in the words of the specification's test stand. */
const SAYS = {
  ring: () => ({ event: 1 }),
  answer: () => ({ event: 3 }),
  end: () => ({ event: 2, status: "ANSWER", call_start_timestamp: call.started, timestamp: now() }),
  miss: () => ({ event: 2, status: "NOANSWER", call_start_timestamp: call.started, timestamp: now() }),
};
const AFTER = { ring: ["ringing", "ringing"], answer: ["talking", "talking"], end: ["idle", "ended"], miss: ["idle", "missed"] };

async function press(name) {
  if (name === "ring") Object.assign(call, { id: crypto.randomUUID(), started: now(), client: form.client.value.trim(), extension: form.extension.value });
  const query = { ...SAYS[name](), src_type: 1, call_id: call.id, line: "3333333", dst_num: call.extension, src_num: call.client };
  const answer = await fetch(`demo/?${new URLSearchParams(query)}`).then((response) => response.json()).catch((error) => ({ error: error.message }));
  if (answer.status !== 200) return show(`${t("failed")} ${answer.error ?? answer.body}`);
  const [state, text] = AFTER[name];
  call.state = state;
  show(t(text));
}

function show(text) {
  document.querySelector("#state").textContent = text;
  for (const button of form.querySelectorAll("button")) button.hidden = !BUTTONS[call.state].includes(button.name);
  form.client.disabled = form.extension.disabled = call.state !== "idle";
  form.querySelector("button:not([hidden])").focus();
}

function follow() {
  return fetch("switch", { method: "PUT", body: JSON.stringify({ follow: form.follow.checked }) });
}

document.documentElement.lang = language;
for (const place of document.querySelectorAll("[data-text]")) place.textContent = t(place.dataset.text);
document.title = `${t("title")} · callcard`;
document.querySelector("#clients").append(...Object.entries(CLIENTS).map(([number, who]) => new Option(t(who), number)));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  press(event.submitter.name);
});
form.follow.addEventListener("change", follow);
follow();
show(t("idle"));
