"""People and their posts, trap by trap."""

import pytest


OFFICE = "四川省地方志办"
PLACE = {"title": "珙县推进村志编纂", "attribution": "珙县地方志办"}
PROVINCE = {"title": "省地方志办召开工作会", "attribution": "省地方志办"}


def test_posts_then_name(read):
    said = read("办党组书记、主任钱怀远讲话。", **PROVINCE)
    assert said.names("person") == {"钱怀远"}
    assert said.posts == {("钱怀远", "党组书记", OFFICE + "党组"), ("钱怀远", "主任", OFFICE)}


def test_one_post_of_two_people(read):
    said = read("省地方志办党组成员、副主任孟立行、蒋丽辉参加。", **PROVINCE)
    assert said.posts == {(name, title, OFFICE + unit) for name in ("孟立行", "蒋丽辉") for title, unit in (("党组成员", "党组"), ("副主任", ""))}


@pytest.mark.parametrize("comma", [",", "，", "、"])
def test_three_posts_of_one_person(read, comma):
    said = read(f"办党组成员、副主任{comma}机关党委书记郑瑜琴主持会议。", **PROVINCE)
    assert said.posts == {("郑瑜琴", "党组成员", OFFICE + "党组"), ("郑瑜琴", "副主任", OFFICE), ("郑瑜琴", "机关党委书记", OFFICE + "机关党委")}


def test_a_new_post_in_a_list_begins_a_new_person(read):
    said = read("省地方志办主任钱怀远、副主任孟立行、蒋丽辉，机关党委书记郑瑜琴参加。", **PROVINCE)
    assert said.posts == {
        ("钱怀远", "主任", OFFICE), ("孟立行", "副主任", OFFICE), ("蒋丽辉", "副主任", OFFICE), ("郑瑜琴", "机关党委书记", OFFICE + "机关党委"),
    }  # fmt: skip


@pytest.mark.parametrize(("body", "name"), [("钱怀远主任到会讲话。", "钱怀远"), ("会上，袁明辉书记指出问题。", "袁明辉"), ("苏文海同志主持会议。", "苏文海")])
def test_a_title_behind_the_name(read, body, name):
    assert read(body, **PLACE).names("person") == {name}


def test_the_name_alone_after_the_first_mention(read):
    said = read("省地方志办副主任孟立行到会。孟立行指出，要提质。随后，孟立行与修志人员座谈。", **PROVINCE)
    assert [m.surface for m in said.mentions("person")] == ["孟立行"] * 3


def test_two_levels_of_one_person(read):
    said = read("省委副书记、市委书记施若琳听取汇报。", "乐山市地方志工作汇报会召开", "乐山市地方志办")
    assert said.posts == {("施若琳", "省委副书记", "中共四川省委员会"), ("施若琳", "市委书记", "中共乐山市委员会")}


@pytest.mark.parametrize(
    ("body", "post"),
    [
        ("县委常委罗一鸣参加会议。", ("罗一鸣", "县委常委", "中共珙县委员会")),
        ("县委副书记、县长罗一鸣参加会议。", ("罗一鸣", "县长", "珙县人民政府")),
        ("副县长罗一鸣参加会议。", ("罗一鸣", "副县长", "珙县人民政府")),
        ("县人大常委会副主任罗一鸣参加会议。", ("罗一鸣", "副主任", "珙县人民代表大会常务委员会")),
        ("县政协主席罗一鸣参加会议。", ("罗一鸣", "主席", "中国人民政治协商会议珙县委员会")),
        ("县地方志办召开会议，中心主任罗一鸣参加会议。", ("罗一鸣", "主任", "珙县地方志办")),
        ("市委书记罗一鸣参加会议。", ("罗一鸣", "市委书记", "中共宜宾市委员会")),
        ("市长罗一鸣参加会议。", ("罗一鸣", "市长", "宜宾市人民政府")),
        ("省委书记罗一鸣参加会议。", ("罗一鸣", "省委书记", "中共四川省委员会")),
        ("副省长罗一鸣参加会议。", ("罗一鸣", "副省长", "四川省人民政府")),
        ("四川省人民政府副省长罗一鸣参加会议。", ("罗一鸣", "副省长", "四川省人民政府")),
        ("兴文县委书记罗一鸣参加会议。", ("罗一鸣", "县委书记", "中共兴文县委员会")),
        ("兴文县副县长罗一鸣参加会议。", ("罗一鸣", "副县长", "兴文县人民政府")),
    ],
)
def test_the_place_of_a_post(read, body, post):
    assert post in read(body, **PLACE).posts


@pytest.mark.parametrize("title", ["州长", "副州长", "州委书记"])
def test_posts_of_a_prefecture(read, title):
    (post,) = read(f"{title}罗一鸣参加会议。", "甘孜州推进村志编纂", "甘孜州地方志办").posts
    assert post[2] in ("甘孜藏族自治州人民政府", "中共甘孜藏族自治州委员会")




@pytest.mark.parametrize(
    ("post", "office"),
    [
        pytest.param("县档案馆馆长", "档案馆"), pytest.param("县财政局局长", "财政局"), pytest.param("市文联主席", "文联"),
        pytest.param("县教育体育局副局长", "教育体育局"), pytest.param("县融媒体中心主任", "融媒体中心"),
        ("县图书馆馆长", "图书馆"), pytest.param("僰王山镇党委书记", "僰王山镇"), ("宜宾市档案馆馆长", "档案馆"),
        ("珙县财政局局长", "财政局"), ("县人大常委会主任", "人民代表大会"), ("县委宣传部部长", "宣传部"), ("西华师范大学教授", "西华师范大学"), ("县政府办公室副主任", "政府办公室"),
    ],
)  # fmt: skip
def test_a_post_goes_to_no_office_but_its_own(read, post, office):
    posts = {p[2] for p in read(f"3月5日，县地方志办召开座谈会。{post}陈静波到会。", **PLACE).posts}
    assert all(office in name for name in posts), posts


def test_a_post_of_an_unknown_office_is_not_given_to_another(read):
    """What holds today: with its place written out the office is found."""
    assert read("珙县财政局局长陈静波到会。", **PLACE).posts == {("陈静波", "局长", "珙县财政局")}


def test_a_unit_without_its_office(read):
    said = read("省地方志办综合处处长蒲一帆、省情信息处副处长冉二虎到会。", **PROVINCE)
    assert said.posts == {("蒲一帆", "处长", OFFICE + "综合处"), ("冉二虎", "副处长", OFFICE + "省情信息处")}


def test_a_department_of_the_party_committee_is_one_office(read, entities):
    one = read("县委宣传部部长罗一鸣参加会议。", **PLACE)
    two = read("县委常委、宣传部部长罗一鸣参加会议。", **PLACE)
    found = entities(one, two)
    offices = {found[r.object].id for said in (one, two) for r in said.relations("holds_post") if r.attrs["title"] == "部长"}
    assert len(offices) == 1


def test_a_former_post_is_marked(read):
    said = read("原岳池县史志办主任苏文海、市地方志办主任谭松参加。", "广安市召开座谈会", "广安市地方志办")
    former = {r.subject.name: bool(r.attrs.get("former")) for r in said.relations("holds_post")}
    assert former == {"苏文海": True, "谭松": False}


def test_who_leads_without_the_title(read):
    said = read("县地方志办主持工作负责人谭松参加会议。", **PLACE)
    assert said.posts == {("谭松", "负责人", "珙县地方志办")}


def test_who_acts_for_another(read):
    said = read("受市委书记杜衡山委托，副市长叶知秋到县地方志办调研。", **PLACE)
    assert {p[:2] for p in said.posts} == {("杜衡山", "市委书记"), ("叶知秋", "副市长")}
    assert {name for name, _ in said.who} == {"叶知秋"}


def test_a_pairing_list_keeps_each_post_with_its_name(read):
    said = read("县委书记康永年、县长廖志成分别讲话。", **PLACE)
    assert said.posts == {("康永年", "县委书记", "中共珙县委员会"), ("廖志成", "县长", "珙县人民政府")}


@pytest.mark.parametrize("body", ["作者：秦书文", "终审：魏东林", "记者 白晓梅", "编辑：秦书文 校对：魏东林"])
def test_staff_are_no_actors(read, body):
    said = read(f"会议召开。\n{body}", **PLACE)
    assert not said.relations("holds_post", "endorsed", "attended", "spoke_at")


def test_national_leaders_are_mentioned_and_do_nothing(read):
    said = read("会议学习贺建中总书记关于修志的论述。国家主席贺建中指出，要保护历史。贺建中总书记作出重要批示：修史修志。", **PLACE)
    assert not said.acts and not said.posts


def test_people_of_the_past_hold_no_post(read):
    said = read("书中记载李冰治水、扬雄著书、苏轼出川的故事。", **PLACE)
    assert not said.posts and not said.acts


@pytest.mark.parametrize(
    ("printed", "name"),
    [("党跃文", "党跃文"), ("邓 瑜", "邓瑜"), ("欧阳志远", "欧阳志远"), ("车万里", "车万里"), ("扎西多吉", "扎西多吉"), ("尼玛次仁", "尼玛次仁"), ("龙井泉", "龙井泉"),
     ("何时新", "何时新"), ("易地生", "易地生"), ("毛向前", "毛向前"), ("尔古拉布", "尔古拉布")],
)  # fmt: skip
@pytest.mark.parametrize("tail", ["讲话。", "、孟立行参加会议。", "对县地方志办工作给予肯定。", "到珙县调研。", "作出批示：好。"])
def test_names_of_all_kinds(read, printed, name, tail):
    found = read(f"副市长{printed}{tail}", **PLACE).names("person") - {"孟立行"}
    assert found == {name}


@pytest.mark.parametrize("name", ["罗布·次仁", "阿布都热西提·买买提", "买买提·艾力"])
def test_names_with_a_dot(read, name):
    assert read(f"副县长{name}讲话。", **PLACE).names("person") == {name}


@pytest.mark.parametrize("phrase", ["表示感谢", "高度重视", "任组长", "和平易近人", "向大家问好", "安排部署", *(pytest.param(p) for p in ("应邀出席", "于会前到场", "严格要求"))])
def test_a_title_before_a_verb_makes_no_person(read, phrase):
    assert read(f"县地方志办主任{phrase}。", **PLACE).names("person") == set()


@pytest.mark.parametrize("word", ["方志", "高手", "能手", "好手", "书记", "党史", "明确", "安全", "强调", "费用"])
def test_words_that_look_like_names(read, word):
    said = read(f"全县{word}工作有序开展，主任{word}。", **PLACE)
    assert word not in said.names("person")


@pytest.mark.parametrize("body", ["{}介绍了经验。", "{}分别提出建议。", "县志办主任赴{}学习。", "来自{}、{}的同志发言。", "向{}学习。"])
@pytest.mark.parametrize("place", ["成都", "温江", "雷波", "康定", "成德", "双城", "乐至"])
def test_a_place_is_no_person_unless_something_calls_it_one(read, body, place):
    assert read(body.format(place, place), **PLACE).names("person", "candidate") == set()


@pytest.mark.parametrize(
    ("body", "name"), [("企业家代表金沙依次作了发言。", "金沙"), ("县方志办副主任易小秋、宣恩陪同参加。", "宣恩"), ("县方志办主任温岭、副主任邵佩文出席会议。", "温岭")]
)
def test_a_person_may_bear_the_name_of_a_place(read, body, name):
    assert name in read(body, **PLACE).names("person")


@pytest.mark.parametrize("body", ["会议由文化馆馆长主持。", "会议由党支部书记主持。", "会议由常务副主任主持。", "会议由省水利局局长主持。", "县委副书记要求，加快进度。", "会议指出，要强化责任。", "主任会议通过方案。", "党组书记带头学习。", "书记、主任齐抓共管。"])
def test_titles_without_a_name(read, body):
    assert read(body, **PLACE).names("person") == set()


def test_every_person_of_a_long_list(read):
    names = ["孟立行", "蒋丽辉", "苏文海", "谭松", "郑瑜琴", "罗一鸣"]
    assert read(f"省地方志办副主任{'、'.join(names[:-1])}和{names[-1]}参加会议。", **PROVINCE).names("person") == set(names)


def test_a_place_behind_a_name(read):
    assert read("市长钱国能来甘孜州调研。", "甘孜州推进村志编纂").names("person") == {"钱国能"}


def test_posts_are_dated_by_the_day_they_are_told_of(read):
    (post,) = read("3月5日，县委书记康永年到会。", date="2021-03-20", **PLACE).relations("holds_post")
    assert post.date == "2021-03-05"
    (post,) = read("县委书记康永年到会。", date="2021-03-20", **PLACE).relations("holds_post")
    assert post.date == "2021-03-20"


def test_a_name_without_support_is_a_candidate(read):
    said = read("会议回顾了李国华先进事迹。", "珙县召开会议")
    assert said.mentions("person") == []
    assert said.names("candidate") == {"李国华"}
