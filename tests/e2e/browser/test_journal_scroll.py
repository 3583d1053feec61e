"""How the journal scrolls with 500 rows: measured in a real Chromium, in real time and in the processor's."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.desk import Desk
from tests.e2e.browser.journal import PER_PAGE, ROWS, MadeUp, opened, row

LONGEST_MS = 50
CATEGORIES = ["toplevel"]

# Down and up, gently and in leaps, one step a frame; what the browser itself calls a long task is noted.
SCROLL = """async () => {
  const long = [];
  const times = (entries) => entries.map((entry) => Math.round(entry.duration));
  const watch = new PerformanceObserver((list) => long.push(...times(list.getEntries())));
  watch.observe({ type: "longtask" });
  const scroller = document.querySelector("cc-journal-rows > .scroll");
  const frame = () => new Promise(requestAnimationFrame);
  let frames = 0;
  for (const step of [120, -120, 700, -700]) {
    for (let before = -1; before !== scroller.scrollTop; frames += 1) {
      before = scroller.scrollTop;
      scroller.scrollTop += step;
      await frame();
    }
  }
  await frame();
  long.push(...times(watch.takeRecords()));
  watch.disconnect();
  return { long, frames, rows: document.querySelectorAll("cc-journal-row").length };
}"""


def scrolled(page: Page) -> dict[str, Any]:
    """Scroll through all rows: the long tasks, and the most the page's thread worked in one task, in ms.

    The observer's time is the clock's: on a busy machine it says how long the page waited for a processor.
    """
    browser = page.context.browser
    assert browser
    browser.start_tracing(page=page, categories=CATEGORIES)
    told: dict[str, Any] = page.evaluate(SCROLL)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    named = [event for event in events if event["name"] == "thread_name"]
    main = {(event["pid"], event["tid"]) for event in named if event["args"]["name"] == "CrRendererMain"}
    work = [event["tdur"] / 1000 for event in events if (event["pid"], event["tid"]) in main and "tdur" in event]
    return told | {"work": round(max(work), 1), "tasks": len(work)}


@pytest.mark.clock
def test_500_rows_scroll_without_a_long_task(olga: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    MadeUp(olga.page, [[row(i + PER_PAGE * page) for i in range(PER_PAGE)] for page in range(10)])
    rows = opened(olga, "?period=all")
    coming = scrolled(olga.page)
    while olga.page.locator("cc-more").count():
        olga.page.locator("cc-more").scroll_into_view_if_needed()
    expect(rows).to_have_count(500)
    rows.nth(250).locator(".journal-row").click()
    expect(olga.page.locator("cc-journal-details")).to_be_visible()
    there = scrolled(olga.page)
    with capsys.disabled():
        for name, told in (("while they came", coming), ("all there", there)):
            print(f"\n{ROWS}, {name}: {told}")  # noqa: T201 - the figures are what one runs this for
    olga.page.unroute_all()
    assert there["rows"] == 500
    assert there["tasks"] > there["frames"] > 100
    assert max(coming["work"], there["work"]) <= LONGEST_MS
