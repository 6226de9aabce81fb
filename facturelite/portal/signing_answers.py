"""How a client binds themselves, to a quote, to terms of sale or to a plan: a code, then the act.

What differs (what is ticked, who keeps it) is the caller's; what never does is here: nothing
typed is ever lost, a wrong code spends its try, what is over is told by the page itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import session
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.db import transaction
from facturelite.portal.door import here, the_client, words
from facturelite.portal.signing_forms import ActForm, masked
from facturelite.refusals import Refusal
from facturelite.terms import codes
from facturelite.terms.acceptance_model import EmailCode

F = TypeVar("F", bound=ActForm)
CODES = "20 per hour"  # asked for from one place, whoever is behind


@dataclass(frozen=True)
class Act:
    """What a client answers now.

    `kept_as` names what their browser keeps while the code is on its way, `whose` what it is
    about; `again` renders the page with a form that was refused; `over` are the refusals that
    the page tells without a form.
    """

    kept_as: str
    whose: dict[str, Any]
    again: Callable[[Any], ResponseReturnValue]
    over: tuple[type[Refusal], ...]


def send_code(
    act: Act, form: F, send: Callable[[F], EmailCode], *, to: str, said: str = "terms_code_sent_now"
) -> ResponseReturnValue:
    """Send the code that an act needs, once all is ticked and typed; then show the page at `to`."""
    if not form.validate_on_submit():
        return act.again(form)
    try:
        with transaction():
            address = masked(send(form).email)
    except Refusal as refusal:
        return _refused(act, form, refusal)
    until = (clock.now() + codes.LIFETIME).timestamp()
    whose = {"client": the_client().id, "until": until}
    session[act.kept_as] = form.kept | act.whose | whose
    return web.done(to, words()(said, to=address))


def bind(act: Act, form: F, agree: Callable[[F], object], *, said: str) -> ResponseReturnValue:
    """Keep the client's agreement, if the code is right: `agree` returns nothing when it is not."""
    form.awaits_code = True
    if not form.validate_on_submit():
        return act.again(form)
    try:
        with transaction():
            given = agree(form)
        if not given:  # the try that was spent is kept
            raise codes.WrongCode
    except Refusal as refusal:
        return _refused(act, form, refusal)
    session.pop(act.kept_as, None)
    return web.done(here(), words()(said))


def kept_form(kept_as: str, whose: dict[str, Any], form: Callable[..., F]) -> F:
    """Return the form as this browser sent it to ask for a code, as long as a code lasts."""
    kept: dict[str, Any] = session.get(kept_as, {})
    theirs = whose | {"client": the_client().id}
    is_theirs = {name: kept.get(name) for name in theirs} == theirs
    if not is_theirs or clock.now().timestamp() >= kept["until"]:
        return form(formdata=None)
    filled = form(formdata=None, data=kept)
    filled.awaits_code = True
    return filled


def _refused(act: Act, form: ActForm, refusal: Refusal) -> ResponseReturnValue:
    """Show the form again with why not, as typed; what is over is told by the page itself."""
    if isinstance(refusal, act.over):
        raise refusal
    said = words().refusal(refusal)
    if refusal.field and refusal.field in form:
        form[refusal.field].errors = [said]
    else:
        form.form_errors.append(said)
    return act.again(form)
