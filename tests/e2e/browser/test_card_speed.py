"""How soon a card is on the screen, after its frame has come through the socket."""

import sys
from statistics import median, quantiles

import pytest
from playwright.sync_api import Browser

from tests.e2e.browser.stage import CALL, IRINA, staged

TIMES = 100
SOON = 50  # milliseconds
ROW = {"direction": "in", "missed": False, "talk": 60, "duration": 70, "phone": "79991234567", "note": "", "version": 1}
PAST = [
    ROW
    | {
        "call_id": f"past{n}",
        "started_at": f"2026-11-24T08:{n:02}:00Z",
        "contact": IRINA,
        "display": "+7 999 123-45-67",
    }
    for n in range(50)
]
# From the socket's message to the end of the first frame that has the card: what its callback posts
# comes after its paint.
MEASURE = """
async (call) => {
  await new Promise((resolve) => setTimeout(resolve, 150 + Math.random() * 50));
  const { session } = document.querySelector("cc-app").services;
  const frame = JSON.stringify({ type: "call", call: window.stamp(call, 1) });
  const start = performance.now();
  window.sockets.at(-1).onmessage({ data: frame });
  const taken = await new Promise((resolve) => requestAnimationFrame(() => {
    const name = document.querySelector(`cc-card[data-call="${call.call_id}"] .card-name`);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(name?.checkVisibility() ? performance.now() - start : Infinity);
    port2.postMessage(0);
  }));
  window.say({ type: "call", call: window.stamp({ ...call, version: 2, state: "ended" }, 1) });
  session.hide(call.call_id);
  return taken;
}
"""


@pytest.mark.clock
def test_a_card_is_on_the_screen_50_ms_after_its_frame(chromium: Browser, capsys: pytest.CaptureFixture[str]) -> None:
    with staged(chromium, {"GET /calls": {"calls": PAST, "cursor": None}}) as stage:
        stage.page.locator("cc-desk .row").nth(40).wait_for()
        calls = [CALL | {"call_id": f"{n}#100#0"} for n in range(TIMES)]
        taken = sorted(stage.page.evaluate(MEASURE, call) for call in calls)
    figures = f"median {median(taken):.1f} ms, p95 {quantiles(taken, n=20)[-1]:.1f} ms, at most {taken[-1]:.1f} ms"
    with capsys.disabled():
        sys.stdout.write(f"\ncard on screen, {TIMES} times: {figures}\n")
    assert median(taken) <= SOON
