"""What was expected, in Chinese: a sentence for each that programs are told, where `{}` stands for what differs."""

import re
from collections.abc import Mapping

from bridgehead.primitives.errors import Mistake

EXPECTED_ZH = "expected zh"
"""Among the values of a mistake its own sentence, where whoever raises it has one in both languages."""

CHINESE: Mapping[str, str] = {
    "one of {}": "其中之一：{}",
    "one of the roles {}": "具有其中一种角色：{}",
    "one of the seals {}": "其中一个封签：{}",
    "at most {}": "最多 {}",
    "at most {}; the command line takes more": "最多 {}；更多的请用命令行",
    "at most {}; larger ones by the command": "最多 {}；更大的请用命令行",
    "version {}, looked at again": "重新查看后的第 {} 版",
    "the same once more": "再办一次",
    "to ask again": "重新请求",
    "a stage in which you act": "由您办理的环节",
    "a stage in which what was filed can be corrected": "可以更正的环节",
    "a register with a field of type files": "有文件一栏的登记",
    "another role or unit, or another stage": "其他角色或单位，或其他环节",
    "a reason, which whom it concerns can read": "理由，当事人可以看到",
    "a record that another unit has": "由其他单位承办的一件",
    "another unit": "另一个单位",
    "another unit, or a record of its own": "另一个单位，或另立一件",
    "a record whose personal fields are still kept": "个人信息仍在的一件",
    "a record that is not, or to reopen it": "没有办结的一件，或先重新打开",
    "into: the number of another record of the register": "into：同一登记中另一件的编号",
    "the number of another record of the register": "同一登记中另一件的编号",
    "{}, into which it is merged": "{}，它已并入这一件",
    "one that a page gave as «after»": "上一页给出的“after”",
    "two months in order, such as 2023-01 and 2023-12, and at most {} from one to the other": (
        "先后两个月份，例如 2023-01 和 2023-12，相隔不超过 {} 个月"
    ),
    "their places revoked before, by a supervisor who says why": "先由负责人撤销名额并说明理由",
    "a reason, or the list counted": "理由，或先按名单统计",
    "a confirmation before": "先确认",
    "a settlement before": "先测算",
    "one that is {}": "处于 {} 阶段的奖励",
    "a second person, who confirms": "由第二人确认",
    "a second person, who undoes it": "由第二人撤回",
    "a new settlement, which shows the change": "重新测算，以显示变化",
    "a settlement after the last day for claims": "申报截止之后的测算",
    "a settlement as on a day that has come": "截至已到日期的测算",
    "an objection before its end": "公示期满之前的异议",
    "the number of a confirmed place": "已确认名额的编号",
    "the number of a place that stands": "仍有效的名额的编号",
    "the number of a place that was revoked": "已撤销的名额的编号",
    "the number of a place that was revoked after it was paid": "付款后撤销的名额的编号",
    "one that is open, counted from 0": "未决定的一条，从 0 数起",
    "one that was made, counted from 0": "已提出的一条，从 0 数起",
    "a day after it": "公示期满之后的一天",
    "a decision on each objection": "每条异议都已决定",
    "a day until now": "不晚于今天的日期",
    "a day from {} on": "{} 起的日期",
    "what was paid for places that were revoked, {}, to come back, or more budget": (
        "先追回已撤销名额的款项 {}，或增加预算"
    ),
    "an amount from {} to {}, which is {}": "{} 到 {} 之间的金额",
    "nothing: {} is {}": "没有可填的金额",
    "one with the scope «{}»": "带有权限“{}”的令牌",
    "16 to 200 signs of ASCII": "16 至 200 个 ASCII 字符",
    "a new key for a new request": "新的请求用新的键",
    "a new decision beside the award: a place that was given on is not taken back": (
        "在系统之外另作决定：已另行确认的名额不收回"
    ),
    "each demand withdrawn before; where money has come back, a new decision beside the award": (
        "先撤回每一笔追回；已有款项退回的，在系统之外另作决定"
    ),
    "a demand of which something is still to come": "仍有款项未退回的一笔",
    "a file with something in it": "有内容的文件",
    "one with something in it": "有内容的文件",
    "the name of a file, without a folder, of at most {} signs": "不带文件夹的文件名，最多 {} 个字符",
    "a name that ends in .{}, or another file": "以 .{} 结尾的文件名，或另一个文件",
    "a workbook or a document as it was saved, without macros": "保存时的原样、不带宏的表格或文档",
    "the same saved without macros": "同一文件，另存为不带宏的",
    "a file that opens": "能打开的文件",
    "the hash of one of its files, as the record shows them": "这一件的文件的哈希值，见记录",
    "a file in «{}»": "“{}”一栏中有文件",
    "csv or xlsx, in a field of files with «rows»": "csv 或 xlsx，放在带“rows”的文件一栏",
    "a row a person": "每人一行",
    "a value in every row": "每行都有值",
    "each once": "每个只出现一次",
    "rows of which it can be worked out": "能算出数值的各行",
    "an objection while it is published, or a supervisor to revoke the place before": (
        "公示期内提出异议，或先由负责人撤销名额"
    ),
    "a claim that counts, or its place revoked": "计入测算的申报，或先撤销其名额",
    "working days or calendar days, as in 5 working days": "工作日或自然日，例如 5 working days",
    "none, since the register has no channels": "不填：这个登记没有渠道",
    "none, since the register has no stages": "不填：这个登记没有环节",
    "none, since no unit was added yet": "不填：还没有单位",
    "no channel": "不填渠道",
    "{}, or no channel": "{}，或不填渠道",
    "the file from a backup, in its place": "从备份中取回的文件，放回原处",
    "a text without it; what is personal goes into a field that asks for it": (
        "不含它的文本；个人信息请填在询问它的栏目里"
    ),
    "the fields that say who files it, and «anonymous» left out": "填写提交人各栏，不填“anonymous”",
    "the key under which its fields were boxed; see the backup of the database": "封存各栏所用的密钥，见数据库备份",
    "the stored file, as it was attached; see the backup of attachments": "上传时的原文件，见附件备份",
    "a rulebook with an award": "有奖励的规则",
    "a rulebook with a screen": "有筛查的规则",
    "a matter whose rulebook was published": "已发布规则的事项",
    "filled in by whoever filed it or by a clerk, or its place revoked where it was forgotten": (
        "由提交人或受理人员补填；个人信息已清除的，先撤销名额"
    ),
    "an award that is paid, and its file in the home": "已付款的奖励，付款文件仍在服务的文件夹中",
    "confirmed places within the budget": "已确认的名额不超出预算",
    "1 at least": "至少 1",
    "a hundred years at most": "最多一百年",
    "a number and a unit: one of {}; as in 3 working days": "一个数和一个单位：{} 之一；例如 3 working days",
    "one that is there": "还在的一个",
    "one that was handed in today": "今天交来的一个",
    "a number that no other record has; read the file again": "没有被占用的编号，请重新读取文件",
    "a header and rows": "表头和各行",
    "the number of one that you may see, with its code or a token": "可以查看的一件的编号，附查询码或令牌",
    "«Authorization: Bearer ...» with a token that is in force, or the code of the record": (
        "“Authorization: Bearer ...”和有效的令牌，或者这一件的查询码"
    ),
    "one of those that {} tells": "{} 中列出的地址",
    "to ask again in {} seconds": "{} 秒后再请求",
    "to ask again later": "稍后再请求",
    "to ask again; if that does not help, to tell an administrator the X-Request-ID of this answer": (
        "再请求一次；仍不行，请把本答复的 X-Request-ID 告诉管理员"
    ),
    "a request of HTTP, as RFC 9110 has it": "符合 RFC 9110 的 HTTP 请求",
    "a settlement, and for everybody its places": "测算；对公众，公示的名额",
    "each of them verified before": "先逐项核实",
    "a file of GeoJSON in UTF-8": "UTF-8 编码的 GeoJSON 文件",
    "a file of zones": "范围文件",
    "what it comes to now, looked at again": "重新查看后的结果",
    "zones that are on record; the desk puts them there, at {}": "已登记的范围，在办理台 {} 登记",
    "«{}» filled in before, by a correction of the record": "先更正这一件，填写“{}”",
    "it made out before; zones are put right at {}": "先查明，范围在 {} 更正",
    "counts: true in the stage of accepted claims": "登记中已受理的环节写明 counts: true",
    "the master key under which this home began; see keys/master, and its backup": (
        "开始使用时的主密钥，见 keys/master 及其备份"
    ),
    "JSON in UTF-8": "UTF-8 编码的 JSON",
    "each name once": "每个名称只出现一次",
    "Content-Type: application/json": "JSON 类型的内容（Content-Type: application/json）",
    "whole characters of Unicode, without NUL": "完整的 Unicode 字符，不含 NUL",
    "a first verification, which the service makes by itself": "服务自己进行的第一次核对",
    "it once; column {} is it already": "只出现一次；第 {} 列已经是它",
}

_TEMPLATES = [
    (re.compile(re.escape(en).replace(re.escape("{}"), "(.+)"), re.DOTALL), zh)
    for en, zh in sorted(CHINESE.items(), key=lambda each: -len(each[0].replace("{}", "")))
]
"""Those that say most come first: others with a gap would take their sentences."""


def in_chinese(mistake: Mistake) -> str:
    """Its sentence; the English one where there is none, which tells more than nothing."""
    if own := mistake.values.get(EXPECTED_ZH):
        return own
    for sentence, zh in _TEMPLATES:
        if found := sentence.fullmatch(mistake.expected):
            return zh.format(*(found.groups()[: zh.count("{}")]))
    return mistake.expected
