/** The address book as a file: asked for once, made in the background, fetched when it is ready. */
import { createPoll } from "./poll.js";

/** `store.exporting` is {share} meanwhile; `onReady(url)`, `onFailed(message)`, empty when the server was not reached. */
export function createExporter({ api, store, time, onReady, onFailed }) {
  async function start(format) {
    if (store.get().exporting) return;
    store.set({ exporting: { share: 0 } });
    try {
      const { export_id: id } = await api.createExport(format);
      createPoll({ ask: () => api.exportState(id), onAnswer: hear, onError: fail, time }).start();
    } catch (error) {
      fail(error);
    }
  }

  /** Says whether to ask again. */
  function hear({ state, url, message, done_rows: done, total_rows: total }) {
    if (state === "failed") return fail({ message });
    store.set({ exporting: state === "done" ? null : { share: total ? Math.min(done / total, 1) : 0 } });
    if (state === "done") onReady(url);
    return state !== "done";
  }

  function fail({ message }) {
    store.set({ exporting: null });
    onFailed(message ?? "");
    return false;
  }

  return { start };
}
