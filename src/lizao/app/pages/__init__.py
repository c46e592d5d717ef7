"""Pages that a browser opens and a printer prints: the batch record and the certificate."""

from lizao.app.pages.certificate import certificate_html
from lizao.app.pages.record import record_html

__all__ = ["certificate_html", "record_html"]
