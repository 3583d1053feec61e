"""`make call`: the stand rings the demo operator once."""

import time

import requests

from local.places import Place, StackError

RING_SECONDS = 4
TALK_SECONDS = 8
CALL = "src_type=1&line=3333333&dst_num=100&src_num=89991234567"


def ring(place: Place) -> None:
    """A call from Ирина Соколова to extension 100: it rings, is answered, ends."""
    stand = place.read_stack()["stand_url"]
    call = f"{CALL}&call_id=call-{time.time_ns()}"
    started = int(time.time())
    say(stand, "rings at extension 100", f"event=1&{call}")
    time.sleep(RING_SECONDS)
    answered = int(time.time())
    say(stand, "is answered", f"event=3&{call}")
    time.sleep(TALK_SECONDS)
    times = f"call_start_timestamp={started}&call_answer_timestamp={answered}&timestamp={int(time.time())}"
    link = "call_record_link=https://records.example.com/recording.mp3"
    say(stand, "is over", f"event=2&{call}&status=ANSWER&{link}&{times}")


def say(stand: str, what: str, query: str) -> None:
    """Let the stand post one message and print what the CRM answered."""
    answer = requests.get(f"{stand}/demo/?{query}", timeout=30).json()
    if "status" not in answer:
        raise StackError(f"The stand says: {answer}")
    print(f"  8 999 123-45-67 {what:<24} CRM: {answer['status']} {answer['body']}", flush=True)
