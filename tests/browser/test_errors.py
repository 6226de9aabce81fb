"""Error pages, in a browser: readable on a phone, usable by all."""


def test_a_wrong_private_link_is_explained_on_a_phone(phone, site, axe):
    phone.goto(site.at("/p/mauvais-lien"))

    assert phone.locator("h1").count() == 1
    axe(phone)


def test_a_page_that_does_not_exist_is_explained(desktop, site, axe):
    answer = desktop.goto(site.at("/nulle-part"))

    assert answer.status == 404
    axe(desktop)


def test_the_same_page_without_javascript(plain, site):
    answer = plain.goto(site.at("/nulle-part"))

    assert answer.status == 404
    assert plain.locator("h1").is_visible()
