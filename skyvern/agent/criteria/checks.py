"""The kinds of statement that can be judged, in the order in which they are tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import skyvern.agent.criteria.absence as absence
import skyvern.agent.criteria.answered as answered
import skyvern.agent.criteria.counts as counts
import skyvern.agent.criteria.denied as denied
import skyvern.agent.criteria.edited as edited
import skyvern.agent.criteria.inside as inside
import skyvern.agent.criteria.kept as kept
import skyvern.agent.criteria.listed as listed
import skyvern.agent.criteria.outcomes as outcomes
import skyvern.agent.criteria.places as places
import skyvern.agent.criteria.presence as presence
import skyvern.agent.criteria.record as record
import skyvern.agent.criteria.scarce as scarce
import skyvern.agent.criteria.searched as searched
import skyvern.agent.criteria.sessions as sessions
import skyvern.agent.criteria.things as things
import skyvern.agent.criteria.told as told
import skyvern.agent.criteria.values as values
import skyvern.agent.criteria.whole as whole
from skyvern.agent.criteria.scene import Scene
from skyvern.agent.criteria.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of statement; `judge` returns None when the statement is of another kind."""

    judge: Callable[[str, Scene], Verdict | None]
    takes_negation: bool = False
    """Its statements may hold a negation of their own ("no results found")."""


CHECKS: tuple[Check, ...] = (
    Check(presence.very_words, takes_negation=True),
    Check(places.address, takes_negation=False),
    Check(places.title),
    Check(outcomes.no_results, takes_negation=True),
    Check(absence.absent, takes_negation=True),
    Check(sessions.login_failed, takes_negation=True),
    Check(outcomes.not_found_page, takes_negation=True),
    Check(scarce.scarce, takes_negation=True),
    Check(denied.denied, takes_negation=True),
    Check(edited.editing, takes_negation=True),
    Check(outcomes.downloaded),
    Check(edited.shows_new),
    Check(inside.all_in),
    Check(inside.holding),
    Check(inside.empty),
    Check(listed.listed),
    Check(inside.available),
    Check(inside.in_order),
    Check(things.page_of_list),
    Check(whole.whole),
    Check(counts.compared),
    Check(counts.only_those),
    Check(whole.only_such),
    Check(outcomes.results),
    Check(sessions.logged_in),
    Check(sessions.first_page),
    Check(sessions.login_form),
    Check(sessions.captcha),
    Check(things.cookie_banner),
    Check(outcomes.error),
    Check(kept.kept),
    Check(values.standing),
    Check(values.row_state),
    Check(answered.taken),
    Check(answered.numbered),
    Check(outcomes.success),
    Check(outcomes.loaded),
    Check(things.asked_for),
    Check(values.element_state),
    Check(outcomes.announced),
    Check(values.field_value),
    Check(places.page_quoted),
    Check(presence.quoted_text),
    Check(whole.changed_list),
    Check(presence.thing_of_kind),
    Check(outcomes.complete),
    Check(outcomes.happened),
    Check(record.details),
    Check(told.label_shown),
    Check(things.one_thing),
    Check(places.page_named),
    Check(told.said_of_it),
    Check(told.shown_by_look),
    Check(searched.searched),
    Check(presence.anything),
)
