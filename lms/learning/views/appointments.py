"""HR on one person's jobs: what they held, hold and will hold, and what a change asks for before it is saved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms import audit, clock
from lms.errors import Refusal
from lms.jobs import appointments
from lms.jobs import queries as jobs
from lms.jobs.appointments import Held
from lms.learning import job_changes, reading
from lms.learning.appointment_forms import AppointmentForm, EndForm
from lms.learning.job_changes import Change
from lms.learning.views.blueprint import blueprint
from lms.people import queries as people
from lms.people.models import Person, Role
from lms.people.session import viewer
from lms.texts import _
from lms.web.access import requires

SHOWN_AFTER = timedelta(days=30)
"""So long after a change its difference still stands on the page."""


class HasLeft(Refusal):
    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s no longer works here, so no job can be given.", name=name))


@dataclass(frozen=True, kw_only=True)
class AppointmentLine:
    job: str
    url: str
    starts_on: date
    ends_on: date | None
    state: str
    end_url: str


@blueprint.get("/people/<int:person_id>/appointments", endpoint="appointments")
@requires(Role.HR)
def index(person_id: int) -> str:
    who = _seen(person_id)
    today, held = clock.today(), appointments.appointments_of(who.id)
    day = _day_of_change(held, today)
    return render_template(
        "learning/appointments.html",
        who=who,
        appointments=[_line(who.id, each, today) for each in held],
        change=job_changes.told(job_changes.change_on(who.id, day, held), reading.words(), name=who.name) if day else None,
    )


@blueprint.get("/people/<int:person_id>/appointments/new", endpoint="new_appointment")
@requires(Role.HR)
def new(person_id: int) -> str:
    """The form, and once it is filled in what the change asks for. Nothing is saved here."""
    who = _must_work_here(_seen(person_id))
    filled = "job" in request.args
    form, held = _offered(AppointmentForm.of_address() if filled else AppointmentForm(), who)
    change = None
    if filled and form.validate():
        change = job_changes.change_on(who.id, form.first_day, _after(form, held))
    return _page(who, form, held, change)


@blueprint.post("/people/<int:person_id>/appointments", endpoint="appoint")
@requires(Role.HR)
def create(person_id: int) -> Response:
    who = _must_work_here(people.get(person_id))
    form, held = _offered(AppointmentForm(), who)
    if form.validate():
        try:
            appointments.change(
                who.id,
                jobs.get_by_key(form.job.data),
                form.first_day,
                form.ends_on.data,
                in_place_of=form.in_place_of.data or (),
                by=viewer().id,
                now=clock.now(),
            )
        except (appointments.HoldsItAlready, appointments.BeginsTooEarly) as refused:
            form.starts_on.errors = [*form.starts_on.errors, refused.sentence]
        else:
            flash(_("Saved. What this job asks for stands below, and on the person’s own page."))
            return redirect(url_for(".appointments", person_id=who.id), 303)
    return make_response(_page(who, form, held, None), 422)


@blueprint.get("/people/<int:person_id>/appointments/<int:appointment_id>/end", endpoint="ending_appointment")
@requires(Role.HR)
def before_ending(person_id: int, appointment_id: int) -> str:
    who, held = _seen(person_id), _held(person_id, appointment_id)
    form = EndForm(starts_on=held.starts_on)
    form.on.data = held.ends_on or max(clock.today(), held.starts_on)
    return render_template("learning/appointment_end.html", who=who, held=held, form=form)


@blueprint.post("/people/<int:person_id>/appointments/<int:appointment_id>/end", endpoint="end_appointment")
@requires(Role.HR)
def end(person_id: int, appointment_id: int) -> Response:
    who, held = people.get(person_id), _held(person_id, appointment_id)
    form = EndForm(starts_on=held.starts_on)
    if not form.validate():
        return make_response(render_template("learning/appointment_end.html", who=who, held=held, form=form), 422)
    appointments.end(who.id, held.id, on=form.last_day, by=viewer().id, now=clock.now())
    flash(_("Saved. The job stays in the history."))
    return redirect(url_for(".appointments", person_id=who.id), 303)


def _page(who: Person, form: AppointmentForm, held: list[Held], change: Change | None) -> str:
    ends = set(form.in_place_of.data or ())
    return render_template(
        "learning/appointment_new.html",
        who=who,
        form=form,
        running=[(each, each.id in ends) for each in held if not each.is_over(clock.today())],
        change=job_changes.told(change, reading.words(), name=who.name) if change else None,
    )


def _offered(form: AppointmentForm, who: Person) -> tuple[AppointmentForm, list[Held]]:
    form.offer({job.key: job.title for job in jobs.live()})
    return form, appointments.appointments_of(who.id)


def _after(form: AppointmentForm, held: list[Held]) -> list[Held]:
    """The appointments as they would stand."""
    job, starts_on = jobs.get_by_key(form.job.data), form.first_day
    ends = set(form.in_place_of.data or ())
    last = starts_on - timedelta(days=1)
    kept = [replace(each, ends_on=last) if each.id in ends else each for each in held]
    new = Held(id=0, job_id=job.id, job_key=job.key, job=job.title, starts_on=starts_on, ends_on=form.ends_on.data)
    return [new, *kept]


def _day_of_change(held: list[Held], today: date) -> date | None:
    """The next one, or else the last if it is not long ago."""
    ahead = [each.starts_on for each in held if each.is_to_come(today)]
    lately = [each.starts_on for each in held if each.holds_on(today) and each.starts_on >= today - SHOWN_AFTER]
    return min(ahead) if ahead else max(lately, default=None)


def _line(person_id: int, held: Held, today: date) -> AppointmentLine:
    over = held.is_over(today)
    return AppointmentLine(
        job=held.job,
        url=url_for("jobs.job", key=held.job_key),
        starts_on=held.starts_on,
        ends_on=held.ends_on,
        state="over" if over else "coming" if held.is_to_come(today) else "now",
        end_url="" if over else url_for(".ending_appointment", person_id=person_id, appointment_id=held.id),
    )


def _held(person_id: int, appointment_id: int) -> Held:
    appointments.find(person_id, appointment_id)
    return next(each for each in appointments.appointments_of(person_id) if each.id == appointment_id)


def _seen(person_id: int) -> Person:
    """The person, after it was kept that somebody looked at what they hold; raises NotFound."""
    people.get(person_id)
    audit.record_view(viewer_id=viewer().id, person_id=person_id, on=clock.today())
    return people.get(person_id)


def _must_work_here(who: Person) -> Person:
    if who.left_on is not None:
        raise HasLeft(who.name)
    return who
