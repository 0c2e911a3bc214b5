"""Check the gold against its texts: every printed string it holds must occur in its file.

    python tests/gold/check.py [DIR_OF_STANDINS]

Prints the mistakes (none is success), the 《》 of each file that the gold leaves out, and the counts of each half.
Not a test of the pipeline: it reads only the gold and the texts.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
STANDINS = Path(sys.argv[1] if len(sys.argv) > 1 else HERE.parents[2] / "shared" / "bulletins")
ROLES = {"主持", "讲话", "出席", "陪同", "汇报"}
HOW = {"批示", "圈阅", "肯定", "听取汇报", "调研", "要求", "贺信", "表扬"}
WIDTH = str.maketrans("（）：，；！？", "():,;!?")


def squeeze(text):
    return re.sub(r"\s+", "", text.translate(WIDTH))


def marked(text):
    """The outermost 《…》 of a text."""
    found, depth, start = [], 0, 0
    for at, char in enumerate(text):
        if char == "《":
            start, depth = (at, 1) if depth == 0 else (start, depth + 1)
        elif char == "》" and depth:
            depth -= 1
            if depth == 0:
                found.append(text[start : at + 1])
    return found


def check(gold_file, folder):
    wrong, left_out, count = [], [], Counter()
    bulletins = json.loads(gold_file.read_text(encoding="utf-8"))
    for bulletin in bulletins:
        text = squeeze((folder / bulletin["file"]).read_text(encoding="utf-8"))

        def printed(what, string, where=bulletin["file"], text=text):
            if string and squeeze(string) not in text:
                wrong.append(f"{where}: {what} not printed: {string}")

        count["bulletins"] += 1
        used = set()
        for article in bulletin["articles"]:
            count["articles"] += 1
            count["cut"] += article["cut"]
            printed("title", article["title"])
            printed("section", article["section"] and f"【{article['section']}】")
            printed("attribution", article["attribution"])
            people = {person["name"] for person in article["people"]}
            if len(people) != len(article["people"]):
                wrong.append(f"{bulletin['file']}: a person twice in {article['title']}")
            for person in article["people"]:
                count["people"] += 1
                printed("name", person["name"])
                for post in person["posts"] or []:
                    count["posts"] += 1
                    # 镇党委书记, 市委常委, 县政协主席: the level may stand in the office's name, with its place
                    printed("post", re.sub(r"^[省市州县区镇乡](?=党委|委)", "", post["title"]))
                    if post["office"] and post["office"] not in article["offices"]:
                        wrong.append(f"{bulletin['file']}: office of a post not in offices: {post['office']}")
            if len(set(article["offices"])) != len(article["offices"]):
                wrong.append(f"{bulletin['file']}: an office twice in {article['title']}")
            count["offices"] += len(article["offices"])
            for kind in ("documents", "agreements", "events"):
                for string in article[kind] or []:
                    count[kind] += 1
                    printed(kind, string)
                    used.add(squeeze(string))
            for role in article["roles"]:
                count["roles"] += 1
                if role["who"] not in people or role["role"] not in ROLES:
                    wrong.append(f"{bulletin['file']}: role {role}")
            for act in article["endorsements"]:
                count["endorsements"] += 1
                if act["how"] not in HOW:
                    wrong.append(f"{bulletin['file']}: how {act}")
                if act["who"] not in people and act["who"] not in article["offices"]:
                    printed("endorser", act["who"])
                whom = act["whom_or_what"]
                answered = whom and whom.endswith("批示") and whom[:-2] in people  # 批示 on 批示
                if whom and not answered and not set(whom.split("、")) <= set(article["offices"]):
                    printed("endorsed", whom)
                for demand in act.get("demands", ()):
                    printed("demand", demand)
                printed("words", act.get("words"))
            for act in article["roles"] + article["endorsements"]:
                if act["date"] and not re.fullmatch(r"\d{4}-\d\d-\d\d", act["date"]):
                    wrong.append(f"{bulletin['file']}: date {act}")
        rest = [name for name in dict.fromkeys(marked(text)) if name not in used]
        left_out.append(f"{bulletin['file']}: {''.join(rest)}")
    names = {person["name"] for b in bulletins for a in b["articles"] for person in a["people"]}
    return wrong, left_out, count, names


if __name__ == "__main__":
    names, failed = {}, False
    for gold, folder in (
        (HERE / "dev" / "standins.json", STANDINS),
        (HERE / "dev" / "dev.json", HERE / "dev"),
        (HERE / "frozen" / "frozen.json", HERE / "frozen"),
    ):
        wrong, left_out, count, names[gold.stem] = check(gold, folder)
        print(f"{gold.stem}:", dict(count))
        print("  《》 left out:", *left_out, sep="\n    ")
        print(*(f"  WRONG {line}" for line in wrong), sep="\n")
        failed = failed or bool(wrong)
    both = (names["dev"] | names["standins"]) & names["frozen"]
    if both:
        failed = True
        print("WRONG names in both halves:", both)
    sys.exit(failed)
