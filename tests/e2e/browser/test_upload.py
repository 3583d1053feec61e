"""The page's own rules let it upload into the bucket: the browser enforces the headers, the bucket its origins."""

from tests.e2e.browser.desk import Desk
from tests.e2e.world import World

UPLOAD = """async ({url, fields}) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", new Blob(["12345"]), "a.csv");
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const steps = [];
    request.upload.addEventListener("progress", (event) => steps.push(event.loaded / event.total));
    request.addEventListener("loadend", () => resolve({status: request.status, steps}));
    request.open("POST", url);
    request.send(form);
  });
}"""


def test_the_page_uploads_a_file_and_sees_how_far_it_is(world: World, desks: dict[str, Desk]) -> None:
    begun = world.admin.must("POST", "/imports", {"file_name": "a.csv", "size": 5})
    sent = desks["admin"].page.evaluate(UPLOAD, begun["upload"])
    assert sent["status"] == 204
    assert sent["steps"][-1] == 1
    assert world.admin.must("POST", f"/imports/{begun['import_id']}/check")["state"] == "checking"


def test_the_page_uploads_nowhere_else(world: World, desks: dict[str, Desk]) -> None:
    before = len(desks["admin"].troubles)
    sent = desks["admin"].page.evaluate(UPLOAD, {"url": "https://files.example.com/", "fields": {}})
    assert sent["status"] == 0
    assert "Content Security Policy" in str(desks["admin"].troubles[before:])
    del desks["admin"].troubles[before:]
