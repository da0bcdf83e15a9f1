"""Pages of the Check-ins station."""

from django.urls import path

from checkins.views import agenda, brief, calendars, check_ins, events, notices, plans, rules, schedule

app_name = "checkins"

urlpatterns = [
    path("", agenda.agenda, name="agenda"),
    path("begin/", agenda.begin, name="begin"),
    path("calendar/", agenda.calendar, name="calendar"),
    path("new/", check_ins.extra_any, name="extra-any"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<int:pk>/", rules.rule, name="rule"),
    path("rules/dates/", plans.dates, name="dates"),
    path("holidays/new/", rules.holiday_new, name="holiday-new"),
    path("holidays/<int:pk>/remove/", rules.holiday_remove, name="holiday-remove"),
    path("people/<int:pk>/", plans.for_stakeholder, name="for-stakeholder"),
    path("people/<int:pk>/new/", check_ins.extra, name="extra"),
    path("people/<int:pk>/pattern/", plans.pattern, name="plan-pattern"),
    path("people/<int:pk>/pause/", plans.pause, name="plan-pause"),
    path("people/<int:pk>/resume/", plans.resume, name="plan-resume"),
    path("people/<int:pk>/owner/", plans.owner, name="plan-owner"),
    path("notices/", notices.notices, name="notices"),
    path("notices/calendar/", calendars.new, name="calendar-new"),
    path("notices/calendar/end/", calendars.end, name="calendar-end"),
    path("notices/again/", notices.mails_again, name="mails-again"),
    path("schedule/", schedule.schedule, name="schedule"),
    path("<uuid:pk>/", check_ins.check_in, name="check-in"),
    path("<uuid:pk>/log/", check_ins.log, name="log"),
    path("<uuid:pk>/move/", check_ins.move, name="move"),
    path("<uuid:pk>/skip/", check_ins.skip, name="skip"),
    path("<uuid:pk>/hand-over/", check_ins.hand_over, name="hand-over"),
    path("<uuid:pk>/brief/", brief.brief, name="brief"),
    path("<uuid:pk>/prepare/", brief.prepare, name="prepare"),
    path("prepare/<int:pk>/", brief.prepare_for, name="prepare-for"),
    path("changes/", events.events, name="events"),
    path("changes/new/", events.new, name="event-new"),
    path("changes/<int:pk>/", events.event, name="event"),
    path("changes/<int:pk>/dismiss/", events.dismiss, name="event-dismiss"),
    path("changes/inherited/for/<int:pk>/", events.heritage, name="heritage"),
    path("changes/inherited/<int:pk>/confirm/", events.confirm, name="inherited-confirm"),
    path("changes/inherited/<int:pk>/let-go/", events.let_go, name="inherited-let-go"),
    path("changes/what-if/<int:pk>/", events.what_if, name="what-if"),
]
