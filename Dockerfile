# One image for every process of docker-compose.yml: web, live, worker, beat and migrate differ by their command.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    DATA_DIR=/tmp/coalition \
    STATIC_ROOT=/srv/static

WORKDIR /srv/coalition

COPY requirements.txt ./
RUN pip install --require-hashes -r requirements.txt

COPY . .
# Needs no secret and no database: without DATABASE_URL this command reads neither.
RUN python manage.py collectstatic --no-input --verbosity 0 \
    && rm -rf /tmp/coalition \
    && useradd --system --no-create-home --home-dir /nonexistent coalition

USER coalition
EXPOSE 8000 8001

CMD ["granian", "--interface=wsgi", "--host=0.0.0.0", "--port=8000", "--workers=2", "--blocking-threads=2", "config.wsgi:application"]
