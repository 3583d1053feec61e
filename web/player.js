/** Plays one recording at a time: where it is, how fast, and that it did not open. */
export const SPEEDS = [1, 1.5, 2];
const STEP_S = 5;

/** Only https is opened, never with a name and a password in it: a link comes from outside. */
export function recordingOf({ link }) {
  try {
    const { protocol, username, password, href } = new URL(link);
    return protocol === "https:" && !username && !password ? href : null;
  } catch {
    return null;
  }
}

/**
 * `audio` is the element that plays; `onChange()` is called after each change. `state()` has `callId`, `status` (idle · loading ·
 * playing · paused · failed), `at` and `length` in seconds (0 while not known) and `speed`.
 */
export function createPlayer(audio, onChange) {
  let now = { callId: null, url: null, status: "idle" };
  let speed = SPEEDS[0];
  const change = (changes) => {
    now = { ...now, ...changes };
    onChange();
  };
  const isLoaded = () => now.callId !== null && now.status !== "failed";

  /** Starts a call's recording where it was left, or stops it. */
  function toggle(call) {
    if (now.callId !== call.call_id || now.status === "failed") return open(call);
    if (audio.paused) return start();
    audio.pause();
  }

  function open(call) {
    const url = recordingOf(call);
    audio.pause();
    change({ callId: call.call_id, url, status: url ? "loading" : "failed" });
    if (!url) return;
    audio.src = url;
    start();
  }

  /** The promise only repeats what `error` and `pause` tell. */
  function start() {
    Object.assign(audio, { defaultPlaybackRate: speed, playbackRate: speed });
    change({ status: "loading" });
    audio.play()?.catch(() => {});
  }

  function seek(seconds) {
    if (!isLoaded()) return;
    audio.currentTime = Math.min(Math.max(0, seconds), length() || Math.max(0, seconds));
    onChange();
  }

  function setSpeed(value) {
    speed = value;
    Object.assign(audio, { defaultPlaybackRate: speed, playbackRate: speed });
    onChange();
  }

  function close() {
    if (now.callId === null) return;
    audio.pause();
    audio.removeAttribute("src");
    audio.load();
    change({ callId: null, url: null, status: "idle" });
  }

  const length = () => (Number.isFinite(audio.duration) ? audio.duration : 0);
  const told = {
    playing: () => change({ status: "playing" }),
    waiting: () => !audio.paused && change({ status: "loading" }),
    pause: () => isLoaded() && audio.paused && change({ status: "paused" }),
    ended: () => change({ status: "paused" }),
    error: () => now.url && audio.hasAttribute("src") && change({ status: "failed" }),
    timeupdate: onChange,
    durationchange: onChange,
  };
  for (const [name, hear] of Object.entries(told)) audio.addEventListener(name, hear);

  return {
    toggle, seek, setSpeed, close,
    skip: (steps) => seek(audio.currentTime + steps * STEP_S),
    state: () => ({ ...now, speed, at: isLoaded() ? audio.currentTime : 0, length: isLoaded() ? length() : 0 }),
  };
}
