"""What goes wrong becomes a page that helps, in the right class of status."""

import ast
from pathlib import Path

import pytest

from explorer import errors as known
from explorer.web import errors


@pytest.mark.parametrize(
    "address",
    [
        "/issue/none", "/article/none", "/article/' OR 1=1 --", "/entity/p-0000000000", "/entity/%00",
        "/entity/none/network", "/issues?page=99", "/no/such/page", "/language/fr",
    ],
)  # fmt: skip
def test_unknown_things_are_404_with_a_remedy(get, address):
    page = get(address, 404)
    assert "请" in page.text
    assert "/" in page.links
    assert "Traceback" not in page.text


@pytest.mark.parametrize(
    "address",
    [
        "/search?page=x", "/search?page=0", "/search?page=-1", "/search?page=99999999999999999999", "/search?page=１",
        "/search?page=10001", "/search?sort=best", "/search?q=" + "长" * 1001, "/search?q=" + "+".join("一二三四五六" * 8),
        "/search?year=" + "&year=".join(map(str, range(60))), "/search?person=" + "p" * 201,
        "/path?from=" + "长" * 201 + "&to=x", "/issues?page=one",
    ],
)  # fmt: skip
def test_bad_parameters_are_400_with_a_remedy(get, address):
    page = get(address, 400)
    assert "请" in page.text


@pytest.mark.parametrize("span", ["from=x&to=9", "from=9&to=3", "from=3", "to=3", "from=-1&to=2", "from=1.5&to=2"])
def test_bad_offsets_are_400(get, seed_issue, span):
    assert "400" in get(f"/article/{seed_issue}-1?{span}", 400).text


def test_offsets_beyond_the_text_mark_nothing(get, seed_issue):
    assert not get(f"/article/{seed_issue}-1?from=90000&to=90009").all("mark")


def test_parameters_that_mean_nothing_are_passed_over(get):
    get("/search?q=地方志&colour=red&year=")


def test_other_methods_are_405(client):
    response = client.post("/search")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert "<h1>" in response.text
    assert client.delete("/api/v1/stats").get_json()["error"]["status"] == 405


@pytest.mark.parametrize("address", ["/", "/api/v1/stats"])
def test_a_fault_of_the_program_tells_no_secrets(client, app, monkeypatch, address):
    def broken():
        raise RuntimeError("secret detail")

    monkeypatch.setattr(app.extensions["answers"], "home", broken)
    monkeypatch.setattr(app.extensions["answers"], "stats", broken)
    response = client.get(address)
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "请" in response.text
    assert "Content-Security-Policy" in response.headers


def test_a_damaged_workspace_is_503(client, app, monkeypatch):
    def damaged():
        raise known.WorkspaceDamaged("数据库文件已损坏")

    monkeypatch.setattr(app.extensions["answers"], "home", damaged)
    response = client.get("/")
    assert response.status_code == 503
    assert "jianbao rebuild" in response.text


def test_every_class_of_error_has_a_status(app):
    classes = [kind for kind in vars(known).values() if isinstance(kind, type) and issubclass(kind, known.JianbaoError)]
    with app.test_request_context("/"):
        assert all(400 <= errors.problem_of(kind("x")).status < 600 for kind in classes)


def test_the_table_is_the_only_place_that_names_a_status():
    folder = Path(errors.__file__).parent
    for file in folder.glob("*.py"):
        numbers = [node.value for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Constant)]
        named = {number for number in numbers if type(number) is int and 400 <= number < 600}
        assert file.name == "errors.py" or named <= {404}, file.name
