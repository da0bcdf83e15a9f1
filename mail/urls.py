"""The mails of a workspace."""

from django.urls import path

from mail.views import messages

app_name = "mail"

urlpatterns = [
    path("mail/", messages.messages, name="messages"),
    path("mail/test/", messages.test, name="test"),
    path("mail/<uuid:pk>/again/", messages.again, name="again"),
]
