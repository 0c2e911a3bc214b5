"""Signing in, what each role may do over every route, and what nobody learns who has not signed in."""

import re

import pytest

from explorer import collections, config, pipeline
from explorer.accounts import audit, people
from explorer.accounts.book import Book
from explorer.app import create_app
from explorer.web import access
from explorer.workspace import Workspace

PASSWORD = "一句不短的话，好记难猜难忘"
ISSUE = "四川省地方志工作简报2018年第3期（总第201期）\n\n四川省地方志工作办公室 2018年 3月 5日\n\n绵阳市召开修志工作会\n\n3月1日，绵阳市地方志办公室主任柯砚青主持会议。\n"
GROUP = "内部资料"
AWAY = {"REMOTE_ADDR": "10.1.2.3"}


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "a.txt").write_text(ISSUE, "utf-8")
    with Workspace.open(tmp_path / "data", create=True) as opened:
        pipeline.ingest(opened, [tmp_path / "a.txt"], config.load({}))
        for role in people.ROLES:
            people.add(Book(opened.path), role, role, PASSWORD)
        yield opened


@pytest.fixture
def app(workspace):
    yield from running(workspace)


def running(workspace, **settings):
    app = create_app(workspace, config.load({}, **{"rate_limit": "", **settings}))
    yield app
    app.extensions["shelf"].close()


def token(client, address="/login"):
    return re.search(r'name="csrf_token" value="([^"]+)"', client.get(address, environ_base=AWAY).text)[1]


def sign_in(app, name, password=PASSWORD, back="/"):
    client = app.test_client()
    response = client.post("/login", data={"csrf_token": token(client), "name": name, "password": password, "next": back}, environ_base=AWAY)
    return client, response


def get(client, address):
    return client.get(address, environ_base=AWAY)


def test_signing_in_and_out(app):
    client, response = sign_in(app, "editor", back="/acts?year=2018")
    assert (response.status_code, response.location) == (303, "/acts?year=2018")
    assert "editor" in get(client, "/").text
    client.post("/logout", data={"csrf_token": token(client, "/account")}, environ_base=AWAY)
    assert get(client, "/account").status_code == 401


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "x"])
def test_one_is_led_nowhere_else(app, back):
    assert sign_in(app, "reader", back=back)[1].location == "/"
    assert 'value="/"' in app.test_client().get("/login", query_string={"next": back}).text


def test_a_wrong_password_tells_nothing(app):
    for name in ("editor", "nobody", "<b id=x>"):
        client, response = sign_in(app, name, "不对不对不对不对不对不对")
        assert response.status_code == 403
        assert "名称或密码不对" in response.text and "<b id=x>" not in response.text
        assert get(client, "/account").status_code == 401


def test_the_session_is_a_new_one_after_signing_in(app):
    client = app.test_client()
    form = token(client)
    with client.session_transaction() as before:
        before["token"] = "chosen by somebody else"
    client.post("/login", data={"csrf_token": form, "name": "reader", "password": PASSWORD}, environ_base=AWAY)
    with client.session_transaction() as after:
        assert after["token"] != "chosen by somebody else" and len(after["token"]) > 40
    again = app.test_client()
    with again.session_transaction() as forged:
        forged["token"] = "chosen by somebody else"
    assert get(again, "/account").status_code == 401


def test_signing_in_needs_the_token_of_a_form(app):
    client = app.test_client()
    assert client.post("/login", data={"name": "reader", "password": PASSWORD}, environ_base=AWAY).status_code == 403
    assert get(client, "/account").status_code == 401


def test_cookies(app, workspace):
    _, response = sign_in(app, "reader")
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and PASSWORD not in cookie
    for secure in running(workspace, https=1):
        assert "Secure" in secure.test_client().get("/login").headers["Set-Cookie"]


@pytest.mark.parametrize("address", ["/", "/search?q=年鉴", "/acts/export?format=csv", "/feed?q=年鉴", "/api/v1/stats", "/nothing"])
def test_no_cache_keeps_what_depends_on_who_asks(app, address):
    client, _ = sign_in(app, "reader")
    assert get(client, address).headers["Cache-Control"] == "private, no-store"
    with get(client, "/static/jianbao.css") as style:
        assert "no-store" not in style.headers["Cache-Control"]


def rules(app):
    return sorted((rule for rule in app.url_map.iter_rules()), key=lambda rule: rule.rule)


def filled(rule):
    return re.sub(r"<[^>]+>", "x", rule.rule)


EDITORS = {"/review", "/fact/x", "/entity/x/correct", "/article/x/mark", "/upload", "/upload/x"}
ADMINISTRATORS = {"/audit", "/audit/export"}
MEMBERS = {"/account"}


@pytest.mark.parametrize("role", ["", *people.ROLES])
def test_who_may_read_what_over_every_route(app, role):
    client = sign_in(app, role)[0] if role else app.test_client()
    account = people.Account(0, role, role, False, ()) if role else None
    for rule in rules(app):
        if "GET" not in rule.methods or rule.rule == "/metrics":  # for this machine alone, whoever asks
            continue
        address = filled(rule)
        need = people.EDITOR if address in EDITORS else people.ADMINISTRATOR if address in ADMINISTRATORS else people.READER if address in MEMBERS else ""
        status = get(client, address).status_code
        assert (status in (401, 403)) == bool(need and not (account and account.may(need))), (address, status)


@pytest.mark.parametrize("role", ["", *people.ROLES])
def test_who_may_change_what_over_every_route(app, role):
    """A new form is refused to readers, and to whoever has not signed in, unless it is named in access.OWN."""
    client = sign_in(app, role)[0] if role else app.test_client()
    for rule in rules(app):
        if "POST" not in rule.methods or rule.endpoint in access.OWN:
            continue
        status = client.post(filled(rule), data={"csrf_token": token(client, "/login")}, environ_base=AWAY).status_code
        assert (status in (401, 403)) == (role not in (people.EDITOR, people.ADMINISTRATOR)), (rule.rule, status)
    for endpoint in access.OWN - {"people.sign_in", "people.sign_out"}:
        rule = next(rule for rule in rules(app) if rule.endpoint == endpoint)
        client_of = sign_in(app, role)[0] if role else app.test_client()
        status = client_of.post(filled(rule), data={"csrf_token": token(client_of, "/login")}, environ_base=AWAY).status_code
        assert (status == 401) == (role == ""), (rule.rule, status)


def test_with_accounts_this_machine_must_sign_in_too(app):
    assert app.test_client().get("/review").status_code == 401


def test_reading_for_members_tells_others_nothing(workspace):
    for app in running(workspace, reading="members"):
        client = app.test_client()
        for rule in rules(app):
            if "GET" not in rule.methods:
                continue
            response = get(client, filled(rule))
            if rule.endpoint in access.OPEN:
                assert response.status_code in (200, 302, 303, 403, 404)
            elif filled(rule).startswith("/api/"):
                assert response.status_code == 401 and response.json["error"]["status"] == 401
            else:
                assert response.status_code == 303 and response.location.startswith("/login"), rule.rule
            assert "柯砚青" not in response.get_data(as_text=True)
        assert "柯砚青" in get(sign_in(app, "reader")[0], "/search?q=柯砚青").text


def test_a_header_counts_only_from_the_proxy(workspace):
    for app in running(workspace, auth_header="X-Remote-User", trusted_proxy="127.0.0.1, 10.9.9.9"):
        ask = lambda address, name: app.test_client().get("/audit", environ_base={"REMOTE_ADDR": address}, headers={"X-Remote-User": name}).status_code  # noqa: E731
        assert ask("10.9.9.9", "administrator") == 200
        assert ask("10.9.9.9", "reader") == 403
        assert ask("10.9.9.9", "nobody") == 401
        assert ask("10.1.2.3", "administrator") == 401
        people.set_disabled(Book(workspace.path), "administrator", True)
        assert ask("10.9.9.9", "administrator") == 401
    for app in running(workspace):
        assert app.test_client().get("/account", environ_base={"REMOTE_ADDR": "127.0.0.1"}, headers={"X-Remote-User": "reader"}).status_code == 401


def test_another_password(app, workspace):
    client, _ = sign_in(app, "reader")
    other, _ = sign_in(app, "reader")
    change = lambda **fields: client.post("/account/password", data={"csrf_token": token(client, "/account"), **fields}, environ_base=AWAY)  # noqa: E731
    new = PASSWORD + "二"
    assert "名称或密码不对" in change(old="不对不对不对不对不对不对", new=new, again=new).text
    assert "两次输入的新密码不同" in change(old=PASSWORD, new=new, again=PASSWORD).text
    assert "密码须有" in change(old=PASSWORD, new="短", again="短").text
    assert change(old=PASSWORD, new=new, again=new).status_code == 303
    assert get(client, "/account").status_code == 200
    assert get(other, "/account").status_code == 401, "other sessions end"
    assert sign_in(app, "reader")[1].status_code == 403 and sign_in(app, "reader", new)[1].status_code == 303
    client = sign_in(app, "reader", new)[0]
    client.post("/account/everywhere", data={"csrf_token": token(client, "/account")}, environ_base=AWAY)
    assert get(client, "/account").status_code == 401


def test_the_record_of_what_was_done(app, workspace):
    sign_in(app, "editor", "不对不对不对不对不对不对")
    client, _ = sign_in(app, "editor")
    get(client, "/export?q=修志&format=csv")
    client.post("/upload/drop", data={"csrf_token": token(client, "/upload")}, environ_base=AWAY)
    told = [(entry.who, entry.what, entry.about) for entry in audit.page(Book(workspace.path), 1).entries]
    assert told == [("editor", audit.CHANGED, "/upload/drop"), ("editor", audit.TAKEN_OUT, "/export?q=修志&format=csv"), ("editor", audit.SIGNED_IN, ""), ("", audit.REFUSED, "editor")]
    admin, _ = sign_in(app, "administrator")
    assert "/upload/drop" in get(admin, "/audit").text
    assert "editor" in get(admin, "/audit/export").text


def test_who_made_a_correction_is_named(app, workspace):
    client, _ = sign_in(app, "editor")
    answers = app.extensions["answers"]
    one = answers.named("柯砚青").id
    form = token(client, f"/entity/{one}/correct")
    response = client.post("/corrections", data={"csrf_token": form, "what": "rename", "entity": one, "name": "柯砚卿", "next": "/"}, environ_base=AWAY)
    assert response.status_code == 303
    assert answers.log_page(1).entries[0].correction.by == "editor"


@pytest.fixture
def secret(workspace, tmp_path):
    """The same folder with a collection, in which there is another issue; a reader who may see it."""
    (tmp_path / "s.txt").write_text(ISSUE.replace("2018年第3期（总第201期）", "2019年第4期（总第301期）").replace("柯砚青", "裴向远").replace("修志工作会", "保密年会"), "utf-8")
    collections.create(workspace, GROUP, config.load({}))
    collections.add(workspace, GROUP, [tmp_path / "s.txt"], config.load({}))
    people.set_collections(Book(workspace.path), "reader", [GROUP])
    return workspace


def opened(app, name="reader"):
    client, _ = sign_in(app, name)
    response = client.post("/collection", data={"csrf_token": token(client, "/account"), "name": GROUP}, environ_base=AWAY)
    return client, response


def test_a_member_opens_a_collection(app, secret):
    client, response = opened(app)
    assert response.status_code == 303
    page = get(client, "/search?q=裴向远").text
    assert "保密年会" in page and GROUP in page
    assert "柯砚青" in get(client, "/search?q=柯砚青").text
    client.post("/collection", data={"csrf_token": token(client, "/account"), "name": ""}, environ_base=AWAY)
    assert "保密年会" not in get(client, "/search?q=裴向远").text
    assert opened(app, "editor")[1].status_code == 404, "not a member: as if it were not there"


def test_who_is_no_member_any_more_sees_it_no_more(app, secret):
    client, _ = opened(app)
    assert "保密年会" in get(client, "/search?q=裴向远").text
    people.set_collections(Book(secret.path), "reader", [])
    assert "保密年会" not in get(client, "/search?q=裴向远").text


def outsiders_view(app, member):
    """Address → what an outsider is told, over every route and many values; addresses that only a member's pages lead to among them."""
    client, inside = app.test_client(), []
    for address in ("/", "/search?q=裴向远", "/issues", "/place/51", "/acts", "/network?q=裴向远"):
        inside += re.findall(r'href="(/[^"#]*)', get(member, address).text)
    ids = sorted({part for address in inside for part in re.findall(r"[a-z]-[0-9a-f]{10}|[0-9a-f]{12}(?:-\d+)?", address)})
    words = ["裴向远", "“保密年会”", "peixiangyuan", "2019", "总第301期", *ids[:6]]
    addresses = {link.replace("&amp;", "&") for link in inside if not link.startswith(("/language", "/static", "/login", "/account"))}
    for rule in rules(app):
        if "GET" in rule.methods and rule.endpoint not in ("static", "people.login", "watched.metrics"):
            for value in words:
                path = re.sub(r"<[^>]+>", value, rule.rule)
                addresses |= {path} | {f"{path}?{name}={value}" for name in ("q", "id", "entity", "leader", "year")} | {f"{path}?from={value}&to=绵阳市地方志办公室"}
    return {address: (response.status_code, re.sub(r'name="csrf_token" value="[^"]+"', "", response.get_data(as_text=True)) if not response.mimetype.startswith("application/vnd") else "") for address in sorted(addresses) for response in [get(client, address)]}


def test_an_outsider_is_told_what_he_would_be_told_if_there_were_no_collection(app, secret, tmp_path):
    """Over every route, those of tomorrow too: 1,000 requests and more, answered alike, byte for byte."""
    member, _ = opened(app)
    told = outsiders_view(app, member)
    assert len(told) > 1_000
    collections.remove(secret.path, GROUP, config.load({}))
    fresh = create_app(secret, config.load({}, rate_limit=""))
    client = fresh.test_client()
    for address, (status, text) in told.items():
        response = get(client, address)
        other = re.sub(r'name="csrf_token" value="[^"]+"', "", response.get_data(as_text=True)) if not response.mimetype.startswith("application/vnd") else ""
        assert (response.status_code, other) == (status, text), address
        assert "保密年会" not in text.replace(address, "") or "保密年会" in address
    fresh.extensions["shelf"].close()
