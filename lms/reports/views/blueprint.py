from flask import Blueprint

blueprint = Blueprint("reports", "lms.reports", template_folder="templates")
