"""The first page: what to do next, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Blueprint, render_template, url_for
from markupsafe import Markup

from lms import clock
from lms.catalog import shelf
from lms.coaching import pairs as practice
from lms.coaching import queries as observations
from lms.home import team
from lms.jobs import queries as jobs
from lms.jobs.queries import Duties
from lms.learning import ahead, job_changes, my_dues, queries, raised_levels, reading, refreshers, rules
from lms.learning.due_words import DueLine
from lms.learning.lines import PlanLine, course_line, title_of_step, url_of_step
from lms.learning.reading import Words
from lms.learning.rules import State, Step
from lms.people import queries as people
from lms.people.models import Role
from lms.people.session import viewer
from lms.quizzes.refreshers.rules import never_away
from lms.texts import _, day, day_near, ngettext, time_of_day
from lms.web.access import signed_in

blueprint = Blueprint("home", __name__, template_folder="templates")


@dataclass(frozen=True, kw_only=True)
class StepCard:
    """The one thing to do next."""

    title: str
    course: str
    number: int
    of: int
    minutes: int
    started: bool
    why: str
    due: DueLine | None
    url: str
    test_url: str


@dataclass(frozen=True, kw_only=True)
class DueToday:
    """Questions that come back today."""

    number: int
    minutes: int
    url: str


@blueprint.get("/")
@signed_in
def index() -> str:
    mine, words = viewer(), reading.words()
    duties, progress = reading.my_duties(), queries.progress_of(mine.id)
    known = ahead.of(mine.id, clock.today())
    asked = reading.asked_now(duties, reading.my_waivers() if known.waived else ())
    due = my_dues.of(mine.id, words) if known.asked else {}
    courses = my_dues.courses_of(duties, due)
    short = rules.gaps(asked, duties.held)
    steps = rules.steps(courses, short, progress, shelf.current().scenarios)
    ready = [step for step in steps if step.opens_at is None or step.opens_at <= clock.now()]
    job, around = duties.jobs[0] if duties.jobs else None, people.around(mine.id)
    away = my_dues.away_of(mine.id) if known.leave else never_away
    back = refreshers.desk_of(mine.id, today=clock.today(), required=asked, away=away)
    change = job_changes.coming(mine.id, clock.today()) if known.job else None
    return render_template(
        "home/index.html",
        name=mine.name.split()[0],
        new=not progress.passed and not progress.under_way and not progress.playing,
        step=_card(ready[0], words, duties, due) if ready else None,
        waits=_waits(steps, len(short)),
        job_title=job.title if job else "",
        job_url=url_for("jobs.job", key=job.key) if job else "",
        purpose=_purpose(job.key, words) if job else "",
        path=[replace(course_line(course, progress, words), due=due.get(course.id)) for course in courses],
        change=job_changes.told(change, words) if change else None,
        unsigned=jobs.unsigned_of(mine.id, clock.today()) if known.unsigned else [],
        raised=raised_levels.sentences(mine.id, clock.today()) if known.raised else [],
        plans=[
            PlanLine(situation=p.situation, act=p.act, by=p.by_day, shared=p.shared) for p in progress.open_plans
        ],
        coach=around.coach,
        feedback=observations.last_words_to(mine.id) if known.observed else None,
        practices=practice.practices_of(mine.id, clock.today()) if known.practises else [],
        improvements_url=url_for("coaching.improvements") if known.improved else "",
        due=DueToday(number=len(back.due), minutes=len(back.due), url=url_for("learning.refresher")) if back.due else None,
        next_refresher=day_near(back.next_day, today=back.today) if back.next_day else "",
        team=team.lines(mine.id) if around.leads else [],
        team_url=url_for("reports.coverage"),
        assignments_url=url_for("learning.assignments") if around.leads or mine.has(Role.HR) else "",
    )


def _card(step: Step, words: Words, duties: Duties, dues: Mapping[str, DueLine]) -> StepCard:
    started, module = step.state is State.STARTED, step.module
    minutes = _minutes(step)
    test_url = ""
    if module is not None and not started:
        test_url = url_for("learning.quiz", course_id=step.course.id, module_id=module.id)
    return StepCard(
        title=words.plain(title_of_step(step)),
        course=words.plain(step.course.title),
        number=step.course.modules.index(module) + 1 if module else 0,
        of=len(step.course.modules) if module else 0,
        minutes=max(3, minutes // 3) if started else minutes,
        started=started,
        why=_why(step, duties),
        due=dues.get(step.course.id),
        url=url_of_step(step),
        test_url=test_url,
    )


def _minutes(step: Step) -> int:
    if step.module is not None:
        return step.module.minutes
    if step.scenario is not None:
        return step.scenario.minutes
    return step.course.check.questions if step.kind == "check" and step.course.check else 5


def _why(step: Step, duties: Duties) -> str:
    """The reason stands before the date, and in words of the job."""
    if step.kind == "check":
        return _("All modules are passed. The check shows that it stays.")
    if step.kind == "plan":
        return _("One plan turns what you read into what you do. Then the course is complete.")
    if not duties.jobs:
        return _("Everyone here takes it, whatever their job.")
    if step.scenario is not None and not step.closes:
        return _("You decide what to say, and see what follows. It completes the course.")
    if not step.closes:
        return _("It completes the course; you already hold what it leads to.")
    titles = shelf.current().framework.competencies
    name = titles[step.closes[0].competency].title
    return _("Your job asks for %(competency)s at level %(level)s.", competency=_lower(name), level=step.closes[0].required)


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def _waits(steps: tuple[Step, ...], short: int) -> str:
    """Why nothing is open now, and when it will be or what shows the rest."""
    moments = sorted(step.opens_at for step in steps if step.opens_at is not None)
    if not moments and short:
        return ngettext(
            "You have done every course your job has. %(num)d level is still asked for; it is shown at work.",
            "You have done every course your job has. %(num)d levels are still asked for; they are shown at work.",
            short,
        )
    if not moments:
        return ""
    return _("The check opens on %(day)s at %(time)s.", day=day(moments[0]), time=time_of_day(moments[0]))


def _purpose(job_key: str, words: Words) -> Markup | str:
    description = shelf.current().job(job_key)
    section = description.section("purpose") if description else None
    return words.rich(section.body) if section else ""
