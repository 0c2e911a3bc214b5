"""From files to store and index, with a small stand-in for the extractor; and back again by a rebuild."""

import zlib
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from explorer import config, intake, pipeline
from explorer.answers import Answers
from explorer.answers.checking import check
from explorer.errors import WorkspaceBusy
from explorer.model import Article
from explorer.store import entities, queries, state
from explorer.workspace import Workspace
from graph.extract import Extractor
from graph.model import Entity, Extraction, Mention, Ref, Relation
from index import layout
from index.search import Searcher

CONFIG = config.load({})
HEAD = "四川省地方志工作办公室 2020年 7月 20日\n\n【特别关注】\n\n"
FIRST = HEAD + "省地方志办召开半年工作总结会\n\n7月16日，会议召开。陈建春讲话，邓瑜主持。（省地方志办）\n"
SECOND = HEAD + "省地方志办开展篇目审查\n\n近期，省地方志办开展审查，陈建春到会。（省地方志办）\n"
THIRD = HEAD + "省地方志办举办培训\n\n8月2日，培训开班，赵行授课，邓瑜总结。（省地方志办）\n"
KINDS = {"陈建春": "person", "邓瑜": "person", "赵行": "person", "省地方志办": "office"}


class SmallExtractor:
    """Knows four names; each person in an article that names the office holds a post there."""

    def __init__(self, version: str = "t1", breaks_on: str = "无") -> None:
        self.version, self._breaks_on = version, breaks_on

    def extract(self, source: Article, siblings: Sequence[Article] = ()) -> Extraction:
        assert source in siblings
        if self._breaks_on in source.text:
            raise ZeroDivisionError
        found = [
            Mention(source.id, at, at + len(name), name, Ref(kind, name), "small", 1.0)
            for name, kind in KINDS.items()
            if (at := source.text.find(name)) >= 0
        ]
        office = next((m.ref for m in found if m.ref.kind == "office"), None)
        relations = [
            Relation("holds_post", m.ref, office, source.id, m.start, m.end, m.surface, attrs={"title": self.version})
            for m in found
            if office and m.ref.kind == "person"
        ]
        return Extraction(source.id, "51", tuple(found), tuple(relations))


def by_name(usages) -> dict[Ref, Entity]:
    return {usage.ref: Entity(f"{usage.ref.kind}:{usage.ref.name}", usage.ref.kind, usage.ref.name) for usage in usages}


def zhao_is_deng(usages) -> dict[Ref, Entity]:
    resolved = by_name(usages)
    return {ref: resolved.get(Ref("person", "赵行"), e) if ref.name == "邓瑜" else e for ref, e in resolved.items()}


def ingest(workspace: Workspace, *paths: Path, extractor=None, resolver=by_name, progress=None) -> pipeline.Summary:
    return pipeline.ingest(
        workspace, paths, CONFIG, progress, extractor=extractor or SmallExtractor(), resolver=resolver
    )


def rebuild(workspace: Workspace, extractor=None) -> pipeline.Summary:
    return pipeline.rebuild(workspace, CONFIG, extractor=extractor or SmallExtractor(), resolver=by_name)


def knowledge(workspace: Workspace) -> tuple[object, ...]:
    store = workspace.store()
    return (
        queries.issues(store), list(queries.parts(store)), entities.entities(store), entities.links(store),
        [entities.mentions(store, part.id) for part in queries.parts(store)],
    )  # fmt: skip


def titles(workspace: Workspace, query: str = "", **filters: str) -> set[str]:
    """Titles of the articles that the index finds."""
    store = workspace.store()
    searcher = Searcher(workspace.fulltext, lambda ids: queries.texts(store, ids), state.index_words(store))
    try:
        found = searcher.search(query, filters={name: [value] for name, value in filters.items()})
    finally:
        searcher.close()
    return {title for title, _ in queries.texts(store, [hit.id for hit in found.hits]).values()}


def reasons(summary: pipeline.Summary) -> list[tuple[str, str]]:
    return [(Path(problem.path).name, problem.reason) for problem in summary.problems]


@pytest.fixture
def workspace(tmp_path):
    with Workspace.open(tmp_path / "data", create=True) as found:
        yield found


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    (made / "b.txt").write_text(SECOND, "utf-8")
    (made / "a.txt").write_text(FIRST, "utf-8")
    return made


def test_a_folder_becomes_issues_knowledge_and_index(workspace, folder):
    summary = ingest(workspace, folder)
    assert [(Path(path).name, n) for path, _, n in summary.added] == [("a.txt", 1), ("b.txt", 1)]
    assert (summary.problems, summary.articles, summary.relations, summary.indexed) == ((), 2, 3, 2)
    assert summary.mentions == queries.stats(workspace.store()).mentions
    assert titles(workspace, person="person:邓瑜") == {"省地方志办召开半年工作总结会"}
    assert len(titles(workspace, year="2020", section="特别关注", place="51", office="office:省地方志办")) == 2
    assert titles(workspace, '"开展审查"', issue=summary.added[1][1]) == {"省地方志办开展篇目审查"}
    assert state.index_is_current(workspace.store())


def test_originals_are_kept(workspace, folder):
    ingest(workspace, folder)
    for issue in queries.issues(workspace.store()):
        assert workspace.read_original(issue.sha256) == (folder / issue.source_name).read_bytes()


def test_bad_files_are_one_line_each_and_the_others_are_taken_in(workspace, folder):
    (folder / "empty.txt").write_bytes(b" \n")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "prose.txt").write_text("今天天气很好。\n", "utf-8")
    (folder / "twice.txt").write_text(FIRST, "utf-8")
    (folder / "crash.txt").write_text(THIRD + "扰\n", "utf-8")
    (folder / "broken.txt").write_bytes(FIRST.encode()[:-40] + b"\xff\xfe\xff" + "全省。".encode())
    summary = ingest(workspace, folder, folder / "none.txt", folder / "x.rtf", extractor=SmallExtractor(breaks_on="扰"))
    assert [Path(path).name for path, _, _ in summary.added] == ["a.txt", "b.txt"]
    found = dict(reasons(summary))
    assert list(found) == [
        "binary.txt", "broken.txt", "crash.txt", "empty.txt", "prose.txt", "twice.txt", "none.txt", "x.rtf",
    ]  # fmt: skip
    assert found["twice.txt"] == "内容与已收录的文件相同"
    assert found["crash.txt"] == "处理时出现意外错误（ZeroDivisionError）"
    assert all("\n" not in problem.reason and problem.remedy for problem in summary.problems)
    assert summary.skipped == 1
    assert queries.stats(workspace.store()).bulletins == 2


def test_the_same_files_again_change_nothing(workspace, folder):
    ingest(workspace, folder)
    before = knowledge(workspace), state.revision(workspace.store())
    summary = ingest(workspace, folder)
    assert (summary.added, summary.problems, summary.unchanged, summary.indexed) == ((), (), 2, 0)
    assert (knowledge(workspace), state.revision(workspace.store())) == before


def test_a_changed_file_replaces_what_was_read_from_it(workspace, folder):
    ingest(workspace, folder)
    (folder / "a.txt").write_text(THIRD, "utf-8")
    summary = ingest(workspace, folder)
    assert (len(summary.added), summary.unchanged, len(summary.replaced)) == (1, 1, 1) and summary.withdrawn >= 1
    assert Answers(workspace, CONFIG).searcher().count() == len(queries.searchable_ids(workspace.store()))
    assert all(row.holds for row in check(Answers(workspace, CONFIG)))


def test_files_that_are_gone_are_named_and_withdrawn_when_asked(workspace, folder):
    ingest(workspace, folder)
    (folder / "a.txt").unlink()
    summary = ingest(workspace, folder)
    assert [Path(path).name for path in summary.removed] == ["a.txt"] and summary.withdrawn == 0
    summary = pipeline.ingest(workspace, [folder], CONFIG, withdraw=True)
    assert summary.withdrawn >= 1 and queries.stats(workspace.store()).bulletins == 1
    assert all(row.holds for row in check(Answers(workspace, CONFIG)))
    assert ingest(workspace, folder).removed == ()


def test_the_same_content_under_another_name_stays_while_one_of_them_does(workspace, folder):
    (folder / "copy.txt").write_bytes((folder / "a.txt").read_bytes())
    assert ingest(workspace, folder).skipped == 1
    (folder / "a.txt").unlink()
    assert pipeline.ingest(workspace, [folder], CONFIG, withdraw=True).withdrawn == 0
    assert queries.stats(workspace.store()).bulletins == 2


def test_a_walk_leaves_out_the_hidden_the_unknown_and_links(workspace, folder, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "c.txt").write_text(THIRD, "utf-8")
    (folder / "link.txt").symlink_to(outside / "c.txt")
    (folder / "linked").symlink_to(outside, target_is_directory=True)
    (folder / ".hidden.txt").write_text(THIRD, "utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "c.txt").write_text(THIRD, "utf-8")
    (folder / "picture.xyz").write_bytes(b"\x89PNG")
    (folder / "Makefile").write_text("all:\n")
    summary = ingest(workspace, folder)
    assert [Path(path).name for path, _, _ in summary.added] == ["a.txt", "b.txt"]
    assert summary.problems == ()


def test_a_link_that_is_named_is_read(workspace, folder, tmp_path):
    (tmp_path / "link.txt").symlink_to(folder / "a.txt")
    assert len(ingest(workspace, tmp_path / "link.txt").added) == 1


def test_an_empty_folder_is_a_problem(workspace, tmp_path):
    (tmp_path / "empty").mkdir()
    assert reasons(ingest(workspace, tmp_path / "empty")) == [("empty", "文件夹里没有可以读取的文件")]


def test_a_name_in_another_encoding_is_no_obstacle(workspace, folder):
    odd = folder / "四川.txt".encode("gb18030").decode("utf-8", "surrogateescape")
    odd.write_text(THIRD, "utf-8")
    summary = ingest(workspace, odd)
    assert len(summary.added) == 1
    summary.added[0][0].encode("utf-8")
    assert rebuild(workspace).problems == ()


def test_rebuild_gives_the_same_knowledge(workspace, folder):
    ingest(workspace, folder / "b.txt")
    ingest(workspace, folder / "a.txt")
    before, words = knowledge(workspace), state.index_words(workspace.store())
    summary = rebuild(workspace)
    assert (len(summary.added), summary.indexed, summary.problems) == (2, 2, ())
    assert knowledge(workspace) == before
    assert state.index_words(workspace.store()) == words
    assert len(titles(workspace)) == 2


def test_rebuild_of_a_lost_original_is_a_problem_and_keeps_what_was_read(workspace, folder):
    ingest(workspace, folder)
    before = knowledge(workspace)
    lost = queries.issues(workspace.store())[0]
    workspace.original(lost.sha256).unlink()
    summary = rebuild(workspace)
    assert reasons(summary) == [(lost.source_name, "没有保存这个原文件")]
    assert knowledge(workspace) == before


def test_a_new_extractor_reads_the_old_issues_again(workspace, folder):
    ingest(workspace, folder / "a.txt")
    summary = ingest(workspace, folder / "b.txt", extractor=SmallExtractor("t2"))
    assert len(summary.added) == 1, "what is read again is not new"
    assert {link.title for link in entities.links(workspace.store())} == {"t2"}
    assert summary.indexed == 2


def test_what_ocr_gave_stands_when_only_the_extractor_is_new(workspace, folder):
    ingest(workspace, folder / "a.txt")
    issue = queries.issues(workspace.store())[0].id
    seen = queries.reading(workspace.store(), issue).text.replace("陈建春", "邓瑜")
    with workspace.writing() as store, store.write() as connection:  # as if an engine had given it
        connection.execute("UPDATE readings SET text = ?, confidence = '[0.9]'", (zlib.compress(seen.encode()),))
    ingest(workspace, folder / "a.txt", extractor=SmallExtractor("t2"))
    assert "陈建春" not in queries.articles(workspace.store(), issue)[-1].text
    rebuild(workspace, SmallExtractor("t2"))
    assert "陈建春" in queries.articles(workspace.store(), issue)[-1].text


def test_resolution_that_changes_old_names_reaches_the_index(workspace, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "_WORDS_TOLERANCE", 10.0)  # so that single documents are written
    (tmp_path / "c.txt").write_text(THIRD, "utf-8")
    ingest(workspace, folder)
    assert len(titles(workspace, person="person:邓瑜")) == 1
    summary = ingest(workspace, tmp_path / "c.txt", resolver=zhao_is_deng)
    assert summary.indexed == 2, "the new article and the one whose person has changed"
    assert titles(workspace, person="person:邓瑜") == set()
    assert len(titles(workspace, person="person:赵行")) == 2
    assert len(titles(workspace)) == 3


def test_a_crash_between_store_and_index_is_mended_by_the_next_run(workspace, folder, monkeypatch):
    ingest(workspace, folder / "a.txt")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(pipeline._Derived, "_index", _interrupt)
        ingest(workspace, folder / "b.txt")
    assert not state.index_is_current(workspace.store())
    assert len(titles(workspace)) == 1
    summary = ingest(workspace, folder / "b.txt")
    assert (summary.unchanged, summary.indexed) == (1, 2)
    assert len(titles(workspace)) == 2


def test_a_crash_before_resolution_is_mended_too(workspace, folder, monkeypatch):
    with pytest.raises(KeyboardInterrupt):
        ingest(workspace, folder, resolver=_interrupt)
    ingest(workspace, folder)
    assert len(entities.links(workspace.store())) == 3
    assert len(titles(workspace, office="office:省地方志办")) == 2


def test_a_lost_index_is_written_whole(workspace, folder, monkeypatch):
    monkeypatch.setattr(pipeline, "_WORDS_TOLERANCE", 10.0)
    ingest(workspace, folder / "a.txt")
    (workspace.fulltext / "current.json").unlink()
    ingest(workspace, folder / "b.txt")
    assert len(titles(workspace)) == 2


def test_a_second_writer_is_told_at_once(workspace, folder):
    with Workspace.open(workspace.path) as other:
        with other.writing(), pytest.raises(WorkspaceBusy):
            ingest(workspace, folder)
        with layout.write_lock(workspace.fulltext), pytest.raises(WorkspaceBusy):
            ingest(other, folder)


def test_progress_tells_stage_and_share(workspace, folder):
    seen: list[tuple[str, int, int]] = []
    ingest(workspace, folder, progress=lambda *report: seen.append(report))
    assert seen[:3] == [("reading", 0, 2), ("reading", 1, 2), ("reading", 2, 2)]
    assert seen[-1] == ("indexing", 2, 2)
    assert {stage for stage, _, _ in seen} == {intake.READING, pipeline.RESOLVING, pipeline.INDEXING}


ROOT = Path(__file__).parents[2]
REAL = [*sorted((ROOT / "explorer" / "samples").glob("*.txt")), *sorted((ROOT / "tests" / "gold" / "dev3").glob("*.txt"))[:6]]


def graph_of(extractor: Extractor, *batches: Sequence[Path]) -> dict[str, list[object]]:
    """Entities, facts and mentions of real files that are taken in batch by batch."""
    with TemporaryDirectory() as folder, Workspace.open(Path(folder) / "data", create=True) as workspace:
        for batch in batches:
            assert pipeline.ingest(workspace, batch, config.load({}, workers=1), extractor=extractor).problems == ()
        store = workspace.store()
        ids = sorted(part.id for part in queries.parts(store))
        return {
            "entities": sorted(entities.entities(store), key=lambda entity: entity.id),
            "facts": sorted((fact for id in ids for fact in entities.relations_of_article(store, id)), key=lambda fact: fact.id),
            "mentions": [(id, entities.mentions(store, id)) for id in ids],
            "links": sorted(entities.links(store), key=lambda link: link.id),
        }


@pytest.fixture(scope="module")
def extractor():
    return Extractor()


@pytest.fixture(scope="module")
def at_once(extractor):
    return graph_of(extractor, REAL)


@settings(max_examples=3, deadline=None, phases=[Phase.generate])
@given(st.permutations(REAL), st.integers(3, 9))
def test_the_order_and_the_batches_in_which_files_come_change_nothing(extractor, at_once, files, size):
    batches = [files[start : start + size] for start in range(0, len(files), size)]
    assert graph_of(extractor, *batches) == at_once


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
