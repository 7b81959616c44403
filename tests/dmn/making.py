"""Models in few words, made up for a test."""

from xml.sax.saxutils import escape

from bridgehead import dmn
from bridgehead.dmn.model import Model

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def model(*parts: str, namespace: str = "made-up") -> Model:
    return dmn.read_bytes(text(*parts, namespace=namespace).encode(), "made-up.dmn")


def decisions(*parts: str) -> dmn.Decisions:
    return dmn.Decisions(model(*parts))


def text(*parts: str, namespace: str = "made-up") -> str:
    inside = "\n".join(parts)
    return f'<definitions xmlns="{NAMESPACE}" namespace="{namespace}" name="made up">\n{inside}\n</definitions>'


def literal(feel: str) -> str:
    return f"<literalExpression><text>{escape(feel)}</text></literalExpression>"


def given(name: str, type: str = "Any") -> str:
    return f'<inputData id="{name}" name="{name}"><variable name="{name}" typeRef="{type}"/></inputData>'


def decision(name: str, expression: str, *needs: str, type: str = "Any", knows: tuple[str, ...] = ()) -> str:
    """A decision; it needs input data where a name is in small letters, decisions where it begins with a capital."""
    required = "".join(
        f'<informationRequirement><required{"Decision" if need[0].isupper() else "Input"} href="#{need}"/>'
        "</informationRequirement>"
        for need in needs
    )
    return (
        f'<decision id="{name}" name="{name}"><variable name="{name}" typeRef="{type}"/>{required}{knowledge(*knows)}'
        f"{expression}</decision>"
    )


def knowledge(*needs: str) -> str:
    one = '<knowledgeRequirement><requiredKnowledge href="#{}"/></knowledgeRequirement>'
    return "".join(one.format(need) for need in needs)


def function(name: str, parameters: str, body: str, *knows: str) -> str:
    formal = "".join(f'<formalParameter name="{one}"/>' for one in parameters.split())
    return (
        f'<businessKnowledgeModel id="{name}" name="{name}"><variable name="{name}"/>'
        f"<encapsulatedLogic>{formal}{body}</encapsulatedLogic>{knowledge(*knows)}</businessKnowledgeModel>"
    )


def table(policy: str, inputs: str, outputs: str, *rules: str, aggregation: str = "") -> str:
    """A table: inputs and rules are parted by `|`; an output is `name: allowed = default`, the last two as wanted."""
    heads = "".join(f"<input><inputExpression>{_text(one)}</inputExpression></input>" for one in _cells(inputs))
    ends = "".join(map(_output, _cells(outputs)))
    count = len(_cells(inputs))
    rows = "".join(
        "<rule>"
        + "".join(f"<inputEntry>{_text(cell)}</inputEntry>" for cell in _cells(rule)[:count])
        + "".join(f"<outputEntry>{_text(cell)}</outputEntry>" for cell in _cells(rule)[count:])
        + "</rule>"
        for rule in rules
    )
    over = f' aggregation="{aggregation}"' if aggregation else ""
    return f'<decisionTable hitPolicy="{policy}"{over}>{heads}{ends}{rows}</decisionTable>'


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.split("|")]


def _text(feel: str) -> str:
    return f"<text>{escape(feel)}</text>"


def _output(said: str) -> str:
    name, _, rest = said.partition(":")
    allowed, _, default = rest.partition("=")
    values = f"<outputValues>{_text(allowed.strip())}</outputValues>" if allowed.strip() else ""
    otherwise = f"<defaultOutputEntry>{_text(default.strip())}</defaultOutputEntry>" if default.strip() else ""
    return f'<output name="{name.strip()}">{values}{otherwise}</output>'
