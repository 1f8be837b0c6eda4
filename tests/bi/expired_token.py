"""Prints a token of a user that was good until a minute ago, made with the server's own key; run in its environment."""

from __future__ import annotations

import sys
from datetime import timedelta

from superset.app import create_app

app = create_app()
with app.app_context():
    from flask_jwt_extended import create_access_token
    from superset import security_manager

    user = security_manager.find_user(username=sys.argv[1])
    sys.stdout.write(create_access_token(str(user.id), expires_delta=timedelta(minutes=-1)) + "\n")
