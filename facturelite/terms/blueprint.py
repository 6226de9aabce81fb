"""What the views of terms hang on."""

from flask import Blueprint

blueprint = Blueprint("terms", __name__, template_folder="templates")
