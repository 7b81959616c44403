"""A model to DMN 1.5 XML. What was not understood when it was read stands where it stood: diagrams, vendors' parts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bridgehead.dmn import model
from bridgehead.dmn.forms import Form
from bridgehead.dmn.markup import Document, Element, serialize
from bridgehead.dmn.model import Expression, Model, Part, Unread
from bridgehead.dmn.names import DIAGRAM, FEEL, MODEL, NEWEST, NEWEST_DIAGRAM, NEWEST_FEEL
from bridgehead.primitives.errors import Place

_NEWER = {
    **dict.fromkeys(MODEL, NEWEST),
    **dict.fromkeys(DIAGRAM, NEWEST_DIAGRAM),
    **dict.fromkeys(FEEL, NEWEST_FEEL),
}
Attributes = dict[str, str | None]


def write(of: Model, form: Form = "dmn") -> bytes:
    """The file of a model, in UTF-8: read again, it gives an equal model with the same parts unread.

    In YAML or as a workbook it gives the essence of the model (`plain.essence`). Raises BridgeheadError: DM024 for what
    these cannot say, DM025 where they would be read as something else.
    """
    if form != "dmn":
        from bridgehead.dmn.plain import writing

        return writing.write(of, form)
    writer = _Writer(of.prefix)
    return serialize(Document(writer.definitions(of), of.before, of.after)).encode()


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes elements of DMN under the prefix that the file has for them."""

    prefix: str

    def element(self, name: str, of: Part, attributes: Attributes, children: Iterable[Element | None]) -> Element:
        """An element with the `id` of its part, and with what is unread of it."""
        said = {name: value for name, value in {"id": of.id, **attributes}.items() if value is not None}
        known = [one for one in children if one is not None]
        return self.bare(name, {**said, **dict(of.unread.attributes), **said}, _beside(known, of.unread))

    def bare(self, name: str, attributes: Attributes, content: Iterable[Element | str]) -> Element:
        given = {name: value for name, value in attributes.items() if value is not None}
        tag = f"{self.prefix}:{name}" if self.prefix else name
        newer = {name: _newer(name, value) for name, value in given.items()}
        inside = list(content)
        laid_out = not any(isinstance(one, str) for one in inside)
        return Element(tag, NEWEST, newer, Place(), inside, laid_out=laid_out)

    def holding(self, name: str, attributes: Attributes, word: str | None, inner: Unread) -> Element:
        """An element that only holds a word, with what was not read of it."""
        words: list[Element | str] = [word] if word else []
        return self.bare(name, {**attributes, **dict(inner.attributes)}, [*words, *_beside([], inner)])

    # The model and its nodes

    def definitions(self, of: Model) -> Element:
        xmlns = f"xmlns:{self.prefix}" if self.prefix else "xmlns"
        attributes: Attributes = {
            xmlns: NEWEST,
            "name": of.name,
            "namespace": of.namespace,
            "expressionLanguage": of.expression_language,
            "typeLanguage": of.type_language,
        }
        return self.element(
            "definitions",
            of,
            attributes,
            [
                *map(self.import_, of.imports),
                *(self.item_definition("itemDefinition", one) for one in of.types),
                *map(self.node, of.nodes),
            ],
        )

    def import_(self, of: model.Import) -> Element:
        attributes: Attributes = {
            "name": of.name,
            "namespace": of.namespace,
            "importType": of.import_type,
            "locationURI": of.location,
        }
        return self.element("import", of, attributes, ())

    def item_definition(self, name: str, of: model.ItemDefinition) -> Element:
        type_ref = None if of.type_ref is None else self.holding("typeRef", {}, of.type_ref, of.inner)
        return self.element(
            name,
            of,
            {"name": of.name, "label": of.label, "isCollection": "true" if of.collection else None},
            [
                type_ref,
                self.text("allowedValues", of.allowed),
                self.text("typeConstraint", of.constraint),
                *(self.item_definition("itemComponent", one) for one in of.components),
                None if of.function is None else self.function_item(of.function),
            ],
        )

    def function_item(self, of: model.FunctionItem) -> Element:
        parameters = [self.item("parameters", one) for one in of.parameters]
        return self.element("functionItem", of, {"outputTypeRef": of.output_type_ref}, parameters)

    def node(self, of: model.Node) -> Element:
        name, parts = _NODES[type(of)]
        variable = None if of.variable is None else self.item("variable", of.variable)
        return self.element(name, of, {"name": of.name, "label": of.label}, [variable, *parts(self, of)])

    def decision(self, of: model.Decision) -> Iterable[Element | None]:
        return [*map(self.requirement, of.requirements), self.expression(of.expression)]

    def knowledge_model(self, of: model.KnowledgeModel) -> Iterable[Element | None]:
        logic = None if of.function is None else self.function_definition(of.function, "encapsulatedLogic")
        return [logic, *map(self.requirement, of.requirements)]

    def decision_service(self, of: model.DecisionService) -> Iterable[Element | None]:
        for name, references in (
            ("outputDecision", of.outputs),
            ("encapsulatedDecision", of.encapsulated),
            ("inputDecision", of.input_decisions),
            ("inputData", of.input_data),
        ):
            yield from (self.element(name, one, {"href": one.href}, ()) for one in references)

    def requirement(self, of: model.Requirement) -> Element:
        name = "knowledgeRequirement" if of.kind is model.Needs.KNOWLEDGE else "informationRequirement"
        return self.element(name, of, {}, [self.holding(of.kind, {"href": of.href}, None, of.inner)])

    def item(self, name: str, of: model.Item) -> Element:
        return self.element(name, of, {"name": of.name, "typeRef": of.type_ref, "label": of.label}, ())

    # Expressions

    def expression(self, of: Expression | None) -> Element | None:
        return None if of is None else _EXPRESSIONS[type(of)](self, of)

    def boxed(self, name: str, of: Expression, attributes: Attributes, children: Iterable[Element | None]) -> Element:
        return self.element(name, of, {"typeRef": of.type_ref, "label": of.label, **attributes}, children)

    def text(self, name: str, of: model.Text | None) -> Element | None:
        if of is None:
            return None
        text = self.holding("text", {}, of.text, of.inner)
        return self.boxed(name, of, {"expressionLanguage": of.language}, [text])

    def wrapped(self, name: str, of: Expression | None) -> Element | None:
        inner = self.expression(of)
        if of is None or inner is None:
            return None
        return self.bare(name, dict(of.wrapper.attributes), _beside([inner], of.wrapper))

    def literal(self, of: model.Literal) -> Element | None:
        return self.text("literalExpression", of)

    def context(self, of: model.ContextExpression) -> Element:
        return self.boxed("context", of, {}, map(self.entry, of.entries))

    def entry(self, of: model.Entry) -> Element:
        variable = None if of.variable is None else self.item("variable", of.variable)
        return self.element("contextEntry", of, {}, [variable, self.expression(of.value)])

    def listed(self, of: model.ListExpression, name: str = "list") -> Element:
        return self.boxed(name, of, {}, map(self.expression, of.items))

    def relation(self, of: model.Relation) -> Element:
        rows = [self.listed(one, "row") for one in of.rows]
        return self.boxed("relation", of, {}, [*(self.item("column", one) for one in of.columns), *rows])

    def invocation(self, of: model.Invocation) -> Element:
        bindings = [
            self.element("binding", one, {}, [self.item("parameter", one.parameter), self.expression(one.value)])
            for one in of.bindings
        ]
        return self.boxed("invocation", of, {}, [self.expression(of.function), *bindings])

    def function_definition(self, of: model.FunctionDefinition, name: str = "functionDefinition") -> Element:
        kind = None if of.kind is model.FunctionKind.FEEL else str(of.kind)
        parameters = [self.item("formalParameter", one) for one in of.parameters]
        return self.boxed(name, of, {"kind": kind}, [*parameters, self.expression(of.body)])

    def conditional(self, of: model.Conditional) -> Element:
        parts = [self.wrapped("if", of.condition), self.wrapped("then", of.then), self.wrapped("else", of.otherwise)]
        return self.boxed("conditional", of, {}, parts)

    def iteration(self, of: model.For) -> Element:
        parts = [self.wrapped("in", of.domain), self.wrapped("return", of.result)]
        return self.boxed("for", of, {"iteratorVariable": of.variable}, parts)

    def quantified(self, of: model.Quantified) -> Element:
        parts = [self.wrapped("in", of.domain), self.wrapped("satisfies", of.condition)]
        return self.boxed(of.kind, of, {"iteratorVariable": of.variable}, parts)

    def filtered(self, of: model.Filter) -> Element:
        return self.boxed("filter", of, {}, [self.wrapped("in", of.base), self.wrapped("match", of.condition)])

    # Decision tables

    def table(self, of: model.DecisionTable) -> Element:
        attributes: Attributes = {
            "hitPolicy": None if of.hit_policy is model.HitPolicy.UNIQUE else str(of.hit_policy),
            "aggregation": None if of.aggregation is None else str(of.aggregation),
            "outputLabel": of.output_label,
        }
        headings = [self.element("annotation", one, {"name": one.text or None}, ()) for one in of.annotations]
        parts = [*map(self.input_, of.inputs), *map(self.output, of.outputs), *headings, *map(self.rule, of.rules)]
        return self.boxed("decisionTable", of, attributes, parts)

    def input_(self, of: model.Input) -> Element:
        parts = [self.text("inputExpression", of.expression), self.text("inputValues", of.allowed)]
        return self.element("input", of, {"label": of.label}, parts)

    def output(self, of: model.Output) -> Element:
        parts = [self.text("outputValues", of.allowed), self.text("defaultOutputEntry", of.default)]
        return self.element("output", of, {"name": of.name, "typeRef": of.type_ref, "label": of.label}, parts)

    def rule(self, of: model.Rule) -> Element:
        notes = [
            self.element("annotationEntry", one, {}, [self.holding("text", {}, one.text, one.inner)])
            for one in of.annotations
        ]
        tests = [self.text("inputEntry", one) for one in of.tests]
        return self.element("rule", of, {}, [*tests, *(self.text("outputEntry", one) for one in of.outputs), *notes])


def _nothing(writer: _Writer, of: Any) -> Iterable[Element | None]:
    return ()


def _beside(known: list[Element], unread: Unread) -> list[Element | str]:
    """Known elements with the unread ones between them, each after as many of the known as when it was read."""
    content: list[Element | str] = []
    for place, element in enumerate(known):
        content += [_renewed(one) for at, one in unread.elements if at == place]
        content.append(element)
    content += [_renewed(one) for at, one in unread.elements if at is None or at >= len(known)]
    return content


def _renewed(element: Element) -> Element:
    """An element as it stood, its namespaces those of DMN 1.5."""
    attributes = {name: _newer(name, value) for name, value in element.attributes.items()}
    content = [_renewed(part) if isinstance(part, Element) else part for part in element.content]
    return Element(element.tag, element.namespace, attributes, element.place, content)


def _newer(name: str, value: str) -> str:
    named = name == "xmlns" or name.startswith("xmlns:") or name in ("expressionLanguage", "typeLanguage", "importType")
    return _NEWER.get(value, value) if named else value


_NODES: dict[type[model.Node], tuple[str, Callable[[_Writer, Any], Iterable[Element | None]]]] = {
    model.InputData: ("inputData", _nothing),
    model.Decision: ("decision", _Writer.decision),
    model.KnowledgeModel: ("businessKnowledgeModel", _Writer.knowledge_model),
    model.DecisionService: ("decisionService", _Writer.decision_service),
}
_EXPRESSIONS: dict[type[Expression], Callable[[_Writer, Any], Element | None]] = {
    model.Literal: _Writer.literal,
    model.ContextExpression: _Writer.context,
    model.ListExpression: _Writer.listed,
    model.Relation: _Writer.relation,
    model.Invocation: _Writer.invocation,
    model.FunctionDefinition: _Writer.function_definition,
    model.Conditional: _Writer.conditional,
    model.For: _Writer.iteration,
    model.Quantified: _Writer.quantified,
    model.Filter: _Writer.filtered,
    model.DecisionTable: _Writer.table,
}
