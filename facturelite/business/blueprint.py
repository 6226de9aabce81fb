"""What the views of business hang on."""

from flask import Blueprint

blueprint = Blueprint("business", __name__, template_folder="templates")
