"""Who may open what: every route, for every kind of viewer, with the answer it gets.

Columns: a stranger; Ana; Zoe, who works elsewhere; Carla, who leads Ana; Dora, who coaches her;
Tess, a trainer; Henry, HR; Olga, an executive; Adam, an admin. `{ana.id}` and `{zoe.id}` are rows
of these two, `{own.id}` is a row of whoever looks. Nobody but HR knows Zoe.

Cells: a status, or `in` for sent to sign in. 404 and not 403 where a row is somebody else's.
A form is sent with its token and the fields of FORMS.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from tests.learning.papers import PDF
from tests.security import administered
from tests.security.world import VIEWERS

TABLE = """
                                              stranger ana  zoe  carla dora tess henry olga adam

GET  /                                             in  200  200  200   200  200  200   200  200
GET  /help                                         200 200  200  200   200  200  200   200  200
GET  /accessibility                                200 200  200  200   200  200  200   200  200
GET  /who-sees-what                                200 200  200  200   200  200  200   200  200
GET  /healthz                                      200 200  200  200   200  200  200   200  200
GET  /readyz                                       200 200  200  200   200  200  200   200  200

GET  /sign-in                                      200 302  302  302   302  302  302   302  302
POST /sign-in                                      422 422  422  422   422  422  422   422  422
POST /sign-out                                     302 302  302  302   302  302  302   302  302
POST /sign-out-everywhere                          in  302  302  302   302  302  302   302  302
GET  /account                                      in  200  200  200   200  200  200   200  200
GET  /link/{link}                                  200 200  200  200   200  200  200   200  200
POST /link/{link}                                  302 302  302  302   302  302  302   302  302
GET  /link/nobody-ever-made-this                   410 410  410  410   410  410  410   410  410

GET  /courses/                                     in  200  200  200   200  200  200   200  200
GET  /courses/core                                 in  200  200  200   200  200  200   200  200
GET  /courses/nothing                              in  404  404  404   404  404  404   404  404
GET  /courses/core/core-1                          in  200  200  200   200  200  200   200  200
GET  /courses/core/core-1/quiz                     in  200  200  200   200  200  200   200  200
GET  /courses/core/core-1/quiz/1                   in  200  200  200   200  200  200   200  200
GET  /courses/core/core-1/quiz/9                   in  404  404  404   404  404  404   404  404
POST /courses/core/core-1/quiz/2?try=2             in  303  303  303   303  303  303   303  303
GET  /courses/core/core-1/quiz/result?try=1        in  200  200  200   200  200  200   200  200
POST /courses/core/core-1/quiz/result?try=1        in  303  303  303   303  303  303   303  303
GET  /courses/core/images/10-listening.png         in  200  200  200   200  200  200   200  200
GET  /refresher                                    in  200  200  200   200  200  200   200  200
GET  /refresher/core-1-q2?try=1                    in  200  200  200   200  200  200   200  200
POST /refresher/core-1-q1?try=1                    in  303  303  303   303  303  303   303  303
GET  /refresher/nothing?try=1                      in  404  404  404   404  404  404   404  404
GET  /aids/                                        in  200  200  200   200  200  200   200  200
GET  /aids/?q=someone+shouts                       in  200  200  200   200  200  200   200  200
GET  /aids/aid-plain-words                         in  200  200  200   200  200  200   200  200

GET  /scenarios/                                   in  200  200  200   200  200  200   200  200
GET  /scenarios/unhappy-caller                     in  200  200  200   200  200  200   200  200
GET  /scenarios/unhappy-caller?run=1&step=1        in  200  200  200   200  200  200   200  200
GET  /scenarios/unhappy-caller?run=9               in  404  404  404   404  404  404   404  404
GET  /scenarios/nothing                            in  404  404  404   404  404  404   404  404
POST /scenarios/unhappy-caller?run=1&step=2        in  303  303  303   303  303  303   303  303
POST /scenarios/unhappy-caller/left?run=1          in  303  303  303   303  303  303   303  303

POST /plans                                        in  303  303  303   303  303  303   303  303
POST /plans/{own.plan}/shared                      in  303  303  303   303  303  303   303  303
POST /plans/{zoe.plan}/shared                      in  404  303  404   404  404  404   404  404
POST /plans/{own.plan}/kept                        in  303  303  303   303  303  303   303  303
POST /plans/{ana.plan}/kept                        in  303  404  404   404  404  404   404  404
POST /plans/{zoe.plan}/kept                        in  404  303  404   404  404  404   404  404

GET  /me                                           in  200  200  200   200  200  200   200  200
GET  /me/export                                    in  200  200  200   200  200  200   200  200

GET  /me/prior-learning                            in  200  200  200   200  200  200   200  200
GET  /me/prior-learning/new                        in  200  200  200   200  200  200   200  200
POST /me/prior-learning                            in  303  303  303   303  303  303   303  303
GET  /prior-learning/{own.prior}/paper             in  200  200  200   200  200  200   200  200
GET  /prior-learning/{ana.prior}/paper             in  200  404  404   404  404  200   404  404
GET  /prior-learning/{zoe.prior}/paper             in  404  200  404   404  404  200   404  404
GET  /reports/prior-learning                       in  403  403  403   403  403  200   403  403
GET  /reports/prior-learning/{ana.prior}           in  403  403  403   403  403  200   403  403
POST /reports/prior-learning/{ana.prior}           in  403  403  403   403  403  303   403  403

GET  /certificates/{own.certificate}               in  200  200  200   200  200  200   200  200
GET  /certificates/{ana.certificate}               in  200  404  200   200  404  200   404  404
GET  /certificates/{zoe.certificate}               in  404  200  404   404  404  200   404  404
GET  /certificates/{own.certificate}.pdf           in  200  200  200   200  200  200   200  200
GET  /certificates/{ana.certificate}.pdf           in  200  404  200   200  404  200   404  404
GET  /certificates/{zoe.certificate}.pdf           in  404  200  404   404  404  200   404  404
POST /certificates/{own.certificate}/public-name   in  302  302  302   302  302  302   302  302
POST /certificates/{ana.certificate}/public-name   in  302  404  404   404  404  404   404  404
GET  /certificates/{ana.certificate}/withdrawals   in  403  403  403   403  403  200   403  403
POST /certificates/{ana.certificate}/withdrawals   in  403  403  403   403  403  302   403  403
POST /certificates/{zoe.certificate}/withdrawals   in  403  403  403   403  403  302   403  403
GET  /me/passport                                  in  200  200  200   200  200  200   200  200
POST /me/passport                                  in  303  303  303   409  409  303   409  409
GET  /passports/{ana.passport}                     in  200  404  200   200  404  200   404  404
GET  /passports/{zoe.passport}                     in  404  200  404   404  404  200   404  404
GET  /passports/{ana.passport}.pdf                 in  200  404  200   200  404  200   404  404
GET  /passports/{ana.passport}/withdrawals         in  200  404  404   404  404  200   404  404
POST /passports/{zoe.passport}/withdrawals         in  404  302  404   404  404  409   404  404
GET  /verify                                       200 200  200  200   200  200  200   200  200
GET  /verify/{ana.passport}                        200 200  200  200   200  200  200   200  200
GET  /verify/{ana.certificate}                     200 200  200  200   200  200  200   200  200
GET  /verify/0000000000000000                      404 404  404  404   404  404  404   404  404

GET  /people/                                      in  200  200  200   200  200  200   200  200
GET  /people.csv                                   in  200  200  200   200  200  200   200  200
GET  /people.xlsx                                  in  200  200  200   200  200  200   200  200
GET  /people/{own.id}                              in  200  200  200   200  200  200   200  200
GET  /people/{ana.id}                              in  200  404  200   200  404  200   404  404
GET  /people/{zoe.id}                              in  404  200  404   404  404  200   404  404
GET  /people/{ana.id}/evidence/{ana.quiz_evidence} in  200  404  200   200  404  200   404  404
GET  /people/{ana.id}/evidence/{ana.observation}   in  200  404  200   200  404  200   404  404
GET  /people/{zoe.id}/evidence/{zoe.observation}   in  404  200  404   404  404  200   404  404
GET  /people/{own.id}/evidence/{zoe.observation}   in  404  200  404   404  404  404   404  404
GET  /people/{ana.id}/evidence/{zoe.observation}   in  404  404  404   404  404  404   404  404
GET  /people/{ana.id}/appointments                 in  403  403  403   403  403  200   403  403
GET  /people/{ana.id}/appointments/new             in  403  403  403   403  403  200   403  403
POST /people/{ana.id}/appointments                 in  403  403  403   403  403  303   403  403
GET  /people/{ana.id}/appointments/{ana.appointment}/end in 403 403 403 403 403  200   403  403
POST /people/{ana.id}/appointments/{ana.appointment}/end in 403 403 403 403 403  303   403  403
POST /people/{zoe.id}/appointments/{ana.appointment}/end in 403 403 403 403 403  404   403  403
GET  /people/{ana.id}/waivers                      in  403  403  403   403  403  200   403  403
POST /people/{ana.id}/waivers                      in  403  403  403   403  403  303   403  403
POST /people/{ana.id}/waivers/{ana.waiver}/end     in  403  403  403   403  403  303   403  403
POST /people/{zoe.id}/waivers/{ana.waiver}/end     in  403  403  403   403  403  404   403  403

GET  /assignments/                                 in  403  403  200   403  403  200   403  403
GET  /assignments/new                              in  403  403  200   403  403  200   403  403
POST /assignments/                                 in  403  403  422   403  403  303   403  403
GET  /assignments/exceptions                       in  403  403  200   403  403  200   403  403
GET  /assignments/requests                         in  403  403  200   403  403  200   403  403
GET  /assignments/{ana.assignment}                 in  403  403  200   403  403  200   403  403
GET  /assignments/{zoe.assignment}                 in  403  403  404   403  403  200   403  403
GET  /assignments/{ana.assignment}/people/{ana.id} in  403  403  200   403  403  200   403  403
GET  /assignments/{zoe.assignment}/people/{zoe.id} in  403  403  404   403  403  200   403  403
POST /assignments/{ana.assignment}/people/{ana.id} in  403  403  303   403  403  409   403  403
POST /assignments/{zoe.assignment}/people/{zoe.id} in  403  403  404   403  403  303   403  403
GET  /assignments/requests/{ana.request}           in  403  403  200   403  403  200   403  403
GET  /assignments/requests/{zoe.request}           in  403  403  404   403  403  200   403  403
POST /assignments/requests/{ana.request}           in  403  403  303   403  403  409   403  403
POST /assignments/requests/{zoe.request}           in  403  403  404   403  403  303   403  403
GET  /assignments/{own.assignment}/more-time       in  200  200  200   200  200  200   200  200
GET  /assignments/{ana.assignment}/more-time       in  200  404  404   404  404  404   404  404
POST /assignments/{own.assignment}/more-time       in  303  303  303   303  303  303   303  303
POST /assignments/{zoe.assignment}/more-time       in  404  303  404   404  404  404   404  404
POST /assignments/{zoe.assignment}/end             in  403  403  404   403  403  303   403  403
GET  /reminders/{own.reminder}                     200 200  200  200   200  200  200   200  200
POST /reminders/{own.reminder}                     303 303  303  303   303  303  303   303  303
GET  /reminders/nobody-signed-this                 404 404  404  404   404  404  404   404  404
POST /me/reminders/pause                           in  303  303  303   303  303  303   303  303
POST /me/reminders/resume                          in  303  303  303   303  303  303   303  303

GET  /coaching/                                    in  403  403  403   200  403  403   403  403
GET  /coaching/{ana.id}/observations/new           in  403  403  403   200  403  403   403  403
GET  /coaching/{zoe.id}/observations/new           in  403  403  403   404  403  403   403  403
POST /coaching/{ana.id}/observations/new           in  403  403  403   303  403  403   403  403
POST /coaching/{zoe.id}/observations/new           in  403  403  403   404  403  403   403  403
GET  /coaching/observations/{own.visit}            in  200  200  200   200  200  200   200  200
GET  /coaching/observations/{ana.visit}            in  200  404  404   200  404  404   404  404
GET  /coaching/observations/{zoe.visit}            in  404  200  404   404  404  404   404  404
GET  /coaching/observations/{ana.draft}            in  404  404  404   200  404  404   404  404
GET  /coaching/observations/{ana.draft}/1          in  403  403  403   200  403  403   403  403
GET  /coaching/observations/{zoe.draft}/1          in  403  403  403   404  403  403   403  403
POST /coaching/observations/{ana.draft}/1          in  403  403  403   303  403  403   403  403
POST /coaching/observations/{zoe.draft}/1          in  403  403  403   404  403  403   403  403
GET  /coaching/observations/{ana.draft}/share      in  403  403  403   200  403  403   403  403
POST /coaching/observations/{ana.draft}/share      in  403  403  403   303  403  403   403  403
POST /coaching/observations/{zoe.draft}/share      in  403  403  403   404  403  403   403  403
POST /coaching/observations/{own.visit}/comments   in  303  303  303   303  303  303   303  303
POST /coaching/observations/{ana.visit}/comments   in  303  404  404   404  404  404   404  404
GET  /coaching/calibration                         in  403  403  403   200  403  403   403  403
GET  /coaching/calibration/observe-receptionist/sample-two-at-once in 403 403 403 200 403 403 403 403
POST /coaching/calibration/observe-receptionist/sample-two-at-once in 403 403 403 303 403 403 403 403
GET  /coaching/drift                               in  403  403  403   403  403  200   403  403
GET  /coaching/drift.csv                           in  403  403  403   403  403  200   403  403
GET  /coaching/drift.xlsx                          in  403  403  403   403  403  200   403  403
GET  /coaching/disputes                            in  403  403  403   403  403  200   403  403
GET  /coaching/disputes.csv                        in  403  403  403   403  403  200   403  403
GET  /coaching/disputes.xlsx                       in  403  403  403   403  403  200   403  403
GET  /coaching/disputes/{ana.dispute}/observer     in  403  403  403   403  403  200   403  403
POST /coaching/disputes/{ana.dispute}/observer     in  403  403  403   403  403  303   403  403
GET  /coaching/improvements                        in  403  403  200   403  403  200   403  403
POST /coaching/improvements/{ana.improvement}      in  404  404  303   404  404  404   404  404
POST /coaching/improvements/{zoe.improvement}      in  404  404  404   404  404  404   404  404
GET  /coaching/practice/new                        in  403  403  403   200  403  403   403  403
POST /coaching/practice/new                        in  403  403  403   303  403  403   403  403
GET  /me/evidence/{own.observation}/dispute        in  200  200  200   200  200  200   200  200
GET  /me/evidence/{ana.observation}/dispute        in  200  404  404   404  404  404   404  404
POST /me/evidence/{own.observation}/dispute        in  303  303  303   303  303  303   303  303
POST /me/evidence/{ana.observation}/dispute        in  303  404  404   404  404  404   404  404
POST /me/disputes/{own.dispute}/withdrawn          in  303  303  303   303  303  303   303  303
POST /me/disputes/{ana.dispute}/withdrawn          in  303  404  404   404  404  404   404  404
GET  /me/improvements/new                          in  200  200  200   200  200  200   200  200
POST /me/improvements/new                          in  303  303  303   303  303  303   303  303
GET  /me/practice/new                              in  200  200  200   200  200  200   200  200
POST /me/practice/new                              in  303  303  303   303  303  303   303  303
POST /me/practice/{own.pair}/end                   in  303  303  303   303  303  303   303  303
POST /me/practice/{ana.pair}/end                   in  303  404  404   404  404  404   404  404

GET  /jobs/                                        in  200  200  200   200  200  200   200  200
GET  /jobs/receptionist                            in  200  200  200   200  200  200   200  200
GET  /jobs/nothing                                 in  404  404  404   404  404  404   404  404
GET  /jobs/receptionist.md                         in  200  200  200   200  200  200   200  200
GET  /jobs/receptionist.pdf                        in  200  200  200   200  200  200   200  200
GET  /jobs/receptionist/versions                   in  200  200  200   200  200  200   200  200
GET  /jobs/receptionist/versions/1                 in  200  200  200   200  200  200   200  200
GET  /jobs/receptionist/versions/9                 in  404  404  404   404  404  404   404  404
GET  /jobs/receptionist/compare?a=1&b=1            in  200  200  200   200  200  200   200  200
GET  /jobs/receptionist/trace                      in  200  200  200   200  200  200   200  200
GET  /jobs/new                                     in  403  403  403   403  403  200   403  403
GET  /jobs/receptionist/draft                      in  403  403  403   403  403  200   403  403
GET  /jobs/night-porter/draft                      in  403  403  403   403  403  200   403  403
GET  /jobs/night-porter                            in  404  404  404   404  404  404   404  404
GET  /jobs/team-leader/publish                     in  403  403  403   403  403  200   403  403
GET  /jobs/receptionist/sign-offs                  in  403  403  403   403  403  200   403  403
GET  /jobs/receptionist/sign-offs.csv              in  403  403  403   403  403  200   403  403
GET  /jobs/receptionist/sign-offs.xlsx             in  403  403  403   403  403  200   403  403
POST /jobs/new                                     in  403  403  403   403  403  302   403  403
POST /jobs/receptionist/draft                      in  403  403  403   403  403  302   403  403
POST /jobs/night-porter/draft/discards             in  403  403  403   403  403  302   403  403
POST /jobs/software-developer/draft/files          in  403  403  403   403  403  302   403  403
POST /jobs/team-leader/publish                     in  403  403  403   403  403  302   403  403
POST /jobs/receptionist/sign-offs                  in  302  404  404   404  404  404   404  404

GET  /reports/coverage                             in  403  403  200   403  403  200   200  403
GET  /reports/coverage?by=team                     in  403  403  200   403  403  200   200  403
GET  /reports/coverage.csv                         in  403  403  200   403  403  200   200  403
GET  /reports/coverage/receptionist/empathy-tone   in  403  403  200   403  403  200   403  403
GET  /reports/coverage/software-developer/plain-language in 403 403 404 403 403  200   403  403
GET  /reports/coverage?show=freshness                 in  403  403  200   403  403  200   200  403
GET  /reports/coverage?by=team&show=bench             in  403  403  200   403  403  200   200  403
GET  /reports/coverage.xlsx                        in  403  403  200   403  403  200   200  403
GET  /reports/coverage/receptionist                in  403  403  200   403  403  200   403  403
GET  /reports/coverage/receptionist.csv            in  403  403  200   403  403  200   403  403
GET  /reports/coverage/receptionist.xlsx           in  403  403  200   403  403  200   403  403
GET  /reports/coverage/software-developer          in  403  403  404   403  403  200   403  403
GET  /reports/coverage/receptionist/empathy-tone.csv in 403 403 200   403  403  200   403  403
GET  /reports/coverage/receptionist/empathy-tone.xlsx in 403 403 200  403  403  200   403  403
GET  /reports/coverage/software-developer/plain-language.csv in 403 403 404 403 403 200 403  403
GET  /reports/gaps                                 in  403  403  200   403  403  200   200  403
GET  /reports/gaps.csv                             in  403  403  200   403  403  200   200  403
GET  /reports/gaps.xlsx                            in  403  403  200   403  403  200   200  403
GET  /reports/gaps/assignments                     in  403  403  200   403  403  200   403  403
POST /reports/gaps/assignments                     in  403  403  303   403  403  303   403  403
GET  /reports/bench                                in  403  403  200   403  403  200   200  403
GET  /reports/bench.csv                            in  403  403  200   403  403  200   200  403
GET  /reports/bench.xlsx                           in  403  403  200   403  403  200   200  403
GET  /reports/bench/service/need                   in  403  403  403   403  403  200   403  403
POST /reports/bench/service/need                   in  403  403  403   403  403  302   403  403
GET  /reports/expiries                             in  403  403  200   403  403  200   200  403
GET  /reports/expiries.csv                         in  403  403  200   403  403  200   200  403
GET  /reports/expiries.xlsx                        in  403  403  200   403  403  200   200  403
GET  /reports/leaders                              in  403  403  403   403  403  200   403  403
GET  /reports/leaders.csv                          in  403  403  403   403  403  200   403  403
GET  /reports/leaders.xlsx                         in  403  403  403   403  403  200   403  403
GET  /reports/schedules                            in  403  403  200   403  403  200   200  403
GET  /reports/schedules/new/gaps                   in  403  403  200   403  403  200   200  403
POST /reports/schedules/new/gaps                   in  403  403  303   403  403  303   303  403
POST /reports/schedules/{own.schedule}/stop        in  303  303  303   303  303  303   303  303
POST /reports/schedules/{zoe.schedule}/stop        in  404  303  404   404  404  303   404  404

GET  /company                                      in  200  200  200   200  200  200   200  200
POST /company                                      in  403  403  403   403  403  302   403  403
GET  /studio/                                      in  403  403  403   403  200  403   403  403
GET  /studio/scenarios/unhappy-caller              in  403  403  403   403  200  403   403  403
"""

A_PAPER = "<a paper>"
"""Stands for a file, which is made anew for each sending."""

_SEEN = {"seen": "Nodded to both at once.", "level": "2", "edition": "1"}
_SETTING = {"situation": "At the desk", "channel": "here", "touch_point": "first-call", "number": "3"}
_ENDING = {
    "own_view": "It went well.", "strength": "All were greeted.", "next_step": "Say the queue", "next_on": "2027-05-20",
    "edition": "0",
}
_DISPUTE = {"reason": "Two people stood there.", "asked": "{own.second}", "number": "1"}
_PRACTICE = {"module": "core-1", "until": "2027-05-20"}
FORMS: dict[str, dict[str, str]] = {
    **administered.FORMS,
    "/coaching/{ana.id}/observations/new": _SETTING,
    "/coaching/{zoe.id}/observations/new": _SETTING,
    "/coaching/observations/{ana.draft}/1": _SEEN,
    "/coaching/observations/{zoe.draft}/1": _SEEN,
    "/coaching/observations/{ana.draft}/share": _ENDING,
    "/coaching/observations/{zoe.draft}/share": _ENDING,
    "/coaching/observations/{own.visit}/comments": {"text": "It was market day.", "number": "1"},
    "/coaching/observations/{ana.visit}/comments": {"text": "It was market day.", "number": "1"},
    "/coaching/calibration/observe-receptionist/sample-two-at-once": {"number": "1", "level-greeting": "3"},
    "/coaching/disputes/{ana.dispute}/observer": {"asked": "{own.second}"},
    "/coaching/improvements/{ana.improvement}": {"answer": "yes"},
    "/coaching/improvements/{zoe.improvement}": {"answer": "yes"},
    "/coaching/practice/new": {"one": "{ana.id}", "other": "{own.newcomer}", **_PRACTICE},
    "/me/evidence/{own.observation}/dispute": _DISPUTE,
    "/me/evidence/{ana.observation}/dispute": _DISPUTE,
    "/me/improvements/new": {
        "touch_point": "first-call", "what": "A card by the phone.", "made_on": "2027-05-01", "competency": "empathy-tone"
    },
    "/me/practice/new": {"email": "{own.partner}", **_PRACTICE},
    "/plans/{own.plan}/shared": {"share": "yes"},
    "/plans/{zoe.plan}/shared": {"share": "yes"},
    "/sign-in": {"email": "", "password": ""},
    "/link/{link}": {"password": "four quiet words here"},
    "/courses/core/core-1/quiz/2?try=2": {"choice": "{own.choice}"},
    "/refresher/core-1-q1?try=1": {"choice": "{own.refresher}", "sure": "fairly"},
    "/scenarios/unhappy-caller?run=1&step=2": {"reply": "{own.reply}"},
    "/plans": {
        "course": "core", "module": "core-1", "when": "a guest waits", "will": "greet them", "by": "2027-05-20"
    },
    "/me/prior-learning": {
        "title": "Handling complaints", "place": "Evening school", "learned_on": "2026-11-20",
        "claim_empathy_tone": "2", "file": A_PAPER,
    },
    "/reports/prior-learning/{ana.prior}": {"claim_empathy_tone": "2", "words": "A sound course."},
    "/passports/{zoe.passport}/withdrawals": {"reason": "A slip."},
    "/certificates/{own.certificate}/public-name": {"initials_only": "y"},
    "/certificates/{ana.certificate}/public-name": {"initials_only": "y"},
    "/certificates/{ana.certificate}/withdrawals": {"reason": "The name was another person's."},
    "/certificates/{zoe.certificate}/withdrawals": {"reason": "The name was another person's."},
    "/jobs/new": {"title": "Night watch", "sample": "receptionist"},
    "/jobs/receptionist/draft": {
        "title": "Receptionist", "purpose": "Everyone is met.", "responsible": "- Greeting", "serving": "Guests.",
        "edition": "1", "version": "1", "parts": "0",
    },
    "/jobs/night-porter/draft/discards": {"edition": "1"},
    "/jobs/software-developer/draft/files": {"edition": "0"},
    "/jobs/team-leader/publish": {"note": "Teams grew.", "grace": "30", "edition": "1", "version": "1"},
    "/jobs/receptionist/sign-offs": {"version": "1"},
    "/people/{ana.id}/appointments": {"job": "software-developer", "from": "2027-06-01", "until": "2027-06-30"},
    "/people/{ana.id}/appointments/{ana.appointment}/end": {"on": "2027-06-30"},
    "/people/{zoe.id}/appointments/{ana.appointment}/end": {"on": "2027-06-30"},
    "/people/{ana.id}/waivers": {
        "number": "2", "competency": "empathy-tone", "reason": "No calls this spring.", "from": "2027-05-03",
        "until": "2027-06-30",
    },
    "/assignments/": {
        "email": "tess@example.com", "course": "core", "basis": "fixed", "on": "2027-06-30", "reason": "you help out",
    },
    "/assignments/{ana.assignment}/people/{ana.id}": {"number": "1", "choice": "moved", "on": "2027-07-30", "reason": "Agreed."},
    "/assignments/{zoe.assignment}/people/{zoe.id}": {"number": "1", "choice": "moved", "on": "2027-07-30", "reason": "Agreed."},
    "/assignments/requests/{ana.request}": {"granted": "no", "words": "Let us talk on Friday."},
    "/assignments/requests/{zoe.request}": {"granted": "no", "words": "Let us talk on Friday."},
    "/assignments/{own.assignment}/more-time": {"until": "2027-08-30", "reason": "We move house."},
    "/assignments/{zoe.assignment}/more-time": {"until": "2027-08-30", "reason": "We move house."},
    "/reports/gaps/assignments": {
        "gap": "{zoe.id}.plain-language", "by": "2027-06-01", "reason": "You take first calls from June."
    },
    "/reports/bench/service/need": {"people": "3"},
    "/reports/schedules/new/gaps": {"recipient": "{own.id}", "every": "week"},
    "/company": {"promise": "We call back the same day.", "edition": "0"},
}


@dataclass(frozen=True)
class Row:
    """An address and what each viewer gets there."""

    method: str
    address: str
    answers: dict[str, str]

    @property
    def form(self) -> dict[str, str]:
        return FORMS.get(self.address, {})

    def __str__(self) -> str:
        return f"{self.method} {self.address}"


def rows() -> list[Row]:
    """The tables, read."""
    found = []
    for line in (TABLE + administered.TABLE).splitlines():
        words = line.split()
        if words and words[0] in ("GET", "POST"):
            found.append(Row(words[0], words[1], dict(zip(VIEWERS, words[2:], strict=True))))
    return found


def sent(form: dict[str, str]) -> dict[str, object]:
    """The form as it travels: with a file where one is named."""
    files = {A_PAPER: (PDF, "paper.pdf"), administered.A_STAFF_FILE: (administered.STAFF_FILE, "staff.csv")}
    return {
        name: (io.BytesIO(files[value][0]), files[value][1]) if value in files else value for name, value in form.items()
    }
