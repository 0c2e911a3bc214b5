"""The whole real issue, ingested once, and the facts annotated by hand. Skipped where the folder is missing."""

import json
from pathlib import Path

import pytest

from explorer.answers import Answers
from explorer.config import load
from explorer.pipeline import ingest
from explorer.text import comparable
from explorer.workspace import Workspace

SHARED = Path(__file__).parents[2].parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    if not (SHARED / "gold" / "seed.json").is_file():
        pytest.skip("the folder with the real issue and its annotations (../shared) is not here")
    return SHARED


class Gold:
    """The annotations, by name: spans are offsets into the raw file."""

    def __init__(self, data: dict) -> None:
        self.data = data
        self.entities = {entity["id"]: entity for entity in data["entities"]}
        self.articles = [article for article in data["articles"] if article["title"]]

    def name(self, entity_id: str) -> str:
        return comparable(self.entities[entity_id]["name"]) if entity_id in self.entities else entity_id

    def of_type(self, *types: str) -> list[dict]:
        return [entity for entity in self.entities.values() if entity["type"] in types]

    def relations(self, *types: str) -> list[dict]:
        return [relation for relation in self.data["relations"] if relation["type"] in types]


@pytest.fixture(scope="session")
def gold(shared) -> Gold:
    return Gold(json.loads((shared / "gold" / "seed.json").read_text("utf-8")))


@pytest.fixture(scope="session")
def raw(shared) -> str:
    return (shared / "bulletins" / "2020-07-20-seed.txt").read_text("utf-8")


@pytest.fixture(scope="session")
def answers(shared, tmp_path_factory):
    with Workspace.open(tmp_path_factory.mktemp("seed"), create=True) as workspace:
        summary = ingest(workspace, [shared / "bulletins" / "2020-07-20-seed.txt"], load({}))
        assert summary.problems == ()
        with Answers(workspace, load({})) as opened:
            yield opened
