"""What a WSGI server loads."""

from lms.app import create_app

app = create_app()
