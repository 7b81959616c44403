"""What outcomes are called, in Chinese and in English."""

OUTCOMES = {
    "granted": ("获奖", "granted"),
    "counted": ("已计入", "counted"),
    "exhausted": ("名额或资金已尽", "exhausted"),
    "refused": ("未获", "refused"),
    "undetermined": ("待补材料", "undetermined"),
}
