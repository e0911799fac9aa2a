"""Roundup's classic tracker with a facility team's issues: `seed FOLDER` makes it, `serve FOLDER PORT` runs it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from wsgiref.simple_server import make_server

from roundup import configuration, date, instance, password
from roundup.cgi.wsgi_handler import RequestDispatcher

USERS = (
    ("hwalsh", "Helen Walsh", "Facilities", "555-2101"),
    ("jmoreau", "Jean Moreau", "IT support", "555-2177"),
    ("spatel", "Sunita Patel", "IT support", "555-2178"),
    ("kbrandt", "Karl Brandt", "Facilities", "555-2105"),
)
KEYWORDS = ("printer", "network", "heating", "furniture", "licence")
ISSUES = (
    ("Printer on the second floor prints blank pages", "bug", "unread", None, ("printer",)),
    ("Wireless network drops in meeting room B", "urgent", "in-progress", "jmoreau", ("network",)),
    ("Radiator in the archive leaks", "critical", "chatting", "kbrandt", ("heating",)),
    ("Two chairs in the lobby are broken", "wish", "deferred", "hwalsh", ("furniture",)),
    ("Licence of the drawing program expires in May", "feature", "need-eg", "spatel", ("licence",)),
    ("No hot water in the kitchen", "urgent", "unread", None, ("heating",)),
    ("Monitor for the new colleague", "feature", "in-progress", "spatel", ()),
    ("Shared drive is slow in the morning", "bug", "testing", "jmoreau", ("network",)),
    ("Desk lamp in office 214 flickers", "wish", "unread", None, ()),
    ("Label printer needs a new driver", "bug", "in-progress", "spatel", ("printer",)),
    ("Smoke detector beeps in the stairwell", "critical", "unread", None, ()),
    ("Projector remote is missing", "wish", "resolved", "hwalsh", ()),
)
PASSWORD = "harbour-lantern-42"


def seed(folder: Path) -> None:
    """Make the tracker and its issues."""
    home = folder / "tracker"
    shutil.copytree(Path(sys.prefix) / "share" / "roundup" / "templates" / "classic", home)
    config = configuration.CoreConfig()
    config["TRACKER_WEB"] = "http://127.0.0.1/tracker/"
    config["TRACKER_NAME"] = "Westbrook help desk"
    config["MAIL_DOMAIN"] = "town.example"
    config["MAIL_DEBUG"] = str(folder / "mail.log")
    config["RDBMS_BACKEND"] = "sqlite"
    config["WEB_CSRF_ENFORCE_HEADER_REFERER"] = "no"
    config["WEB_CSRF_ENFORCE_HEADER_ORIGIN"] = "no"
    config["WEB_COOKIE_TAKES_PRECEDENCE"] = "yes"
    config.save(str(home / "config.ini"))
    tracker = instance.open(str(home))
    tracker.init(password.Password(PASSWORD, config=config))
    db = tracker.open("admin")
    try:
        for name, real, organisation, phone in USERS:
            db.user.create(
                username=name,
                realname=real,
                organisation=organisation,
                phone=phone,
                address=f"{name}@town.example",
                password=password.Password(PASSWORD, config=config),
                roles="User",
            )
        keywords = {name: db.keyword.create(name=name) for name in KEYWORDS}
        for title, priority, status, person, words in ISSUES:
            said = db.msg.create(
                author="1", content=f"{title}. Please have a look.", summary=title, date=date.Date(".")
            )
            db.issue.create(
                title=title,
                priority=db.priority.lookup(priority),
                status=db.status.lookup(status),
                assignedto=db.user.lookup(person) if person else None,
                keyword=[keywords[word] for word in words],
                messages=[said],
            )
        db.commit()
    finally:
        db.close()


def serve(folder: Path, port: int) -> None:
    """Run the tracker until it is ended."""
    home = folder / "tracker"
    config = home / "config.ini"
    text = config.read_text(encoding="utf-8").splitlines()
    web = f"web = http://127.0.0.1:{port}/tracker/"
    config.write_text("\n".join(web if line.startswith("web =") else line for line in text) + "\n", encoding="utf-8")
    tracker = RequestDispatcher(str(home))

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"].removeprefix("/tracker")
        return tracker({**environ, "SCRIPT_NAME": "/tracker", "PATH_INFO": path}, start_response)

    make_server("127.0.0.1", port, application).serve_forever()


if __name__ == "__main__":
    place = Path(sys.argv[2])
    if sys.argv[1] == "seed":
        seed(place)
    else:
        serve(place, int(sys.argv[3]))
