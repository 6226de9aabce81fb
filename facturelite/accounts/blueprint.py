"""What the views of accounts hang on."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__, template_folder="templates")
