"""The pages of reminders under one name."""

from flask import Blueprint

blueprint = Blueprint("reminders", __name__, template_folder="templates")
