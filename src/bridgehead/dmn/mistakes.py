"""What can be wrong with a DMN file: one row a code; `tests/dmn/broken` has a file that earns each."""

from dataclasses import dataclass

from bridgehead.primitives.errors import Mistake, Place


@dataclass(frozen=True, slots=True)
class Kind:
    """`message` and `expected` may name what was found in braces."""

    message: str
    expected: str = ""
    warning: bool = False


KINDS: dict[str, Kind] = {
    # DM0xx: the file.
    "DM001": Kind("the model cannot be opened: {why}", "a DMN file"),
    "DM002": Kind("the file is not XML: {why}", "well-formed XML in UTF-8, or in the encoding that it names"),
    "DM003": Kind("the file has a DOCTYPE, which could bring in other files", "XML without DOCTYPE and entities"),
    "DM004": Kind("the file goes beyond {limit}", "a smaller model"),
    "DM005": Kind("«{found}» in the namespace «{namespace}» is no DMN model", "«definitions» of DMN 1.1 to 1.5"),
    "DM006": Kind("«{element}» has no attribute «{found}»", "«{found}»"),
    "DM007": Kind("«{element}» has no «{found}» in it", "«{found}»"),
    "DM008": Kind("«{found}» is not a value of «{attribute}»", "one of {expected}"),
    "DM009": Kind("the rule has {found} of «{element}», and the table {expected} columns for them", "one a column"),
    "DM010": Kind("«{element}» has a second expression in it, «{found}»", "one expression"),
    "DM011": Kind("«{found}» is not known inside «{element}», and is left unread", "", warning=True),
    "DM012": Kind("«{found}» is not known in {inside}", "one of {expected}"),
    "DM013": Kind("«{found}» is not what belongs here", "{expected}"),
    "DM016": Kind("«{found}» is neither FEEL nor a value allowed here", "{expected}"),
    "DM017": Kind("«{found}» is no input and no decision of this file", "a name under «inputs», or that of a decision"),
    "DM018": Kind("«{found}» stands beside «expression»", "a table or an expression"),
    "DM019": Kind("the workbook has macros", "an .xlsx without them"),
    "DM020": Kind("«{found}» is a formula, an error or a span of time of Excel", "a value, or FEEL as text"),
    "DM021": Kind("merged cells", "one value a cell; unmerge them"),
    "DM022": Kind("the sheet «{found}» is left unread", "one of {expected} in its first cell", warning=True),
    "DM023": Kind("«{found}» stands in a column with no heading", "input, output or annotation in the row «columns»"),
    "DM024": Kind("{found} cannot be said in YAML or Excel", "decisions that are tables or texts; or a .dmn file"),
    "DM025": Kind("«{found}» would not be read as it was written", "a .dmn file"),
    "DM026": Kind("{count} parts that decide nothing are not carried over, such as {found}", "", warning=True),
    "DM027": Kind(
        "«{found}», which is imported, is outside of the folder of the model", "a file in that folder or below"
    ),
    "DM028": Kind("the rule has the number «{found}», and stands at place {expected}", "{expected}", warning=True),
    "DM029": Kind(
        "an entry without a name, which is the result of its context, is not the last",
        "a «variable» for it, or the result once and as the last entry",
    ),
    "DM030": Kind("a second decision begins in the sheet, «{found}»", "a sheet of its own for each"),
    # DM1xx: the model.
    "DM101": Kind("«{found}» is not a decision or decision service of this model"),
    "DM102": Kind("«{found}» leads to nothing that could be required here", "the id of {expected}"),
    "DM103": Kind("a decision needs itself: {found}", "requirements without a circle"),
    "DM104": Kind("«{found}» is not a type that is known here"),
    "DM105": Kind("«{found}» has no expression, and so is always null", warning=True),
    "DM106": Kind("no model has the namespace «{found}», which is imported", "a DMN file beside this one"),
    "DM107": Kind("«{found}» is the name of two {element}", "a name of its own for each"),
    "DM108": Kind("«{found}» is an expression language that is not spoken here", "FEEL"),
    "DM109": Kind("an output has no name, and the table has several", "a name for each output"),
    "DM110": Kind("the outputs of several columns cannot be aggregated", "one output, or no aggregation"),
    "DM111": Kind(
        "what «{found}» says is nested more than {limit} levels deep", "decisions of their own for its parts"
    ),
    "DM112": Kind("«{found}» cannot be written out as one expression: it is {what}", "a decision that can"),
    "DM113": Kind("«{found}» is the id of two nodes", "an id of its own for each"),
    "DM114": Kind(
        "«{found}» gives {given}, which its type does not take: it is always null",
        "a value of type {type}",
        warning=True,
    ),
    "DM115": Kind("a type is only another name of itself: {found}", "a type that ends in one of FEEL"),
    "DM116": Kind("«{found}» is allowed, and is no {type}", "values of that type", warning=True),
    "DM117": Kind(
        "«{found}», which is imported, is the namespace of several models: {files}",
        "one model of that namespace, or a locationURI that says which is meant",
    ),
    "DM118": Kind("«{found}» is true or false, and a column of {type} never is", "a test of its values"),
    "DM119": Kind(
        "«{found}», which «{needy}» needs, is no input of the service «{service}», and always null in it",
        "«{found}», or a decision between, among the inputs of the service",
        warning=True,
    ),
    "DM120": Kind(
        "what is imported as «{found}» is no DMN model, and is left unread",
        "«https://www.omg.org/spec/DMN/20230324/MODEL/» or that of another version as «importType»",
        warning=True,
    ),
    "DM121": Kind("«{found}» is a word of FEEL, so that no expression can name what is called so", "another name"),
    "DM122": Kind("a model imports itself, as «{found}»", "its own names without the import", warning=True),
    "DM201": Kind("«{found}» is no input of this decision, and is not used", warning=True),
    "DM202": Kind("what is given for «{found}» is taken for null: {part}", "{expected}", warning=True),
    "DM203": Kind(
        "what is given for «{found}» is taken for null in {count}, the first is row {first}: {part}",
        "{expected}",
        warning=True,
    ),
    "DM204": Kind("«{found}» is null in {count}, as in row {row}: {why}", "{expected}", warning=True),
    # DM3xx: the tables.
    "DM301": Kind("no rule takes {found}", "a rule such as «{cells}», or a default output"),
    "DM302": Kind("rules {first} and {second} both take {found}", "{expected}"),
    "DM303": Kind(
        "rule {number} is never reached: {earlier} all that it matches, such as {found}",
        "a place before them, or fewer cases in those rules",
    ),
    "DM304": Kind("rule {second} says the same as rule {first}, as for {found}", "each rule once"),
    "DM305": Kind("rule {number} matches nothing: {why}", "{expected}"),
    "DM306": Kind("the hit policy {found} has no output values to go by", "output values, the most important first"),
    "DM307": Kind("{found} is not an allowed value of «{output}»", "one of {allowed}"),
    "DM308": Kind("{operator} has no value over {found} of «{output}»", "numbers to be aggregated"),
    "DM309": Kind("«{found}» has no default output, and other outputs have one", "a default for each output or none"),
    "DM310": Kind("rule {found} says nothing for «{output}», which then is null", "a value; null where that is meant"),
    "DM311": Kind(
        "the aggregation {found} is of no use under the hit policy {policy}", "the hit policy COLLECT", warning=True
    ),
    "DM312": Kind("not analysed: {why}", "", warning=True),
    "DM313": Kind("the search for {what} ended {when}; others may be left", "", warning=True),
    "DM314": Kind("there are more {what} of this kind than the {count} told", "", warning=True),
    "DM315": Kind(
        "rules {first} and {second} both take {found}, and their outputs may differ", "{expected}", warning=True
    ),
    # DM4xx: why a table is null.
    "DM401": Kind("no rule of «{found}» matches {inputs}", "a rule for it, or a default output", warning=True),
    "DM402": Kind("the rules {rules} of «{found}» match {inputs}", "as many as its hit policy lets", warning=True),
    "DM403": Kind(
        "«{found}» has no {aggregation} of the outputs of what matches, {rules}",
        "outputs that can be aggregated, none of them null",
        warning=True,
    ),
}


def mistake(code: str, place: Place | None, nearest: str | None = None, **found: str | int) -> Mistake:
    """The mistake of that code, its sentence filled in with what was found."""
    kind = KINDS[code]
    return Mistake(code, kind.message.format(**found), place, kind.expected.format(**found), nearest, kind.warning)
