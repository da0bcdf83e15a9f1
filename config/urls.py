"""Every address of the product. A workspace's own pages live under /w/<slug>/."""

from django.conf import settings
from django.urls import include, path

from accounts.views import home, invitations, links, workspaces
from checkins.views import calendars, health
from impact.views import api
from mail.views import inbox
from mail.views.unsubscribe import unsubscribe
from web import views as web

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", web.healthz, name="healthz"),
    path("healthz/schedule", health.schedule, name="healthz-schedule"),
    path("theme/", web.set_theme, name="theme"),
    path("accounts/", include("allauth.urls")),
    path("workspaces/new/", workspaces.create, name="workspace-new"),
    path("invitations/", invitations.accept_pending, name="invitation-pending"),
    path("invitations/<str:token>/", invitations.accept, name="invitation"),
    path("l/<str:token>/", links.door, name="link"),
    path("d/", include("discussions.urls.personal")),
    path("r/", include("impact.shared_urls")),
    path("", include("planning.asking_urls")),
    path("", include("planning.table_urls")),
    path("", include("impact.table_urls")),
    path("", include("discussions.urls.asked")),
    path("api/v1/observations/", api.observations, name="api-observations"),
    path("api/v1/metrics/", api.metrics, name="api-metrics"),
    path("api/v1/openapi.json", api.description, name="api-description"),
    path("calendars/<str:token>.ics", calendars.feed, name="calendar-feed"),
    path("unsubscribe/<str:token>/", unsubscribe, name="unsubscribe"),
    path("w/<slug:slug>/", include("accounts.urls")),
    path("w/<slug:slug>/", include("mail.urls")),
    path("w/<slug:slug>/", include("stakeholders.urls")),
    path("w/<slug:slug>/", include("planning.urls")),
    path("w/<slug:slug>/discuss/", include("discussions.urls")),
    path("w/<slug:slug>/impact/", include("impact.urls")),
    path("w/<slug:slug>/today/", include("checkins.today_urls")),
    path("w/<slug:slug>/check-ins/", include("checkins.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("demo/<str:role>/", home.demo_sign_in, name="demo-sign-in"))

if not settings.PRODUCTION:
    urlpatterns += [
        path("inbox/", inbox.inbox, name="inbox"),
        path("inbox/<int:pk>/", inbox.mail, name="inbox-mail"),
        path("inbox/<int:pk>/framed/", inbox.framed, name="inbox-framed"),
    ]

if settings.DEBUG or settings.EMBEDDED:
    urlpatterns.append(path("styleguide/", web.styleguide, name="styleguide"))

handler400 = "web.views.bad_request"
handler403 = "web.views.permission_denied"
handler404 = "web.views.not_found"
handler500 = "web.views.server_error"
