"""Words for the slots while texts are measured: those of Larkmoor, the company of all samples.

An empty slot would make a key look short and a sentence easy. The demo
company fills its card with the same words; a test holds the two together.
"""

from lms.markdown import SLOT

SAMPLE_WORDS = {
    "promise": "Your day runs as booked, and someone picks up when it does not.",
    "offer": "Booking software and label printers for small practices and shops, with our own van and support line.",
    "manner": "Plain words, a name, and a time we keep.",
    "support_phone": "01632 960 150",
    "reply_standard": "four working hours",
}


def filled(text: str) -> str:
    """The text as a person at Larkmoor reads it; a slot that is unknown stays as it is."""
    if "{{" not in text:
        return text
    return SLOT.sub(lambda slot: SAMPLE_WORDS.get(slot.group(1), slot.group(0)), text)
