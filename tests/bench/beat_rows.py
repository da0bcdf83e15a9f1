"""django-celery-beat with a row for each of many people, all of them due: how many it has sent after how long.

`PYTHON tests/bench/beat_rows.py ROWS SECONDS`, where PYTHON has django-celery-beat, psycopg and redis, BENCH_DATABASE
is the address of a database of its own, and BENCH_REDIS that of Redis. Started by bench_ticking.py.
"""

import datetime as dt
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import django
from celery import Celery
from django.conf import settings

database = urlsplit(os.environ["BENCH_DATABASE"])
settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": database.path[1:],
            "USER": database.username,
            "PASSWORD": unquote(database.password or ""),
            "HOST": parse_qs(database.query).get("host", [database.hostname or ""])[0],
            "PORT": database.port or "",
        }
    },
    INSTALLED_APPS=["django_celery_beat"],
    USE_TZ=True,
)
django.setup()
app = Celery("beat_rows", broker=os.environ["BENCH_REDIS"])
app.conf.beat_scheduler = "django_celery_beat.schedulers:DatabaseScheduler"


def main(rows: int, patience: float) -> None:
    import redis
    from django.core.management import call_command
    from django.utils import timezone
    from django_celery_beat.models import IntervalSchedule, PeriodicTask, PeriodicTasks

    call_command("migrate", verbosity=0)
    weekly = IntervalSchedule.objects.create(every=7, period="days")
    long_ago = timezone.now() - dt.timedelta(days=8)
    PeriodicTask.objects.bulk_create(
        PeriodicTask(name=f"Person {number}", task="check_in", interval=weekly, last_run_at=long_ago)
        for number in range(rows)
    )
    PeriodicTasks.update_changed()
    address = os.environ["BENCH_REDIS"].replace("redis+socket", "unix").replace("virtual_host", "db")
    queue = redis.from_url(address)
    queue.delete("celery")
    folder = Path(__file__).parent
    began = time.monotonic()
    command = [sys.executable, "-m", "celery", "-A", "beat_rows", "beat", "-l", "error", "--pidfile="]
    beat = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    first, sent = None, 0
    try:
        while sent < rows and time.monotonic() - began < patience and beat.poll() is None:
            time.sleep(0.2)
            sent = queue.llen("celery")
            if sent and first is None:
                first = time.monotonic() - began
        if beat.poll() is not None:
            sys.exit("It ended.")
    finally:
        took = time.monotonic() - began
        stat = Path(f"/proc/{beat.pid}/stat")
        computed = sum(map(int, stat.read_text().rsplit(")", 1)[1].split()[11:13])) if stat.exists() else 0
        beat.kill()
        beat.wait()
        queue.delete("celery")
    when = "none" if first is None else f"the first after {first:.1f} s"
    sys.stdout.write(
        f"django-celery-beat {rows:,} rows due: {sent:,} sent in {took:.1f} s ({when}),"
        f" {computed / os.sysconf('SC_CLK_TCK'):.1f} s computed by it\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
