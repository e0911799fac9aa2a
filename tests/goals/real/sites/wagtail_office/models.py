"""The page types and the snippet of the town's site."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

CATEGORIES = [("council", "Council"), ("traffic", "Traffic"), ("culture", "Culture"), ("health", "Health")]
DEPARTMENTS = [
    ("registry", "Registry office"),
    ("works", "Public works"),
    ("library", "Library"),
    ("tax", "Tax office"),
]


class SectionPage(Page):
    """A page that only holds others."""

    intro = models.CharField(max_length=250, blank=True)
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("intro")]


class NewsPage(Page):
    """A piece of news."""

    date = models.DateField("Publication date")
    category = models.CharField(max_length=20, choices=CATEGORIES)
    summary = models.CharField(max_length=250, blank=True)
    pinned = models.BooleanField("Pin to the front page", default=False)
    body = RichTextField(blank=True)
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("category"),
        FieldPanel("summary"),
        FieldPanel("pinned"),
        FieldPanel("body"),
    ]


class EventPage(Page):
    """Something that takes place."""

    day = models.DateField("Day of the event")
    place = models.CharField(max_length=120)
    seats = models.PositiveIntegerField("Number of seats", default=0)
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("day"), FieldPanel("place"), FieldPanel("seats")]


@register_snippet
class Contact(models.Model):
    """Someone to call."""

    name = models.CharField(max_length=120)
    department = models.CharField(max_length=20, choices=DEPARTMENTS)
    phone = models.CharField(max_length=40)
    email = models.EmailField("E-mail address")
    panels: ClassVar = [FieldPanel("name"), FieldPanel("department"), FieldPanel("phone"), FieldPanel("email")]

    def __str__(self) -> str:
        return self.name
