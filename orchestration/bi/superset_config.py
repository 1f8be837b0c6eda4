"""Settings of Apache Superset: read by Superset itself (``SUPERSET_CONFIG_PATH``), its names are Superset's.

Belongs here: what differs from Superset's defaults, with the reason. What they do lives in the files beside it.
"""

from datetime import timedelta

from sqlalchemy import false

from orchestration.bi.bi_workspace import BiWorkspace, behind_https
from orchestration.bi.connections import connection_of
from orchestration.bi.doors import close_doors
from orchestration.bi.secret_key import secret_key

_WORKSPACE = BiWorkspace.from_environment()

SECRET_KEY = secret_key(_WORKSPACE.secret_key)
SQLALCHEMY_DATABASE_URI = f"sqlite:///{_WORKSPACE.metadata}?timeout=30"
DB_CONNECTION_MUTATOR = connection_of
FLASK_APP_MUTATOR = close_doors

# -- Vietnamese, and nothing else to choose ----------------------------------------------------
BABEL_DEFAULT_LOCALE = "vi"
LANGUAGES = {"vi": {"flag": "vn", "name": "Tiếng Việt"}}
D3_FORMAT = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]}
_DAYS = ["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"]
_MONTHS = [f"Tháng {n}" for n in range(1, 13)]
D3_TIME_FORMAT = {
    "dateTime": "%H:%M:%S %d/%m/%Y", "date": "%d/%m/%Y", "time": "%H:%M:%S", "periods": ["SA", "CH"],
    "days": _DAYS, "shortDays": ["CN", "T2", "T3", "T4", "T5", "T6", "T7"],
    "months": _MONTHS, "shortMonths": [f"Th{n}" for n in range(1, 13)],
}  # fmt: skip
APP_NAME = "kho138"
LOGO_TOOLTIP = "Về danh sách trang số liệu"
LOGO_TARGET_PATH = "/dashboard/list/"
LOGO_RIGHT_TEXT = "Ban Chỉ đạo 138"
CSV_EXPORT = {"encoding": "utf-8-sig", "sep": ";", "decimal": ","}  # Excel in Vietnamese opens it as it stands

# -- a publish shows in the next request: no figure is kept ------------------------------------
CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
RESULTS_BACKEND = None

# -- who gets in ----------------------------------------------------------------------------
AUTH_RATE_LIMITED = False  # its limit counts nothing here: doors.py counts
RATELIMIT_ENABLED = True
RATELIMIT_APPLICATION = "100 per second"
RATELIMIT_STORAGE_URI = "memory://"  # one process serves: orchestration/bi/serve.py
AUTH_USER_REGISTRATION = False
PUBLIC_ROLE_LIKE = None
FAB_API_SWAGGER_UI = False
FAB_ADD_SECURITY_PERMISSION_VIEW = False
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = behind_https()
ENABLE_PROXY_FIX = behind_https()  # nginx says who asks and over what; without nginx nobody is believed
PROXY_FIX_CONFIG = {"x_for": 1, "x_proto": 1, "x_host": 0, "x_port": 0, "x_prefix": 0}
PERMANENT_SESSION_LIFETIME = timedelta(hours=8)
WTF_CSRF_TIME_LIMIT = 8 * 3600  # seconds
EXTRA_RELATED_QUERY_FILTERS = {"user": lambda query: query.filter(false())}  # lists of names and addresses of others
JWT_ACCESS_TOKEN_EXPIRES = timedelta(minutes=15)
GUEST_TOKEN_JWT_SECRET = SECRET_KEY

# -- what may be asked ------------------------------------------------------------------------
ROW_LIMIT = 50_000
SQL_MAX_ROW = 50_000
ENABLE_CORS = False
FEATURE_FLAGS = {
    "ALLOW_ADHOC_SUBQUERY": False,
    "DASHBOARD_RBAC": False,
    "EMBEDDED_SUPERSET": False,
    "ENABLE_TEMPLATE_PROCESSING": False,
    "ALERT_REPORTS": False,
    "DRILL_BY": False,
    "DRILL_TO_DETAIL": False,
    "SQLLAB_BACKEND_PERSISTENCE": False,
    "ENABLE_JAVASCRIPT_CONTROLS": False,
    "DATAPANEL_CLOSED_BY_DEFAULT": True,
    "CSS_TEMPLATES": False,
    "DASHBOARD_VIRTUALIZATION": False,  # a PDF or picture of the page holds every chart
    "THUMBNAILS": False,
    "MENU_HIDE_USER_INFO": True,
}

# -- nothing is asked of the network outside -------------------------------------------------------
TALISMAN_ENABLED = True
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "font-src": ["'self'", "data:"],
        "script-src": ["'self'", "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,  # nginx speaks TLS in front; this server is on 127.0.0.1 only
    "session_cookie_secure": behind_https(),
    "session_cookie_samesite": "Strict",  # its own default, Lax, would take the place of the setting above
    "frame_options": "DENY",
    "referrer_policy": "same-origin",
}
THEME_DEFAULT = {
    "token": {
        "brandAppName": APP_NAME, "brandLogoAlt": APP_NAME, "brandLogoHref": LOGO_TARGET_PATH,
        "brandLogoUrl": "/static/assets/images/superset-logo-horiz.png", "brandLogoHeight": "24px",
        "brandLogoMargin": "18px 0", "colorPrimary": "#1f6f8b", "colorLink": "#1f6f8b",
        "fontFamily": "Inter, Helvetica, Arial, sans-serif", "fontUrls": [],
    },
    "algorithm": "default",
}  # fmt: skip
THEME_DARK = None  # one look: nothing to choose
ENABLE_UI_THEME_ADMINISTRATION = False
THEME_FONT_URL_ALLOWED_DOMAINS: list[str] = []
MAPBOX_API_KEY = ""
