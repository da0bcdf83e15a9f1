"""All settings, read from the environment; production refuses to start with one missing."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from web import logs

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
# Set by `manage.py up` and by the tests: every service runs on this machine and belongs to this process.
EMBEDDED = env.bool("EMBEDDED", default=False)
PRODUCTION = not DEBUG and not EMBEDDED
# One click signs a visitor in as a person of the demo workspace.
DEMO = env.bool("DEMO", default=False)
if DEMO and not EMBEDDED:
    raise ImproperlyConfigured("DEMO signs anybody in with one click; it works only under `manage.py up`.")

SECRET_KEY = env.str("SECRET_KEY") if PRODUCTION else env.str("SECRET_KEY", default="only-for-this-machine")
BASE_URL = env.str("BASE_URL") if PRODUCTION else env.str("BASE_URL", default="http://localhost:8000")
LIVE_URL = env.str("LIVE_URL", default="/live/")
ALLOWED_HOSTS = (
    env.list("ALLOWED_HOSTS")
    if PRODUCTION
    else env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
)
# The data folder of `manage.py up`; production keeps its state in PostgreSQL alone.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "config",
    "checkins",
    "impact",
    "discussions",
    "planning",
    "stakeholders",
    "mail",
    "accounts",
    "web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "lucide",
    "pgtrigger",
    "pghistory",
    "template_partials",
]

MIDDLEWARE = [
    "web.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "web.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "web.middleware.WrongMethodMiddleware",  # inside Common, which measures the answer
    "web.origins.CsrfMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "web.middleware.HtmxMiddleware",
    "accounts.middleware.WorkspaceMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "web.context.page",
                "accounts.context.workspace",
                "checkins.context.schedule",
            ],
            "builtins": ["web.templatetags.ui", "template_partials.templatetags.partials"],
        },
    }
]

# The loop, station by station. A station appears here on the day it is built.
NAVIGATION = [
    {
        "key": "map",
        "step": 1,
        "label": "Map",
        "icon": "map",
        "url": "stakeholders:map",
        "roles": {"leader", "member"},
        "pages": [
            {"label": "Investor map", "url": "stakeholders:map", "icon": "chart-scatter"},
            {
                "label": "Register",
                "url": "stakeholders:register",
                "icon": "users",
                "also": {
                    "stakeholders:concern-answer",
                    "stakeholders:concern-settle",
                    "stakeholders:concern-reopen",
                    "stakeholders:tie-edit",
                },
            },
            {"label": "Engagement", "url": "stakeholders:matrix", "icon": "grid-3x3"},
            {"label": "Network", "url": "stakeholders:network", "icon": "waypoints"},
            {"label": "Coverage", "url": "planning:coverage", "icon": "shield-check"},
            {"label": "Organisation", "url": "stakeholders:chart", "icon": "network"},
            {"label": "Import", "url": "stakeholders:imports", "icon": "upload"},
            {"label": "Export", "url": "stakeholders:exports", "icon": "download"},
        ],
    },
    {
        "key": "discuss",
        "step": 2,
        "label": "Discuss",
        "icon": "messages-square",
        "url": "discussions:discussions",
        "roles": {"leader", "member"},
        "pages": [
            {"label": "Discussions", "url": "discussions:discussions", "icon": "messages-square"},
            {"label": "Guides", "url": "discussions:guides", "icon": "book-open-text"},
            {"label": "Commitments", "url": "discussions:commitments", "icon": "handshake"},
        ],
    },
    {
        "key": "align",
        "step": 3,
        "label": "Align",
        "icon": "target",
        "url": "planning:goals",
        "roles": {"leader", "member"},
        "pages": [
            {"label": "Goals", "url": "planning:goals", "icon": "target", "also": {"planning:stake-edit"}},
            {"label": "Requests", "url": "planning:requests", "icon": "inbox"},
            {"label": "Planning", "url": "planning:sessions", "icon": "layout-list", "also": {"impact:planned"}},
            {"label": "Order desk", "url": "impact:order-desk", "icon": "scale"},
            {"label": "Alignment map", "url": "planning:alignment", "icon": "table-2"},
            {"label": "Playbook", "url": "planning:playbook", "icon": "book-open"},
        ],
    },
    {
        "key": "impact",
        "step": 4,
        "label": "Impact",
        "icon": "chart-line",
        "url": "impact:overview",
        "roles": {"leader", "member", "executive"},
        "pages": [
            {"label": "Overview", "url": "impact:overview", "icon": "gauge"},
            {"label": "Metrics", "url": "impact:metrics", "icon": "chart-line", "also": {"impact:withdraw"}},
            {"label": "Explore", "url": "impact:explore", "icon": "telescope"},
            {
                "label": "Initiatives",
                "url": "impact:initiatives",
                "icon": "rocket",
                "also": {"impact:contribution-replace"},
            },
            {"label": "Attribution", "url": "impact:attribution", "icon": "split"},
            {
                "label": "Reports",
                "url": "impact:reports",
                "icon": "file-text",
                "also": {
                    "impact:share",
                    "impact:sending-call-off",
                    "impact:audiences",
                    "impact:audience-new",
                    "impact:audience-edit",
                    "impact:returns",
                    "impact:return",
                    "impact:return-write",
                },
            },
            {
                "label": "From a file",
                "url": "impact:files",
                "icon": "upload",
                "roles": {"leader", "member"},
                "also": {"impact:tokens", "impact:token-new"},
            },
        ],
    },
    {
        "key": "check-ins",
        "step": 5,
        "label": "Check-ins",
        "icon": "calendar-check",
        "url": "today:today",
        "roles": {"leader", "member"},
        "namespaces": ("today", "checkins"),
        "apart": {"checkins:schedule"},
        "pages": [
            {"label": "Today", "url": "today:today", "icon": "sun", "also": {"checkins:brief"}},
            {"label": "Agenda", "url": "checkins:agenda", "icon": "list-checks"},
            {"label": "Calendar", "url": "checkins:calendar", "icon": "calendar-days"},
            {"label": "Rules", "url": "checkins:rules", "icon": "repeat", "also": {"checkins:holiday-new"}},
            {"label": "Changes", "url": "checkins:events", "icon": "activity"},
            {"label": "Notices", "url": "checkins:notices", "icon": "bell"},
        ],
    },
]

# Database and Redis -----------------------------------------------------------------------------------------------

DATABASES = {
    "default": env.db_url("DATABASE_URL")
    if PRODUCTION
    else env.db_url("DATABASE_URL", default="postgres://coalition_app@/coalition")
}
# A connection per request cost most of the throughput: keep them, and check them before use.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL") if PRODUCTION else env.str("REDIS_URL", default="redis://localhost:6379/0")
CACHES = {
    "default": {
        "BACKEND": "config.cache.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": env.str("CACHE_PREFIX", default="coalition"),
    }
}
SESSION_ENGINE = "config.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "web.messages.PlacedStorage"

# Accounts ---------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_FORMS = {
    "login": "accounts.entrance.LoginForm",
    "signup": "accounts.entrance.SignupForm",
    "request_login_code": "accounts.entrance.RequestLoginCodeForm",
    "confirm_login_code": "accounts.entrance.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "accounts.entrance.ConfirmEmailVerificationCodeForm",
    "confirm_password_reset_code": "accounts.entrance.ConfirmPasswordResetCodeForm",
    "change_email": "accounts.entrance.ChangeEmailForm",
    "add_email": "accounts.entrance.AddEmailForm",
    "reset_password": "accounts.entrance.ResetPasswordForm",
    "reset_password_from_key": "accounts.entrance.ResetPasswordKeyForm",
    "change_password": "accounts.entrance.ChangePasswordForm",
    "set_password": "accounts.entrance.SetPasswordForm",
    "reauthenticate": "accounts.entrance.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "accounts.entrance.AuthenticateForm",
    "reauthenticate": "accounts.entrance.MFAReauthenticateForm",
    "activate_totp": "accounts.entrance.ActivateTOTPForm",
    "add_webauthn": "accounts.entrance.AddWebAuthnForm",
    "edit_webauthn": "accounts.entrance.EditWebAuthnForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# A code instead of a link: no address of ours carries a secret that lets somebody in.
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if BASE_URL.startswith("http://") else "https"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "Coalition"
# Anybody may open an account and a workspace of their own; otherwise people come by invitation alone.
SIGNUP_OPEN = env.bool("SIGNUP_OPEN", default=not PRODUCTION)

# Mail -------------------------------------------------------------------------------------------------------------

# Every mail is a row of the outbox first; a worker sends it on.
EMAIL_BACKEND = "mail.backend.OutboxBackend"
EMAIL_URL = env.str("EMAIL_URL") if PRODUCTION else env.str("EMAIL_URL", default="")
# Without a mail server (`manage.py up`) mails land in an inbox that is a page of this machine: /inbox/.
MAIL_TRANSPORT = "smtp" if EMAIL_URL else "inbox"
EMAIL_TIMEOUT = 20
if PRODUCTION and not EMAIL_URL:
    raise ImproperlyConfigured("EMAIL_URL names the mail server; without one no mail leaves.")
if EMAIL_URL:
    _server = env.email_url_config(EMAIL_URL)
    if not _server.pop("EMAIL_BACKEND").endswith("smtp.EmailBackend") or "OPTIONS" in _server:
        # What stands after a question mark would be left out in silence, and passwords go unencrypted.
        raise ImproperlyConfigured("EMAIL_URL is smtp+tls://…, smtp+ssl://… or smtp://user:password@host:port alone.")
    vars().update({name: value for name, value in _server.items() if name.startswith("EMAIL_")})
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="Coalition <coalition@localhost>")
# Where mail servers send notes about mails that did not arrive; unset, to the address of MAIL_FROM.
MAIL_BOUNCES_TO = env.str("MAIL_BOUNCES_TO", default="")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# What personal links lead to: the page, taken with the subject's id, for each purpose.
LINK_PAGES = {
    "discussion": "answering:start",
    "report": "shared:report",
    "requests": "asking:ask",
    "request": "asking:request",
    "planning": "table:door",
    "seat": "table:table",
}

# Language and time ------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_I18N = True
USE_TZ = True

# Files and pages --------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "web.fonts.FontFinder",
    "web.plotly.PlotlyFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "web.storage.StaticStorage" if not DEBUG else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Security ---------------------------------------------------------------------------------------------------------

_LIVE_ORIGIN = [LIVE_URL.rstrip("/")] if LIVE_URL.startswith("http") else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF, *_LIVE_ORIGIN],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=PRODUCTION)
SECURE_REDIRECT_EXEMPT = [r"^healthz(/schedule)?$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "web.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Logs -------------------------------------------------------------------------------------------------------------

LOGGING = logs.configure(debug=DEBUG, level=env.str("LOG_LEVEL", default="INFO"))
LOGGING_CONFIG = "logging.config.dictConfig"

# Jobs -------------------------------------------------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_TASK_SOFT_TIME_LIMIT = 14 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TIMEZONE = TIME_ZONE
# Pages of leaders say when the clock of check-ins stands still; so many seconds go by between two looks, 0: none.
SCHEDULE_LOOKED_AT_EVERY = env.int("SCHEDULE_LOOKED_AT_EVERY", default=15)
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    # Without it uploaded files that nobody confirmed stay in the database, and an import whose worker died
    # says "reading" for ever.
    "sweep-imports": {
        "task": "stakeholders.tasks.sweep_imports",
        "schedule": 300.0,
        "options": {"expires": 240},
    },
    # Without it files of numbers that nobody decided on are kept for longer than their page promises, and one whose
    # worker died says "reading" for ever.
    "sweep-observation-files": {
        "task": "impact.tasks.sweep_files",
        "schedule": 300.0,
        "options": {"expires": 240},
    },
    # Without it what other systems sent is remembered by its key for longer than the guide says, and the table of keys
    # grows with every request.
    "sweep-api-keys": {
        "task": "impact.tasks.sweep_api_keys",
        "schedule": 3600.0,
        "options": {"expires": 3000},
    },
    # Without it executives never read how the coalition moved; read late, it would hold what was said since.
    "sweep-coalitions": {
        "task": "impact.tasks.sweep_coalitions",
        "schedule": 3600.0,
        "options": {"expires": 3000},
    },
    # Without it a network whose ties came by an import, or changed on somebody's page, is read only when its own page
    # is opened, and whoever opens it waits.
    "sweep-networks": {
        "task": "stakeholders.tasks.sweep_networks",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    # Without it nobody is reminded that a discussion closes, one planned for a day invites nobody when that day comes,
    # and of very many people only the first get their letter.
    "sweep-discussions": {
        "task": "discussions.tasks.sweep_discussions",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    # Without it a planning session that is held over days stays at its first stage, and nobody is written what to do.
    "sweep-sessions": {
        "task": "planning.tasks.sweep_sessions",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    # Without it a report that is to be sent on a day is sent to nobody, and its page says "waiting" for ever.
    "sweep-report-sendings": {
        "task": "impact.tasks.sweep_report_sendings",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    # Without it nobody is reminded of what they promised, and whoever first looks at a discussion that is over waits.
    "sweep-synthesis": {
        "task": "discussions.tasks.sweep_synthesis",
        "schedule": 300.0,
        "options": {"expires": 240},
    },
    # Without it no check-in is opened, nobody is reminded of one, and /healthz/schedule turns red.
    "tick": {
        "task": "checkins.tasks.tick",
        "schedule": 10.0,
        "options": {"expires": 8},
    },
    # Without it nobody is told that a goal was dropped, a champion lost or somebody gone quiet, and no check-in is
    # opened for it.
    "notice-changes": {
        "task": "checkins.tasks.notice_changes",
        "schedule": 300.0,
        "options": {"expires": 240},
    },
    # Without it nobody gets a digest, and no calendar is told of a check-in by mail.
    "send-notices": {
        "task": "checkins.tasks.send_notices",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    # Without it mails that nobody waits for (reminders, what was put off) stay in the outbox.
    "sweep-outbox": {
        "task": "mail.tasks.sweep_outbox",
        "schedule": 12.0,
        "options": {"expires": 10},
    },
}
