"""Why something was not done: a sentence in both languages for each stable code that a form can raise.

A sentence may name `values` of the mistake. What has none here is told in English as programs are told it, and in
Chinese by its code.
"""

from collections.abc import Mapping

from bridgehead.primitives.errors import Mistake
from bridgehead.primitives.numbers_of_people import CALLED, DISCLOSED
from bridgehead.primitives.words import Phrase
from bridgehead.web.faces.verbs import ATTACH, DONE, STANDS, VERB

WHY: Mapping[str, Phrase] = {
    "AC001": Phrase("您的角色不能办理这一步。", "Your role may not do this step."),
    "AC002": Phrase(
        "您查看之后又有了变化：{done}（{at}），请核对后再办。",
        "It has changed since you looked: “{done}” at {at}; look again.",
    ),
    "AC003": Phrase(
        "目前的环节（{stage}）不能办理“{verb}”。", "“{verb}” cannot be done in the stage where it stands, “{stage}”."
    ),
    "AC004": Phrase("没有写明理由，请填写理由。", "No reason was given; write one."),
    "AC005": Phrase("不能交给这个单位，请另选一个。", "It cannot go to this unit; choose another."),
    "AC006": Phrase("这件的个人信息已经删除。", "What was personal in it has been deleted."),
    "AC007": Phrase(
        "不能并入这一件，请填写同一登记中另一件未办结的编号。",
        "It cannot be joined with that one; give the number of another open record of the register.",
    ),
    "AC010": Phrase("这个翻页地址已经失效，请从头查看。", "This page of the list is none; begin from the first."),
    "AC012": Phrase("起止月份不对，请先填较早的月份。", "These months are not in order, or too far apart."),
    "AC020": Phrase(
        "奖励目前的阶段（{stands}）不能办理这一步。", "The award does not stand where this step can be done: {stands}."
    ),
    "AC021": Phrase("受理登记中没有计入测算的阶段。", "No stage of the register counts for a settlement."),
    "AC022": Phrase(
        "前一步是您自己做的，须由第二人办理。", "You did the step before yourself; a second person has to."
    ),
    "AC023": Phrase(
        "测算之后申报有了变化，请重新测算。", "The claims have changed since the settlement; settle again."
    ),
    "AC024": Phrase(
        "名次还是暂定的：更早的申报仍可能到来。", "Places are provisional: an earlier claim can still arrive."
    ),
    "AC025": Phrase("公示期已满，不再受理异议。", "The publicity is over, and with it the time to object."),
    "AC026": Phrase("这个编号没有名额。", "No place has this number."),
    "AC027": Phrase("这条异议已有决定。", "This objection is decided already."),
    "AC028": Phrase("公示期未满，或还有未决定的异议。", "The publicity still runs, or an objection is open."),
    "AC031": Phrase("这个名额已经撤销。", "This place was revoked already."),
    "AC032": Phrase("这个名额没有应当追回的款项。", "Nothing that was paid for this place is to come back."),
    "AC033": Phrase("追回的金额不对：不能超过已付的款项。", "The amount is none, or more than was paid."),
    "AC034": Phrase("没有这一笔追回。", "There is no such demand."),
    "AC035": Phrase("金额不对：不能超过尚未追回的款项。", "The amount is none, or more than is still to come back."),
    "AC036": Phrase("到账日期还没有到。", "The day on which the money came back is still to come."),
    "AC037": Phrase(
        "预算不足：已撤销名额的款项尚未追回。",
        "The budget does not suffice until money of revoked places is back.",
    ),
    "AC039": Phrase("这个名额没有撤销，无须恢复。", "This place is not revoked, so that it cannot be given back."),
    "AC044": Phrase("名额撤销后已另有确认，不能恢复。", "The place was given on since, and is not given back."),
    "AC045": Phrase(
        "已经追回或者正在追回款项，不能恢复。", "Money was asked back for this place, or has come back, before."
    ),
    "AC046": Phrase("这一笔追回已经了结。", "Nothing of this demand is to come back any more."),
    "AC084": Phrase("公示期按天计，例如 5 个工作日。", "Places are published for days, as in 5 working days."),
    "AC085": Phrase(
        "到账日期早于付款日期 {day}，请核对。", "The money was paid on {day}, and cannot have come back before."
    ),
    "AC088": Phrase(
        "测算的决定文件不在了，请先从备份中恢复。", "The table of decisions is gone; restore it from a backup first."
    ),
    "AC048": Phrase(
        "测算的日期还没有到，不能确认。", "The day of the settlement is still to come; until then claims can arrive."
    ),
    "AC082": Phrase(
        "这件申报的名额已经确认，不能再改动、合并、拆分、撤回或重新办理：请在公示期内提出异议，或由主管先撤销名额。",
        "The place of this claim is confirmed, so that it stays as it is: object while the place is published, or a "
        "supervisor revokes the place before.",
    ),
    "AC083": Phrase(
        "申报 {number} 已经撤回或不再计入，它的名额不能支付，也不能恢复。",
        "The claim {number} counts no more; its place is neither paid nor given back.",
    ),
    "AC111": Phrase("没有这个筛查。", "There is no such screen."),
    "AC112": Phrase(
        "文件太大，不能存入账本；更大的请用命令行筛查。",
        "The files are too large for the ledger; screen larger ones by the command.",
    ),
    "AC040": Phrase("这个令牌不能用于这一步。", "The token is not for this step."),
    "AC042": Phrase("表单已失效，请重新打开后再提交。", "The form is out of date; open it again and send it."),
    "AC043": Phrase("表单已提交过别的内容，请重新打开。", "The form was sent with something else; open it again."),
    "AC047": Phrase("草稿太长，不能保存。", "This is too long for a draft."),
    "AC049": Phrase(
        "一次最多导入 {most} 件；更多的请用命令行导入。",
        "At most {most} cases at once; the command line takes more.",
    ),
    "AC050": Phrase(
        "单位的名称不对，或者已有：用小写字母、数字和连字符。",
        "A unit has this name, or it is none: small letters, figures and hyphens.",
    ),
    "AC051": Phrase("没有这个角色或单位。", "There is no such role or unit."),
    "AC052": Phrase(
        "账号名不对，或者已有：用字母、数字和 @ . + - _，不超过 80 个字符。",
        "An account has this name, or it is none: letters, figures and @ . + - _, up to 80.",
    ),
    "AC053": Phrase("密码太容易猜到：至少 12 个字符。", "The password is easily guessed: take twelve signs or more."),
    "AC054": Phrase("没有这个账号，或者已停用。", "There is no such account, or it is closed."),
    "AC055": Phrase(
        "令牌要有没有用过的名称和至少一种用途。", "A token needs a label of its own and one scope or more."
    ),
    "AC056": Phrase("没有这个令牌。", "There is no such token."),
    "AC057": Phrase("这不是电子邮箱地址。", "This is no e-mail address."),
    "AC058": Phrase("请填写名称；保存的视图最多 50 个。", "Give the view a name; there can be fifty of them."),
    "AC059": Phrase("请先勾选要办理的件。", "Choose one record or more first."),
    "AC060": Phrase("这一项不收文件。", "This field takes no files."),
    "AC061": Phrase("文件是空的。", "The file is empty."),
    "AC062": Phrase("内容太大，最大 {most}。", "This is too large; at most {most}."),
    "AC063": Phrase("文件名不对：不能带文件夹，不超过 200 个字符。", "Its name is that of no file, or too long."),
    "AC064": Phrase("不收这种文件，可用：{takes}。", "This kind of file is not taken; take one of {takes}."),
    "AC065": Phrase(
        "文件名与内容不符：内容是 {kind}。", "The name says another kind of file than its content, which is {kind}."
    ),
    "AC066": Phrase(
        "文件损坏、加了密码、含有宏或者解压后太大，请另存后再传。",
        "The file is damaged, locked, too large once unpacked, or has macros; save it anew without them.",
    ),
    "AC067": Phrase("这一项最多 {most} 个文件。", "This field takes at most {most} files."),
    "AC068": Phrase("没有这个文件。", "There is no such file."),
    "AC069": Phrase("没有凭证，不能核实这个数值。", "A figure is not verified without evidence."),
    "AC070": Phrase("这个文件不是名单。", "This file is no list."),
    "AC071": Phrase(
        "名单中有的行读不出来、是空的或者重复。", "Rows of the list cannot be read, are blank or stand twice."
    ),
    "AC072": Phrase("从名单算不出这个数值。", "The rows of the list do not give this figure."),
    "AC086": Phrase(
        "没有“{named}”这个渠道，请从登记的渠道中选择。",
        "There is no channel “{named}” here; choose one of the register's.",
    ),
    "AC087": Phrase("请选择从哪个渠道收到。", "Choose the channel by which it came in."),
    "AC090": DISCLOSED,
    "AC091": Phrase("输入的编号不是这一件的编号。", "What was typed is not the number of this record."),
    "AC092": Phrase("这个登记不收匿名件。", "Nothing anonymous is taken here."),
    "AC093": Phrase("按这一项查不到人。", "Nobody is found by this kind of number."),
    "AC094": Phrase("这不是这一种号码，请核对。", "This is no number of that kind; look at it again."),
    "AC095": Phrase(
        "还有数值没有核实：{figures}，请先逐项核实。", "Figures are not verified yet: {figures}; that comes before."
    ),
    "AC096": Phrase(
        "申报 {number} 没有填写收款信息，请先补齐。", "The claim {number} does not say to whom it is paid."
    ),
    "AC097": Phrase("没有可以下载的支付清单。", "There is no payment file to take."),
    "AC100": Phrase("这次运行已经结束。", "This run is over."),
    "AC101": Phrase("现在不能进入这个阶段。", "This phase cannot be entered now."),
    "AC102": Phrase("检查项还没有全部签字：{checks}。", "Checks are not all signed yet: {checks}."),
    "AC103": Phrase("没有这个检查项，或已经签字。", "There is no such check, or it is signed already."),
    "AC104": Phrase("这一项须由其他岗位签字或确认。", "Another role has to sign or acknowledge this."),
    "AC105": Phrase("现在的阶段不能下这个口令。", "This command is not given in the phase that runs."),
    "AC106": Phrase("联锁不允许：{interlocks}。", "An interlock speaks against it: {interlocks}."),
    "AC107": Phrase("没有新鲜的测量值，不能下令开动。", "Nothing fresh is measured, and so nothing is set in motion."),
    "AC108": Phrase(
        "还有未确认的红色报警，先确认再开动。", "A red alarm is not acknowledged; that comes before a movement."
    ),
    "AC109": Phrase("没有这个报警，或已经确认。", "There is no such alarm, or it is acknowledged already."),
    "AC110": Phrase("没有这样的操作。", "There is no such act."),
    "AC113": Phrase(
        "“{named}”由工作人员受理时登记，公众请从网上渠道提交。",
        "By “{named}” staff alone takes something in; file online.",
    ),
    "AC114": Phrase("没有“{named}”这个环节。", "There is no stage “{named}” here."),
    "AC115": Phrase("没有“{named}”这个单位。", "There is no unit “{named}”."),
    "AC116": Phrase("没有“{named}”这个渠道。", "There is no channel “{named}” here."),
    "AC140": Phrase(
        "还没有可以对照的范围，请先在工作台的“筛查”中登记（{where}）。",
        "No zones are on record yet; put them there at the desk, under Screens ({where}).",
    ),
    "AC141": Phrase(
        "请先填写“{field}”，才能对照底线：在这一件的页面上更正即可补填。",
        "Fill in “{field}” before it is held to the lines, by a correction on the page of the record.",
    ),
    "AC142": Phrase(
        "是否触及底线还没有查明（{why}），请先核实；范围在工作台的“筛查”中更正（{where}），项目的情况在这一件的页面上更正。",
        "Whether it touches a line is not made out ({why}); survey it first. Zones are put right at the desk, under "
        "Screens ({where}), and what is known of the project on the page of the record.",
    ),
    "AC143": Phrase(
        "您查看之后规则、范围或者结论有了变化，请核对新的结果再登记。",
        "The rules, the zones or what they come to have changed since you looked; look again.",
    ),
    "AC144": Phrase("还没有登记过范围，请同时交范围文件。", "No zones are on record yet; hand in a file of them."),
    "AC117": Phrase(
        "别人正在办理相关的另一件，请稍后再办。", "Somebody else is changing a record that goes with it; try again."
    ),
    "AC118": Phrase("需要有效的令牌。", "A token that is in force is needed."),
    "AC119": Phrase("没有这个地址。", "There is no such address."),
    "AC120": Phrase("没有这一件。", "There is no such record."),
    "AC121": Phrase("这个地址不能用 {method} 请求。", "This address does not answer {method}."),
    "AC122": Phrase(
        "请求太多，请 {seconds} 秒后再试。", "These are too many requests; ask again in {seconds} seconds."
    ),
    "AC123": Phrase("请求读不出来，请核对它的形式。", "The request cannot be read."),
    "AC124": Phrase("有文本不能有的符号：NUL 或者半个字符。", "A text has the sign NUL or half of a character."),
    "AC125": Phrase("服务内部错误，数据没有改变。", "This is a fault of the service, which stored nothing."),
    "AC126": Phrase("服务暂时不可用。", "The service cannot work now."),
    "AC127": Phrase("账本还没有整体核对过。", "The ledger was never verified as a whole."),
    "AC128": Phrase("这个奖励还没有测算或者公示。", "Nothing of this award is to be seen yet."),
    "AW060": Phrase("没有这个奖励。", "There is no such award."),
    "AC129": Phrase("内容的类型不是 JSON。", "What was sent says that it is no JSON."),
    "AC132": Phrase(
        "{numbers} 的名次已经确认，重新测算会使其靠后：请先由负责人撤销名额并说明理由。",
        "The ranks of {numbers} are confirmed, and would be lost: a supervisor revokes them before, and says why.",
    ),
    "AC131": Phrase(
        "{named} 与名单统计的不同，或名单尚未统计：请写明理由，或先按名单统计。",
        "{named} was verified by hand otherwise than its list gives, or the list was not counted: give a reason, or "
        "verify by the list.",
    ),
    "AW501": Phrase("请填写一个数或一段范围。", "Fill in a number or a range."),
    "AW503": Phrase("这里要填数（日期写成 2023-05-04）。", "This has to be a number, or a day such as 2023-05-04."),
    "AW504": Phrase("步长要大于零，日期的步长为整天。", "A step has to be above zero, of days in whole days."),
    "AW505": Phrase("范围的终点小于起点。", "The range ends before it starts."),
    "AW507": Phrase("组合太多，请加大步长。", "These are too many combinations; take wider steps."),
    "AW508": Phrase(
        "超出可能的范围：名额为一个以上整数，金额不为负。",
        "Outside what is possible: one place or more, an amount of nought or more in whole cents.",
    ),
    "AW509": Phrase("需要逐件计算的太多，请加大步长。", "Too many have to be worked out one by one; take wider steps."),
    "CV001": Phrase("有两条用了同一个编号，请改正标题。", "Two clauses have one number; give each its own."),
    "CV002": Phrase("还没有粘贴公告。", "Nothing was pasted yet."),
    "CV003": Phrase("公告太长，最多 {most} 个字符。", "The text is too long; at most {most} signs."),
    "CV004": Phrase(
        "文件不是 UTF-8 或 GB18030 的文本，请另存为 UTF-8。",
        "The file is no text in UTF-8 or GB18030; save it as UTF-8.",
    ),
    "CV005": Phrase("第 {line} 行有控制字符，这不是文本。", "Line {line} has a control sign; this is no text."),
    "CV006": Phrase("文件太大，最多 {most} 字节。", "The file is too large; at most {most} bytes."),
    "CV007": Phrase("数字太多，最多 {most} 个。", "The text has too many numerals; at most {most}."),
    "CA004": Phrase("期限不对，请填写工作日数。", "This is no term; give a number of working days."),
    "RG020": Phrase("文件中的号码已被占用，请重新核对文件。", "A number of the file is taken; look at the file again."),
    "RG022": Phrase("没有这一栏。", "There is no such column."),
    "RG029": Phrase("没有“{value}”这个环节。", "There is no stage “{value}”."),
    "RG033": Phrase("“{column}”一栏不能填“{value}”。", "The column “{column}” does not take “{value}”."),
    "TB019": Phrase("文件没有“{heading}”这个表头。", "The file has no heading “{heading}”."),
    "TB010": Phrase("“{heading}”一栏重复。", "The column “{heading}” stands twice."),
    "TB011": Phrase("缺少“{column}”一栏。", "The column “{column}” is missing."),
    "LG020": Phrase(
        "密钥打不开这件的个人信息，请联系管理员。", "What is personal in it does not open; tell an administrator."
    ),
    "LG021": Phrase(
        "存放的文件缺失或者被改动，请联系管理员从备份中恢复。",
        "The stored file is gone or was changed; tell an administrator, who has a backup.",
    ),
    "SC201": Phrase("文件打不开：不是 UTF-8 的 GeoJSON。", "The file cannot be read as GeoJSON in UTF-8."),
    "SC202": Phrase(
        "不是要素集合，或者有的要素不是面。", "It is no collection of features, or a feature of it is no polygon."
    ),
    "SC203": Phrase(
        "文件没有说明坐标系（crs），或者不是 CGCS2000 经纬度。",
        "It does not say in which coordinates it is (crs), or these are no degrees of CGCS2000.",
    ),
    "SC204": Phrase(
        "坐标经过偏移（GCJ-02 等），请改用测绘的 CGCS2000 坐标。",
        "The coordinates are shifted, as GCJ-02 is; take those of a survey, in CGCS2000.",
    ),
    "SC205": Phrase(
        "坐标不是经纬度，或者纬度写在了前面。", "The coordinates are no degrees, or latitude stands before longitude."
    ),
    "SC206": Phrase("边线没有闭合，或者自相交。", "A ring does not close, or crosses itself."),
    "SC207": Phrase(
        "要素的名称、区域或者属性不对。", "The name, the zone or a property of a feature is not as it should be."
    ),
    "SC208": Phrase("两个文件的控制点不在一处。", "The control points of the two files are not in one place."),
    "RG001": Phrase("没有这个事项。", "There is no such matter."),
    "RG002": Phrase("没有这个登记。", "There is no such register."),
    "RG021": Phrase("有的内容此处不用填。", "Something is filled in that is not asked for here."),
    "RG010": Phrase("有的内容填写不对，请核对。", "Something is not filled in as it should be."),
}


WORDS: Mapping[str, Mapping[str, Phrase]] = {
    "done": DONE,
    "verb": {**{str(verb): said for verb, said in VERB.items()}, "attach": ATTACH},
    "stands": STANDS,
    "kind": {en: Phrase(zh, en) for en, zh in CALLED.items()},
}
"""What the values of a mistake are called, by the name of the value."""


def why_not(mistake: Mistake) -> Phrase:
    """A sentence in both languages, with the name of the file where it is about one."""
    said = WHY.get(mistake.code)
    if said is None:
        expected = f"; {mistake.expected}" if mistake.expected else ""
        return Phrase("这一步没有办成，数据没有改变。", f"{mistake.message}{expected}.")
    named = {name: _called(name, value, mistake.values) for name, value in mistake.values.items()}
    zh = said.zh.format_map({name: each.zh for name, each in named.items()})
    en = said.en.format_map({name: each.en for name, each in named.items()})
    file = mistake.place.file if mistake.place and mistake.code.startswith("AC06") else ""
    return Phrase(f"{file}：{zh}", f"{file}: {en}") if file else Phrase(zh, en)


def _called(name: str, value: str, beside: Mapping[str, str]) -> Phrase:
    """A value in both languages: by the words that there are for it, or with what stands `beside` it in Chinese, under
    `NAME zh`.
    """
    words = WORDS.get(name, {})
    return words.get(value) or Phrase(beside.get(f"{name} zh", value), value)


def said_no(mistake: Mistake) -> tuple[Phrase, str]:
    return why_not(mistake), mistake.code
