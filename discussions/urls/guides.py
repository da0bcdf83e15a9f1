"""Guides: writing, checking and previewing them."""

from django.urls import path

from discussions.views import guides

urlpatterns = [
    path("guides/", guides.guides, name="guides"),
    path("guides/new/", guides.new, name="guide-new"),
    path("guides/built-in/<slug:key>/", guides.built_in, name="guide-built-in"),
    path("guides/<int:pk>/", guides.guide, name="guide"),
    path("guides/<int:pk>/edit/", guides.edit, name="guide-edit"),
    path("guides/<int:pk>/check/", guides.check_typed, name="guide-check"),
    path("guides/<int:pk>/preview/", guides.preview, name="guide-preview"),
    path("guides/<int:pk>/versions/", guides.versions, name="guide-versions"),
    path("guides/<int:pk>/next/", guides.make_next, name="guide-next"),
    path("guides/<int:pk>/copy/", guides.copy, name="guide-copy"),
    path("guides/<int:pk>/archive/", guides.archive, name="guide-archive"),
    path("guides/<int:pk>/unarchive/", guides.unarchive, name="guide-unarchive"),
]
