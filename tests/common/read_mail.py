"""Reads a mail from its standard input, and prints what Python's own library makes of it, as JSON."""

import email
import email.policy
import json
import sys
from html.parser import HTMLParser


class Words(HTMLParser):
    """What a reader of HTML is shown, and whatever would be loaded."""

    def __init__(self):
        super().__init__()
        self.words, self.loads, self.links, self.hidden = [], [], [], 0

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.loads += [name for name in ("src", "background", "srcset") if name in attributes]
        self.loads += [tag] if tag in ("img", "link", "script", "iframe", "form") else []
        if tag == "a":
            self.links.append(attributes["href"])
        self.hidden += tag in ("style", "title")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("style", "title")

    def handle_data(self, data):
        if not self.hidden:
            self.words += data.split()


mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
words = Words()
words.feed(html.get_content())
words.close()
json.dump(
    {
        "defects": [str(defect) for part in mail.walk() for defect in part.defects],
        "types": [part.get_content_type() for part in mail.walk()],
        "subject": mail["subject"],
        "reply_to": mail["reply-to"],
        "plain": plain.get_content(),
        "html": html.get_content(),
        "words": words.words,
        "loads": words.loads,
        "links": words.links,
        "enclosed": [[part.get_filename(), part.get_content()] for part in mail.iter_attachments()],
    },
    sys.stdout,
)
