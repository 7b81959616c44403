"""The words around numerals: units, comparisons, and the numerals that are no figures. Tables only.

An inclusive or exclusive reading is that of the Civil Code of China, article 1259: 以上, 以下, 以内 and 届满 include
the number, 不满, 超过 and 以外 do not.
"""

import re
from fractions import Fraction

from bridgehead.rulebook.figures import currencies
from bridgehead.rulebook.figures.figure import SAID_NOTHING, Kind
from bridgehead.rulebook.figures.numerals import GAP, HAN, NUMERAL


def _listed(table: str) -> list[str]:
    """The words of a table, longest first, so that 个工作日 is tried before 个."""
    return sorted(table.split(), key=len, reverse=True)


AT_LEAST, ABOVE, AT_MOST, BELOW = (frozenset({operator}) for operator in (">=", ">", "<=", "<"))
UNTIL, AFTER = frozenset({"<", "<="}), frozenset({">", ">="})
"""前, before, 后, after: the text leaves open whether the day itself belongs to it."""

COMPARED_BEFORE = [
    (BELOW, "不满|不足|未满|未达到?|低于|少于|小于|less than|fewer than|below|under|<"),
    (AT_LEAST, "不少于|不低于|不小于|不得少于|不得低于|不应少于|不应低于|至少|最低|最少|达到|(?<![下到传表])达|满|"
               "≥|≧|>=|at least|no(?:t)? less than|no(?:t)? fewer than|a minimum of"),
    (AT_MOST, "不超过|不超出|不多于|不高于|不大于|不得超过|不得多于|不得高于|至多|最多|最高|上限为?|≤|≦|<=|"
              "at most|no(?:t)? more than|up to|a maximum of|not exceeding"),
    (ABOVE, "超过|超出|超|多于|高于|大于|逾|突破|过|more than|over|above|exceeding|exceeds|exceed|>"),
    (AT_LEAST, "自|从|from|since"),
    (UNTIL, "before"),
    (AT_MOST, "截至|截止到?|until|till|through|by"),
    (AFTER, "after"),
]  # fmt: skip
"""Longer words decide: 不少于 holds 少于, and 不满 holds 满."""

COMPARED_AFTER = [
    (
        AT_LEAST,
        "(?<!规模|限额)及?以上|及其以上|或以上|起|or more|or above|and above|and over|or over|or longer|upwards",
    ),
    (AT_MOST, "及?以下|或以下|及?以内|之内|内|为?止|or less|or fewer|or below|and below|or under"),
    (UNTIL, rf"之前|以前|前(?![0-9{HAN}后])"),
    (AFTER, "之后|以后|后"),
    (ABOVE, "以外"),
]
DATES_ONLY = frozenset(
    _listed("""
    自 从 from since before 截至 截止 截止到 until till through by after 起 止 为止 之前 以前 前 之后 以后 后
""")
)
"""Said of days and times; of a quantity they are no comparison."""

ABOUT_BEFORE = [
    (SAID_NOTHING, "大约|大概|(?<![合公条契节预集签履违邀特简制相失续毁解])约"
                   "|(?<![A-Za-z])(?:[Aa]bout|[Aa]round|[Ss]ome|[Rr]oughly|[Aa]pproximately)"),
    (UNTIL, "将近|接近|(?<![附最靠临邻远相])近|(?<![A-Za-z])(?:[Nn]early|[Aa]lmost)"),
    (AFTER, "(?<![以线网海路身船会])上|几|(?<![人总次户件天场台倍指基系个分点参函多少半家项票名])数"),
]  # fmt: skip
"""What makes the figure behind it approximate, and on which side of it the truth lies."""
ABOUT_AFTER = "左右|上下(?![级一])|or so(?![A-Za-z])"
VAGUE_DIGITS = frozenset("上几数")
NOT_OF_TIME = frozenset({"近", "将近", "接近"})
DURATIONS = frozenset({"年", "个月", "天", "日", "周", "次", "年度", "小时", "步"})
SERIES = frozenset({"批次", "批", "次", "期", "届", "轮"})
"""第三批 says which of a series and limits to it; it is no place in a ranking."""
LEADS = re.compile("(?:每|超过?|逾|过|破|达|突破|上|几|数|近|约)[ ]?$")
FOLLOWS = re.compile("(?:元|人|名|家)(?:及?以[上下内])")
"""Before a 万 or 亿 that stands for one of it, 每万人 and 近亿元, and behind it, 亿元以上."""

_CHOOSING = (
    "名额|评选|评出|遴选|选出|选取|择优选|择优推荐|择优|录取|推荐|表彰|限报|限推|限额"
    "|(?<![期时界权有无上下极局受不])(?<!(?<!每)年)限(?!定|于|制|期|时|度|高|价|行)"
)

CHOSEN_BEFORE = re.compile(
    rf"(?:{_CHOOSING})(?:出|产生|为|是|共|总数|优秀|不超过|不多于|不得超过|至多|最多|[：: ]){{0,3}}$"
)
CHOSEN_AFTER = re.compile(f"{GAP}的?(?:名额|指标)")
CHOSEN_IN_ALL = re.compile(r"(?:共|总共|一共|共计|总计|合计)[ ]?$")
OF_NOTHING_ELSE = re.compile(r"[ \t]{0,3}(?:[，。；、,;)）]|\n|$)")
CHOSEN = frozenset("名人个家项户组队件篇部支位")
"""A count of these is a quota where the text says that so many are chosen: 名额5个, 5个名额, 评选10家企业, 限7家; or
that there are so many in all, without a word of what: 共7个.
"""

FIXED: list[tuple[str, Kind, Fraction, str]] = [
    (r"[减折对]半(?![年天日个小月夜导径])", Kind.SHARE, Fraction(1, 2), ""),
    (r"(?:双|加|翻)倍|翻了?一倍", Kind.COUNT, Fraction(2), "倍"),
    (r"双人(?=及?以[上下内]|成[团行]|同行)", Kind.COUNT, Fraction(2), "人"),
    (r"首(?P<of>批次?|轮|期(?!间)|届|次|名|位(?![联度责])|家|个|场|年|月|日(?!封))", Kind.COUNT, Fraction(1), ""),
]
"""Figures of a fixed value without a numeral of their own; what is first has the unit that it names."""
DOUBLINGS = rf"翻了?(?P<times>[{HAN}]|[0-9]{{1,2}}){GAP}番"

INCLUDED = r"\((?P<excluded>不)?(?:包?含)(?:本数)?\)"

RANGE = "至|到|-|—{1,2}|–|~|―|to|until|till|through"
AND = "、|和|或|及|与|/|, |,(?=[^0-9])|and|or|, and"

MONEY_AFTER, MONEY_BEFORE = currencies.AFTER, currencies.BEFORE
COINS = {"(?<=[0-9 ])角(?![度色落逐膜楼])|毛钱": Fraction(1, 10), "分钱": Fraction(1, 100)}
AND_COINS = rf"(?<=[元块])(?:(?P<tenths>[1-9{HAN}])角)?(?:(?P<cents>[1-9{HAN}])分(?![之钟]))?"
"""3元5角2分 is one sum."""
MONEY_VERBS = r"奖励|奖补|奖|补助|补贴|资助|给予|发放|拨付|支付|预算|资金|总额|共计|reward|award|pay|budget|grant"
"""A bare 45万 after one of these is money."""

FOR_ALL = "共|共计|总计|合计|总额|总量|总规模|预算|资金"
FOR_EACH = r"每[^，。；、,;.\n]{0,6}|各|分别|each"
FOR_ALL_AFTER = " in all| in total| altogether"
FOR_EACH_AFTER = " each|/[人个名家趟]|每[人个名家趟]"
"""For whom money is: before it, with a few words between, or right behind it."""

SHARES = {"%": (1, 100), "‰": (1, 1000), "百分点": (1, 100), "成": (1, 10), "折": (1, 10)}
SHARE_AFTER = (
    "%|‰|per ?cent(?:age points?)?|个?百分点|成(?![为功立员果本交分长都千就套人材心])|折(?![算旧扣线返磨腾射叠断回合])"
)

_WEIGHED = "加权|权重|比例|比重|占比|之比|折算"
_PARTED = "开(?![展始设办工业])|分(?![钟之])|计[分算]"
SIDE_BY_SIDE = (
    rf"(?P<terms>[一二三四五六七八九]{{2,3}})(?={GAP}的?{GAP}(?P<weighed>{_WEIGHED})|{GAP}(?P<parted>{_PARTED}))"
)
"""六四加权 and 五三二比例 are ratios; so is 三七开, which parts ten tenths, while 三四分 is three or four of them."""

COUNTED = _listed("""
    人次 人 名 位 个工作日 个自然日 个月 个小时 个 家 户 趟 列 车次 班次 班 场次 次 遍 晚上 晚 夜 天 周岁 周年
    周 年度 年 日 小时 分钟 秒 刻钟 辆 架 艘 间 处 项 条 件 份 张 枚 篇 部 集 场 期(?!间) 批次 批 组 队 支 所 座 栋 幢
    甲(?![醛苯醇基乙]) 强(?![化势制调大度者于]) 亩
    公顷 平方米 平方公里 公里 千米 毫米 厘米 米 吨 公斤 千克 克 升 千瓦时 兆瓦 千瓦 倍 分 度 省 市 县 区 镇 乡
    村 类 种 套 台 门 册 本 页 地 点 国 岁 字 步 届 轮 方面 街道 社区 景区 景点 车 票 店 房 床 桌 层 号 代
""")
MEASURES = frozenset(
    _listed("""
    个工作日 个自然日 个月 个小时 晚上 晚 夜 天 周岁 周年 周 年度 年 日 小时 分钟 秒 刻钟 岁 倍 分 度 字 步 亩 公顷
    平方米 平方公里 公里 千米 毫米 厘米 米 吨 公斤 千克 克 升 千瓦时 兆瓦 千瓦
""")
)
"""Units that measure: of claims, places and prizes there is no number in them."""
PARTS = frozenset(_listed("期 批次 批 次 轮 年度 年 个月"))
"""What a payment in parts is counted in: 分两期, 分三年."""
PLACES = frozenset("名位")
"""一等奖1名 may say a place as 第1名 does."""
ENGLISH_COUNTED = r"(?:[-‑ ]?(?:[a-z]{2,20}))(?![a-z])"
SAME_UNITS = [
    "人 名 位 人次 people person persons passengers",
    "个 家 处 项 座 件",
    "晚 夜 晚上 nights night",
    "天 日 days day",
    "趟 列 班 车次 班次 trains train",
    "次 场次 times time",
    "年 年度 周年 years year",
    "个月 months month",
    "小时 个小时 hours hour",
    "平方米 ㎡ m² m2",
]
"""Words that count the same; any other unit is that of no word but itself."""
LATIN_UNITS = r"(?:km|㎡|m[²2]|kg|kW|kWh|MW|GW|GB|TB|MB|mm|cm|m|t|h|min|s|ha|mu)(?![A-Za-z0-9])"

_SPELLED = """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty
"""
ENGLISH_NUMBERS = {word: number for number, word in enumerate(_SPELLED.split(), start=2)}
"""Spelled out; `one` is most often no number."""
ENGLISH_SCALE = {"thousand": 10**3, "k": 10**3, "million": 10**6, "billion": 10**9, "bn": 10**9}

IDIOMS = _listed("""
    最后一 任一 某一 另一 这一 那一 上一 下一 一律 一次性?(?=组织) 一定 一般 一并 一旦 一些 一切 一致 一起 一直
    一样 一共 一概 一贯 一向 一同 一经 一方面 一体 一流 一线 一站式 一次性 一把手 一系列 一揽子 一带一路
    一网通办 一窗 一件事 一卡通 一票否决 一事一议 一企一策 一对一 一户一 一手 一举 一路 一行 一心 一面 一端
    一会儿 一点儿 一番 一如 一味 一度 一再 一时 统一 同一 唯一 进一步 单一 专一 逐一 之一 第一时间 第一线 第一手
    第三方 第三人 万一 万众 万物 万千 万事 万分(?!之) 万能 千万不 千万别 千方百计 千家万户 百姓 百货 百花 百强 百年
    百科 百度 十分(?![钟之]) 十足 五一(?![0-9]) 双十一 十一黄金周 国庆 六一儿童节 三八妇女节 三公 三农 三区三线
    三无三可 三无 三资 三包 三证合一 两会 两岸 两手 两侧 两旁 两端 双过半 四上 四个再加力 四个强化 四大方向 四好
    四面 五个更加注重 五险一金 五金 五谷 八型八地 八链合作 八大优势 七夕 九龙 六安 三亚 三门 三峡 三晋 十四五
    十三五 十五五 半导体 半岛 半径 半决赛 半成品 半挂 成百上千 三点一线 两点一线 一点一滴 三甲(?=医院|综合|名院)
    九州 三明 四川 五台 五岳 八达岭 九寨沟
    三星 六盘 星期[一二三四五六日天] 周[一二三四五六](?![0-9]) 礼拜[一二三四五六] 小学[一二三四五六]年级
""")
"""Words and names that hold a numeral and count nothing."""

NO_UNIT = "a Chinese numeral without a unit"
ARTICLE = "the number of an article, page or issue"
_NUMBERED = f"(?:条|款|章|节|编|版|页|号|卷|册|产业|阶段|部分|课|例)(?:之{NUMERAL})?"
_NUMBERING = (
    "附件|附表|附录|(?<![代发仪手])表|(?<![地企试])图|序号|编号|(?<![关投])注|(?<![出网主])版|(?<![网主])页"
    r"|[Cc]lauses?|[Aa]rticles?|[Ss]ections?|[Pp]ages?|[Nn]o\.|[Aa]nnex|[Tt]able|[Ff]igure"
)
_COUNTING = rf"(?:{GAP}(?:[元%万亿]|{'|'.join(COUNTED)}))"
DOTTED_DAY = r"(?:19|20)[0-9]{2}\.(?:0?[1-9]|1[0-2])\.[0-3]?[0-9](?![0-9.])"
_DIGITS = "一二三四五六七八九十"

NOT_FIGURES: list[tuple[str, str]] = [
    ("an address", r"https?://[^\s，。；、）)]{1,2000}"),
    ("an address", r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,64}(?:\.[A-Za-z0-9-]{1,64}){1,4}"),
    ("a list marker", rf"\((?:[0-9]{{1,2}}|[{HAN}]{{1,3}}|[a-z])\)(?!{_COUNTING})|[①-⓿]|[㈠-㉃]"),
    ("a list marker", rf"(?:(?<=[。；;：:，,])|^)第[{HAN}]{{1,3}}(?=[，,：:、]{GAP}(?!第|[{HAN}][、名]))"),
    ("a list marker", rf"(?:(?<=[。；;：:，,])|^)其[{_DIGITS}](?=[，,：:、是])"),
    ("the number of a document", r"[〔\[(【]?(?:19|20)[0-9]{2}[〕\])】][ \t]?第?[0-9]{1,5}号"),
    (ARTICLE, rf"第[ ]?{NUMERAL}[ ]?(?:[-—至到][ ]?第?{NUMERAL}[ ]?)?{_NUMBERED}"),
    (ARTICLE, rf"(?:{_NUMBERING})[ ]?{NUMERAL}(?![0-9{HAN}]|{_COUNTING})"),
    (ARTICLE, rf"(?!{DOTTED_DAY})[0-9]{{1,4}}(?:\.[0-9]{{1,4}}){{2,8}}(?![0-9]|年)"),
    ("a name", r"12345(?=[ ]?(?:政务|便民|市民|服务|热线|平台|hotline))|[Hh]otline 12345|1\+N"),
    ("a name", rf"双[{_DIGITS}]{{1,2}}|[“\"'‘][{_DIGITS}]{{1,3}}[”\"'’](?!{_COUNTING})"),
    (
        "a name",
        rf"(?!{currencies.CODE}|Q[1-4](?![0-9A-Za-z:.]))[A-Za-z]{{1,20}}[-–]?[0-9]{{1,6}}(?![0-9,.]|{GAP}(?:[元%人名个]|yuan))",
    ),
    ("an idiom or a name", "|".join(IDIOMS)),
    ("a telephone number", r"(?<![0-9.,])0[0-9]{2,3}[- ]?[0-9]{7,8}(?![0-9])"),
    ("a telephone number", rf"(?<![0-9.,])1[3-9][0-9]{{9}}(?![0-9]|{_COUNTING})"),
    (
        "a telephone number",
        r"(?:电话|热线|传真|手机|邮编|[Tt]el(?:ephone)?|[Ff]ax)(?:[为是：: ]|号码){0,3}"
        rf"[0-9]{{5,11}}(?:[- 转][0-9]{{1,8}})?(?![0-9,.]|{_COUNTING})",
    ),
]
"""What has a numeral and is no figure: why, and how it is known. Those at a line's start are known by `tokens.py`."""


def alternatives(table: list[tuple[frozenset[str], str]]) -> list[tuple[str, frozenset[str]]]:
    """Every word with its operators, longest first."""
    words = [(word, operators) for operators, words in table for word in _split(words)]
    return sorted(words, key=lambda entry: -len(entry[0]))


def _split(pattern: str) -> list[str]:
    """The alternatives of a pattern, at bars outside brackets."""
    return re.findall(r"(?:[^|(\[]|\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\])+", pattern)


_CLASS = {word: row for row, words in enumerate(SAME_UNITS) for word in words.split()}


def same_unit(said: str, meant: frozenset[str]) -> bool:
    """Whether a text may count in `said` what a rule counts in one of `meant`; what says nothing agrees with all.

    An English word after a number may be an adjective: it disagrees only where it is a known unit.
    """
    return not said or not meant or (said.isascii() and said not in _CLASS) or is_one_of(said, meant)


def is_one_of(said: str, units: frozenset[str]) -> bool:
    """Whether a unit is one of these or counts the same as one."""
    return said in units or any(word in _CLASS and _CLASS[word] == _CLASS.get(said) for word in units)
