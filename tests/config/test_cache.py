"""The cache's client stays, and what is put by one thread is got by another."""

from concurrent.futures import ThreadPoolExecutor

from django.core.cache import cache, caches


def test_every_call_goes_by_the_same_client():
    kept = caches["default"]._cache
    assert {kept.get_client(), kept.get_client(write=True), kept.get_client("key")} == {kept.get_client()}
    # Nobody else in this thread has another.
    assert cache._cache is kept


def test_what_is_stored_is_found_by_all_and_emptied_for_all():
    cache.set("found", {"by": ["all"]}, 60)
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda _: cache.get("found"), range(20))) == [{"by": ["all"]}] * 20
        assert sorted(threads.map(lambda _: cache.get_or_set("count", 7), range(4))) == [7] * 4
        assert sorted(threads.map(lambda _: cache.incr("count"), range(8))) == list(range(8, 16))
    assert cache.get("count") == 15
    cache.clear()
    assert cache.get_many(["found", "count"]) == {}
