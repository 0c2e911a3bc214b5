"""Each page says what it should, and every line leads to the sentence it rests on."""

import html
import re

import pytest

from explorer import pipeline
from explorer.app import create_app
from explorer.config import load
from explorer.workspace import Workspace


def test_home_shows_what_is_here(get, answers):
    page = get("/")
    assert "简报检索" in page.text
    assert page.all("input", type="search", name="q")
    stats = answers.stats()
    assert f"简报 {stats.bulletins} " in page.words.replace("简报", "简报 ").replace("  ", " ")
    for issue, label in answers.home().issues:
        assert label in page.text
        assert f"/issue/{issue.id}" in page.links
    for node, _ in (*answers.home().people, *answers.home().offices):
        assert f"/entity/{node.id}" in page.links


def test_an_empty_workspace_says_how_to_begin(tmp_path):
    with Workspace.open(tmp_path, create=True) as workspace:
        pipeline.ingest(workspace, [], load({}))
        app = create_app(workspace, load({}))
        response = app.test_client().get("/")
        assert response.status_code == 200
        assert "jianbao ingest" in response.text
        assert app.test_client().get("/issues").status_code == 200
        app.extensions["answers"].close()


def test_results_mark_the_whole_match_and_keep_the_query(get):
    page = get("/search?q=两全目标")
    assert page.all("input", type="search", value="两全目标")
    assert "<mark>两全目标</mark>" in page.html
    assert "标题原文" in page.text or "正文原文" in page.text


def test_facets_toggle_and_filters_are_taken_away(get):
    page = get("/search?q=地方志")
    assert page.all("nav", class_="histogram")
    narrowed = get(next(link for link in page.links if "year=2020" in link))
    assert narrowed.all("ul", class_="chips")
    assert any("month=2020-07" in link for link in narrowed.links)
    assert get(next(link for link in narrowed.links if "section=" in link)).all("a", class_="chosen")
    assert "/search?q=%E5%9C%B0%E6%96%B9%E5%BF%97" in narrowed.links


def test_results_name_the_entities_that_bear_the_words(get, id_of):
    assert f"/entity/{id_of('陈建春')}" in get("/search?q=陈建春").links
    assert get("/search?q=陳建春").all("ol", class_="hits")


def test_results_turn_pages_in_either_order(get):
    first = get("/search?q=地方志&sort=newest")
    after = next(link for link in first.links if "page=2" in link)
    assert "sort=newest" in after
    assert get(after).all("span", class_="current")


def test_nothing_found_says_what_to_do(get):
    page = get("/search?q=此句简报中并无&year=2020")
    assert "没有找到" in page.text
    assert "去掉筛选条件" in page.text


def test_an_issue_lists_its_articles_and_its_colophon(get, seed_issue, answers):
    page = get(f"/issue/{seed_issue}")
    for article in answers.issue(seed_issue).articles:
        assert article.title in page.text
        assert f"/article/{article.id}" in page.links
    for words in ("【特别关注】", "【市州动态】", "省人大常委会", "主动公开", "2020年7月20日"):
        assert words in page.text
    assert any(link.startswith("/entity/i-") for link in page.links)


def test_an_article_links_its_names_and_states_its_facts(get, seed_issue, id_of):
    page = get(f"/article/{seed_issue}-5")
    assert page.all("a", class_="k-person", href=f"/entity/{id_of('李志超')}")
    assert "文中所载事实" in page.text
    assert any(f"/article/{seed_issue}-5?from=" in link and link.endswith("#quote") for link in page.links)
    assert f"/article/{seed_issue}-4" in page.links


def test_an_evidence_link_marks_its_sentence_once_anchored(get, answers, id_of):
    act = answers.entity(id_of("大竹县地方志办")).acts_received[0]
    link = f"/article/{act.fact.article_id}?from={act.fact.start}&to={act.fact.end}#quote"
    assert link in get(f"/entity/{id_of('大竹县地方志办')}").links
    page = get(link)
    assert len([values for values in page.all("mark") if values.get("id") == "quote"]) == 1
    article = answers.article(act.fact.article_id, (act.fact.start, act.fact.end))
    marked = "".join(run.text for line in article.paragraphs for run in line if run.quoted)
    assert marked == act.fact.quote
    assert marked in page.text


def test_an_edge_opens_its_sentence_by_the_id_of_its_fact(get, answers, id_of):
    edge = answers.picture(id_of("大竹县地方志办")).lines[0].edge
    page = get(f"/article/{edge.article_id}?fact={edge.id}")
    assert page.all("mark", id="quote")
    assert not get(f"/article/{edge.article_id}?fact=unknown").all("mark", id="quote")


def test_signs_that_were_put_back_are_shown_as_such(every_page):
    mended = [values for page in every_page.values() for values in page.all("ins")]
    assert mended
    assert all("补" in values["title"] for values in mended)


def test_a_person_has_posts_and_acts(get, id_of):
    page = get(f"/entity/{id_of('李志超')}")
    for words in ("李志超", "县长", "大竹县人民政府", "所作批示肯定", "好，工作持续创新。转方志办。", "首见", "2020-06-27"):
        assert words in page.text
    assert page.all("th", scope="col")
    assert page.all("th", scope="row")


def test_an_act_is_linked_to_what_it_was_written_on(get, id_of):
    page = get(f"/entity/{id_of('大竹县地方志办')}")
    assert f"/entity/{id_of('大竹县第五批乡镇志、部门志完成印刷出版')}" in page.links
    assert f"/entity/{id_of('《四川省地方志工作简报》第27期（总第278期）')}" in page.links


def test_two_agreements_of_one_name_are_told_apart_by_date(get, answers):
    first, second = answers.find("深化川渝地方志工作合作 推动成渝地区双城经济圈建设合作协议")
    page = get(f"/entity/{first.id}")
    assert "同名文件" in page.text
    assert f"/entity/{second.id}" in page.links
    assert "2020年6月19日" in page.text
    assert "2025年6月23日" in page.text


def test_an_inferred_name_is_labelled(get, id_of):
    assert "推定" in get(f"/entity/{id_of('大竹县人民政府')}").text
    assert "推定" not in get(f"/entity/{id_of('大竹县地方志办')}").text


def test_an_issue_that_is_here_can_be_read_from_its_entity(get, id_of):
    page = get(f"/entity/{id_of('《四川省地方志工作简报》第27期（总第278期）')}")
    assert any(link.startswith("/issue/") for link in page.links)


@pytest.mark.parametrize("address", ["/", "/search", "/issues", "/path"])
def test_a_page_can_be_used_by_keyboard(get, address):
    page = get(address)
    assert page.all("a", class_="skip", href="#main")
    assert page.all("main", id="main")
    labelled = {values["for"] for values in page.all("label")}
    assert all(values.get("type") == "hidden" or values["id"] in labelled for values in page.all("input"))


def test_headings_follow_in_order_and_tags_are_closed(every_page):
    assert len(every_page) > 100
    for address, page in every_page.items():
        levels = [int(tag[1]) for tag, _ in page.elements if tag in ("h1", "h2", "h3", "h4")]
        assert levels[0] == 1 and levels.count(1) == 1, address
        assert all(b - a <= 1 for a, b in zip(levels, levels[1:])), address
        assert not page.unclosed, address
        ids = [values["id"] for _, values in page.elements if "id" in values]
        assert len(ids) == len(set(ids)), address


def test_every_quotation_lands_on_its_mark(every_page):
    for address, page in every_page.items():
        if address.startswith("/article/") and ("?from=" in address or "?fact=" in address):
            assert page.all("mark", id="quote"), address


def test_the_source_stands_beside_the_parse(get, seed_issue, answers):
    page = get(f"/issue/{seed_issue}/source")
    shown = answers.source_page(seed_issue)
    assert [part.title for part in shown.parts if part.part == "article"] == [part.title for part in answers.issue(seed_issue).articles]
    assert all(part.title in page.text for part in shown.parts)
    whole = "".join(stretch.text for leaf in shown.leaves for stretch in leaf.stretches)
    original = answers.workspace.read_original(shown.issue.sha256).decode()
    assert whole.replace("\r", "") == original.replace("\r", "")


def test_coverage_names_what_is_missing(get, answers):
    page = get("/coverage")
    series = answers.coverage()[0]
    assert series.series in page.text and any(year.missing for year in series.years)
    assert any(link.endswith("/source") for link in page.links) == any(year.doubtful for year in series.years)


def test_the_home_counts_articles_and_acts_by_year(get, answers):
    page, home = get("/"), answers.home()
    for year, count in home.acts_by_year:
        assert f"/acts?year={year}" in page.links
        assert count > 0
    assert {f"/search?year={year}" for year, count in home.stats.years if count} <= set(page.links)


def test_every_mark_of_a_time_axis_opens_its_sentence(get, id_of):
    page = get(f"/entity/{id_of('陈建春')}")
    axis = page.html.split('class="axis"')[1].split("</section>")[0]
    marks = re.findall(r'<a href="([^"]+)"[^>]*><title>([^<]+)', axis)
    assert marks
    for link, title in marks:
        quote = title.split(" ", 1)[1].removesuffix("……")
        assert quote[:10] in get(html.unescape(link)).text
