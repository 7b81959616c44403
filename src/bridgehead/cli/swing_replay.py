"""`bridgehead swing replay`: a recording is watched anew, by the file as it is now."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

from bridgehead.cli.operation import FILE, read
from bridgehead.cli.output import Lang, Language, print_table
from bridgehead.cli.service import HOME, Home, enter_database
from bridgehead.cli.swing_report import RUN, run_of


def command(
    file: Annotated[Path, FILE],
    number: Annotated[str | None, RUN] = None,
    lang: Language = Lang.ZH,
    home: Home = HOME,
) -> None:
    """Judge the raw samples of a run again, by the thresholds of the file. 用文件里现在的阈值重新判断一次运行。"""
    operation = read(file)
    enter_database(home)
    from bridgehead.instruments.operation.wording import alarm
    from bridgehead.queries.run_again import again

    run = run_of(operation.name, number)
    assert operation.live is not None
    rows = []
    for each in again(run, operation):
        called = alarm(each.key, operation.live)
        at = datetime.fromtimestamp(each.at, run.rulebook.about.zone)
        said = lang.say("发生", "raised") if each.what == "raised" else lang.say("消除", "cleared")
        level = lang.say({"yellow": "黄", "red": "红"}[each.level], each.level)
        rows.append((f"{at:%H:%M:%S.%f}"[:-3], said, level, lang.say(called.zh, called.en)))
    headings = lang.say(("时间", "", "级别", "报警"), ("At", "", "Level", "Alarm"))
    print_table(headings, rows, ())
