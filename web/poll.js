/** Asks again and again until told to stop, slower while nobody answers. */
const [EVERY_MS, SLOWEST_MS, PATIENCE] = [1_000, 15_000, 8];

/**
 * `onAnswer(answer)` returns whether to go on. A question that was not answered is asked again, later each time; after a minute of
 * that, or when the server refuses it, `onError(error)` is told and nothing is asked any more.
 */
export function createPoll({ ask, onAnswer, onError, time, every = EVERY_MS }) {
  let run = 0;
  let timer = null;
  let failures = 0;

  async function turn(mine) {
    const { answer, error } = await ask().then((got) => ({ answer: got }), (problem) => ({ error: problem }));
    if (mine !== run) return;
    failures = error ? failures + 1 : 0;
    const goOn = error ? bearable(error) || onError(error) : onAnswer(answer);
    if (goOn && mine === run) timer = time.setTimeout(() => turn(mine), Math.min(every * 2 ** failures, SLOWEST_MS));
  }

  function bearable({ status }) {
    const refused = status >= 400 && status < 500 && status !== 429;
    return !refused && failures < PATIENCE;
  }

  function stop() {
    run += 1;
    time.clearTimeout(timer);
  }

  function start() {
    stop();
    failures = 0;
    turn(run);
  }

  return { start, stop };
}
