"""Sessions in the database, as Django keeps them; looked up by a query that is compiled once (`kit/asked.py`)."""

from django.contrib.sessions.backends.db import SessionStore as Kept
from django.contrib.sessions.models import Session
from django.db import DEFAULT_DB_ALIAS
from django.db.models import CharField

from sociable.kit.asked import Asked, Moment, Slot
from sociable.kit.clock import now

COLUMNS = [field.attname for field in Session._meta.concrete_fields]
STANDING = Asked(
    lambda: Session.objects.filter(session_key=Slot("key", CharField()), expire_date__gt=Moment("at")).values_list(
        *COLUMNS
    )
)


class SessionStore(Kept):
    def _get_session_from_db(self) -> Session | None:
        for row in STANDING(key=self.session_key, at=now()):
            return Session.from_db(DEFAULT_DB_ALIAS, COLUMNS, row)
        self._session_key = None
        return None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session
