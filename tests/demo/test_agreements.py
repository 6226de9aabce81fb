"""In the demonstration, clients answered about the terms in every way there is."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from facturelite.cli.installation import installation
from facturelite.db import db
from facturelite.outbox.queries import mail_account
from facturelite.terms.acceptance_model import (
    Acceptance,
    AcceptanceMethod,
    RequestState,
    TermsRequest,
)


@pytest.fixture(scope="module", autouse=True)
def year(demo_data: Path, tmp_path_factory: pytest.TempPathFactory):
    data = Path(shutil.copytree(demo_data, tmp_path_factory.mktemp("demo") / "année"))
    with installation(data):
        yield


def test_they_accepted_online_and_on_paper():
    given = list(db.session.scalars(select(Acceptance)))

    assert {one.method for one in given} == {AcceptanceMethod.PORTAL, AcceptanceMethod.PAPER}
    assert {one.language for one in given} == {"fr", "en"}
    assert {one.client.is_consumer for one in given} == {True, False}
    online = [one for one in given if one.method is AcceptanceMethod.PORTAL]
    assert all(one.details["code"]["tries"] == 1 for one in online)
    assert all(one.scan_id for one in given if one not in online)


def test_some_objected_and_some_are_silent():
    asked = list(db.session.scalars(select(TermsRequest)))

    assert {one.state for one in asked} >= {RequestState.OPEN, RequestState.REFUSED}
    assert all(one.reason for one in asked if one.state is RequestState.REFUSED)
    assert {one.reminders for one in asked if one.state is RequestState.OPEN} == {2}


def test_no_mail_server_is_left_behind():
    assert mail_account() is None
