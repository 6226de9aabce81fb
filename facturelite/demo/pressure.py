"""Who is pressed in the demonstration: three steps, plans kept and running, time asked for."""

from datetime import timedelta

from facturelite.demo import reminding, steps
from facturelite.demo.year import LENGTH, Year
from facturelite.payments.model import Method


def the_pressure(year: Year) -> None:
    """Tell them all; the round of each day does the rest."""
    year.then(year.ago(LENGTH), reminding.allow)
    _three_steps(year)
    _a_note_open(year)
    _a_plan_kept(year)
    _a_plan_running(year)
    _a_consumer_contests(year)
    year.then(
        year.ago(1),
        reminding.ask_delay,
        name="retard 5",
        until=year.today + timedelta(days=12),
        words="La saison reprend le 1er : pouvons-nous vous régler juste après ?",
    )


def _three_steps(year: Year) -> None:
    """A professional who pays at the third reminder, then what their lateness cost."""
    content = year.usual("optique", 95)
    year.then(year.ago(95), steps.bill, name="trois pas", client="optique", content=content)
    year.then(year.ago(38), steps.pay, names=("trois pas",), method=Method.TRANSFER)
    year.then(year.ago(37), reminding.bill_penalties, name="trois pas")
    year.then(year.ago(37), reminding.send_penalties, name="trois pas")
    year.then(year.ago(29), reminding.pay_penalties, name="trois pas")


def _a_note_open(year: Year) -> None:
    """A professional who paid late, and has not paid what it cost yet."""
    content = year.usual("tissot", 88)
    year.then(year.ago(88), steps.bill, name="payée tard", client="tissot", content=content)
    year.then(year.ago(21), steps.pay, names=("payée tard",), method=Method.TRANSFER)
    year.then(year.ago(15), reminding.bill_penalties, name="payée tard")
    year.then(year.ago(15), reminding.send_penalties, name="payée tard")


def _a_plan_kept(year: Year) -> None:
    """Three instalments, each on its day."""
    content, days = year.usual("prevert", 140), (88, 58, 28)
    year.then(year.ago(140), steps.bill, name="étalée", client="prevert", content=content)
    told = {"name": "étalée", "plan": "tenu"}
    year.then(
        year.ago(97),
        reminding.propose,
        days=tuple(year.ago(ago) for ago in days),
        words="La trésorerie est tendue cet été : pouvons-nous payer en trois fois ?",
        **told,
    )
    year.then(year.ago(96), reminding.agree, plan="tenu")
    for rank, ago in enumerate(days):
        year.then(year.ago(ago), reminding.pay_instalment, rank=rank, **told)


def _a_plan_running(year: Year) -> None:
    """The first instalment came; the second is for soon."""
    content = year.usual("lefevre", 62)
    year.then(year.ago(62), steps.bill, name="en deux fois", client="lefevre", content=content)
    told = {"name": "en deux fois", "plan": "en cours"}
    days = (year.ago(20), year.today + timedelta(days=10))
    year.then(
        year.ago(24), reminding.propose, days=days, words="En deux fois, est-ce possible ?", **told
    )
    year.then(year.ago(23), reminding.agree, plan="en cours")
    year.then(year.ago(20), reminding.pay_instalment, rank=0, **told)


def _a_consumer_contests(year: Year) -> None:
    """Reminded twice, a consumer says what is wrong: nothing more leaves."""
    content = year.usual("marchand", 58)
    year.then(year.ago(58), steps.bill, name="encadrement", client="marchand", content=content)
    words = "Le cadre livré n’est pas celui que j’avais choisi : je paierai quand il sera changé."
    year.then(year.ago(6), steps.dispute, name="encadrement", words=words)
