"""The pages of payments, under one name."""

from flask import Blueprint

blueprint = Blueprint("payments", __name__, template_folder="templates")
