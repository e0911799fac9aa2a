"""Wagtail's admin with the content of a town's office: `seed FOLDER` makes it, `serve FOLDER PORT` runs it."""

from __future__ import annotations

import io
import os
import sys
from datetime import date
from pathlib import Path

NEWS = (
    ("New opening hours of the registry office", date(2026, 3, 2), "council", "Open until 7 p.m. on Thursdays"),
    ("Bridge Street closed for repairs", date(2026, 3, 9), "traffic", "Detour by Mill Lane until the end of April"),
    ("Spring concert in the park", date(2026, 3, 20), "culture", "The town band plays at 4 p.m."),
    ("Flu vaccination for seniors", date(2026, 2, 12), "health", "No appointment needed"),
    ("Council meeting of February", date(2026, 2, 4), "council", "Minutes are online"),
    ("New bus line 14", date(2026, 1, 15), "traffic", "Every twenty minutes to the hospital"),
    ("Library reading week", date(2026, 4, 6), "culture", "For children from six to ten"),
    ("Water quality report", date(2026, 1, 28), "health", "All values are within the limits"),
)
EVENTS = (
    ("Flea market", date(2026, 5, 9), "Market Square", 0),
    ("Open day of the fire brigade", date(2026, 6, 13), "Fire station", 200),
    ("Citizens' forum on housing", date(2026, 4, 22), "Town hall, room 2", 80),
    ("Chess tournament", date(2026, 9, 5), "Community centre", 48),
)
CONTACTS = (
    ("Agnes Whitlock", "registry", "0300 555 101", "a.whitlock@town.example"),
    ("Ben Okafor", "works", "0300 555 122", "b.okafor@town.example"),
    ("Carla Jensen", "library", "0300 555 140", "c.jensen@town.example"),
    ("David Marsh", "tax", "0300 555 163", "d.marsh@town.example"),
    ("Edith Lowe", "registry", "0300 555 104", "e.lowe@town.example"),
    ("Farid Haddad", "works", "0300 555 127", "f.haddad@town.example"),
)
PASSWORD = "harbour-lantern-42"


def configure(folder: Path) -> None:
    """Set Django up on a folder."""
    import django
    from django.conf import settings

    sys.path.insert(0, str(folder))
    base = "wagtail.contrib.redirects", "wagtail.embeds", "wagtail.sites", "wagtail.users", "wagtail.snippets"
    more = "wagtail.documents", "wagtail.images", "wagtail.search", "wagtail.admin", "wagtail", "modelcluster", "taggit"
    django_apps = ("admin", "auth", "contenttypes", "sessions", "messages", "staticfiles")
    settings.configure(
        DEBUG=True,
        SECRET_KEY="only for this",
        ALLOWED_HOSTS=["127.0.0.1", "localhost"],
        ROOT_URLCONF="wagtail_office.urls",
        INSTALLED_APPS=["wagtail_office", *base, *more, *(f"django.contrib.{name}" for name in django_apps)],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "wagtail.contrib.redirects.middleware.RedirectMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.debug",
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(folder / "db.sqlite3"),
                "OPTIONS": {"init_command": "PRAGMA synchronous=OFF"},
            }
        },
        MIGRATION_MODULES={"wagtail_office": "office_migrations"},
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        MEDIA_ROOT=str(folder / "media"),
        MEDIA_URL="/media/",
        STATIC_URL="/static/",
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        WAGTAIL_SITE_NAME="Town of Westbrook",
        WAGTAILADMIN_BASE_URL="http://127.0.0.1",
        WAGTAIL_ENABLE_UPDATE_CHECK=False,
        WAGTAIL_ENABLE_WHATS_NEW_BANNER=False,
        WAGTAIL_GRAVATAR_PROVIDER_URL=None,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    django.setup()


def seed(folder: Path) -> None:
    """Make the database and its content."""
    (folder / "office_migrations").mkdir()
    (folder / "office_migrations" / "__init__.py").touch()
    configure(folder)
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from django.core.files.base import ContentFile
    from django.core.management import call_command
    from PIL import Image as Picture
    from wagtail.contrib.redirects.models import Redirect
    from wagtail.documents.models import Document
    from wagtail.images.models import Image
    from wagtail.models import Page, Site
    from wagtail_office.models import Contact, EventPage, NewsPage, SectionPage

    call_command("makemigrations", "wagtail_office", verbosity=0)
    call_command("migrate", verbosity=0)
    users = get_user_model().objects
    admin = users.create_superuser("admin", "admin@town.example", PASSWORD, first_name="Ada", last_name="Min")
    people = (("mklein", "Mara", "Klein", "Editors"), ("treyes", "Tom", "Reyes", "Moderators"))
    for name, first, last, group in people:
        user = users.create_user(name, f"{name}@town.example", PASSWORD, first_name=first, last_name=last)
        user.groups.add(Group.objects.get(name=group))

    root = Page.objects.get(depth=1)
    for page in root.get_children():
        page.delete()
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=SectionPage(title="Westbrook", slug="westbrook"))
    Site.objects.all().delete()
    Site.objects.create(hostname="127.0.0.1", root_page=home, is_default_site=True, site_name="Westbrook")
    news = home.add_child(instance=SectionPage(title="News", slug="news"))
    events = home.add_child(instance=SectionPage(title="Events", slug="events"))
    home.add_child(instance=SectionPage(title="Services", slug="services"))
    for title, day, category, summary in NEWS:
        made = NewsPage(title=title, date=day, category=category, summary=summary, body=f"<p>{summary}.</p>")
        news.add_child(instance=made).save_revision(user=admin).publish()
    for title, day, place, seats in EVENTS:
        made = EventPage(title=title, day=day, place=place, seats=seats)
        events.add_child(instance=made).save_revision(user=admin).publish()
    for name, department, phone, email in CONTACTS:
        Contact.objects.create(name=name, department=department, phone=phone, email=email)
    for title in ("Building permit form", "Dog tax leaflet", "Budget 2026"):
        kept = Document(title=title, uploaded_by_user=admin)
        kept.file.save(title.lower().replace(" ", "-") + ".pdf", ContentFile(b"%PDF-1.4\n%%EOF\n"))
    for title, colour in (("Town hall", "navy"), ("Market square", "green")):
        stream = io.BytesIO()
        Picture.new("RGB", (80, 60), colour).save(stream, "PNG")
        file = ContentFile(stream.getvalue(), name=title.lower().replace(" ", "-") + ".png")
        Image.objects.create(title=title, width=80, height=60, uploaded_by_user=admin, file=file)
    Redirect.objects.create(old_path="/jobs", redirect_link="/services/", is_permanent=True)


def serve(folder: Path, port: int) -> None:
    """Run the site until it is ended."""
    configure(folder)
    from django.core.management import call_command

    call_command("runserver", f"127.0.0.1:{port}", use_reloader=False, verbosity=0)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"
    place = Path(sys.argv[2])
    if sys.argv[1] == "seed":
        seed(place)
    else:
        serve(place, int(sys.argv[3]))
