"""While Redis is away, who is signed in stays so and pages come."""

import pytest
from django.core.cache import cache


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["members/", "stakeholders/", "today/", "check-ins/", "map/", "goals/", "impact/"])
def test_pages_come_without_redis(as_leader, workspace, settings, page):
    settings.CACHES = {"default": {"BACKEND": "config.cache.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}
    try:
        answer = as_leader.get(f"/w/{workspace.slug}/{page}")
    finally:
        cache.close()
    assert answer.status_code == 200
    assert "Ines Rourke" in answer.content.decode()
