"""Pages of a workspace that are about its people with accounts."""

from django.urls import path

from accounts.views import audit, home, members, settings

app_name = "accounts"

urlpatterns = [
    path("", home.workspace, name="workspace"),
    path("members/", members.members, name="members"),
    path("members/invite/", members.invite, name="invite"),
    path("members/<int:pk>/role/", members.role, name="member-role"),
    path("members/<int:pk>/remove/", members.remove, name="member-remove"),
    path("invitations/<int:pk>/revoke/", members.revoke, name="invitation-revoke"),
    path("invitations/<int:pk>/resend/", members.resend, name="invitation-resend"),
    path("settings/", settings.settings, name="settings"),
    path("audit/", audit.audit, name="audit"),
]
