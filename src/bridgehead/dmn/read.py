"""A file to its model: DMN XML of versions 1.1 to 1.5 (DMN 1.5, chapter 12 and its schema), or a plain form."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from bridgehead.dmn import markup
from bridgehead.dmn.boxed import function_definition, inside
from bridgehead.dmn.forms import FORMS, Form
from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.model import (
    NOTHING,
    Decision,
    DecisionService,
    FunctionItem,
    Import,
    InputData,
    ItemDefinition,
    KnowledgeModel,
    Model,
    Needs,
    Node,
    Reference,
    Requirement,
)
from bridgehead.dmn.names import MODEL, nearest_version, written
from bridgehead.dmn.opened import File, Opened
from bridgehead.dmn.plain.completing import complete
from bridgehead.dmn.plain.draft import Draft
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest


def read(path: Path | str) -> Model:
    """The model of a file.

    Raises BridgeheadError with every DM0xx that is found: the file cannot be opened (DM001), is no XML or a dangerous
    one (DM002 to DM004), or no DMN (DM005 to DM010). One in YAML or Excel raises DM007 to DM024, and what is wrong in
    all YAML (RB1xx) or in all workbooks (TB0xx).
    """
    return read_bytes(load(Path(path)), str(path))


def load(path: Path) -> bytes:
    """The bytes of a file. Raises BridgeheadError: DM001 where it cannot be opened, DM004 where it is too large."""
    try:
        with path.open("rb") as file:
            return file.read(markup.MAX_BYTES + 1)
    except OSError as why:
        beside = path.parent.iterdir() if path.parent.is_dir() else ()
        siblings = [one.name for one in beside if one.suffix.lower() in FORMS]
        near = nearest(path.name, siblings)
        raise BridgeheadError([mistake("DM001", Place.whole(str(path)), near, why=str(why.strerror))]) from why


def read_bytes(data: bytes, file: str = "") -> Model:
    """The model that the bytes of a file hold; `file` is its name in what is said of it. Raises as `read` does."""
    model, mistakes = read_all(data, file)
    wrong = [one for one in mistakes if not one.warning]
    if wrong:
        raise BridgeheadError(wrong)
    return model


def read_all(data: bytes, file: str = "") -> tuple[Model, tuple[Mistake, ...]]:
    """The model with all that is wrong in it, warnings too.

    The suffix of `file` says its form. Raises BridgeheadError for what is no XML or no DMN at all, DM002 to DM005.
    """
    if (form := FORMS.get(Path(file).suffix.lower(), "dmn")) != "dmn":
        draft = _draft(form, data, file)
        model = complete(draft)
        return model, tuple(sorted(dict.fromkeys(draft.mistakes), key=lambda one: one.place or Place()))
    document = markup.parse(data, file)
    root = document.root
    if root.name != "definitions" or root.namespace not in MODEL:
        near = nearest_version(root.namespace) if root.name == "definitions" else None
        raise BridgeheadError([mistake("DM005", root.place, near, found=root.name, namespace=root.namespace)])
    opened_file = File(root)
    model = replace(_model(Opened(root, opened_file)), before=document.before, after=document.after)
    return model, tuple(sorted(opened_file.mistakes, key=lambda one: one.place or Place()))


def _draft(form: Form, data: bytes, file: str) -> Draft:
    """What a file in a plain form says; the libraries of each are loaded where it is read."""
    if form == "xlsx":
        from bridgehead.dmn.plain import excel_reading

        return excel_reading.read(data, file)
    from bridgehead.dmn.plain import yaml_reading

    return yaml_reading.read(data, file)


def _model(of: Opened) -> Model:
    name = of.name()
    namespace = of.attribute("namespace", needed=True) or ""
    languages = of.attribute("expressionLanguage"), of.attribute("typeLanguage")
    imports = tuple(_import(one) for one in of.all("import"))
    types = tuple(_item_definition(one) for one in of.all("itemDefinition"))
    nodes = tuple(_NODES[one.tag](one) for one in of.all(*_NODES))
    return Model(
        name=name,
        namespace=namespace,
        imports=imports,
        types=types,
        nodes=nodes,
        expression_language=languages[0],
        type_language=languages[1],
        version=of.file.version,
        prefix=of.element.prefix,
        **of.part(),
    )


def _import(of: Opened) -> Import:
    return Import(
        name=written(of.attribute("name") or ""),
        namespace=of.attribute("namespace", needed=True) or "",
        import_type=of.attribute("importType", needed=True) or "",
        location=of.attribute("locationURI"),
        **of.part(),
    )


def _item_definition(of: Opened) -> ItemDefinition:
    type_ref = of.one("typeRef")
    function = of.one("functionItem")
    return ItemDefinition(
        name=of.name(),
        label=of.attribute("label"),
        collection=of.flag("isCollection"),
        type_ref=None if type_ref is None else of.file.type_name(type_ref.element.text),
        allowed=of.tests("allowedValues"),
        constraint=of.tests("typeConstraint"),
        components=tuple(_item_definition(one) for one in of.all("itemComponent")),
        function=None if function is None else _function_item(function),
        inner=NOTHING if type_ref is None else type_ref.unread(),
        **of.part(),
    )


def _function_item(of: Opened) -> FunctionItem:
    output = of.type_ref("outputTypeRef")
    return FunctionItem(
        parameters=tuple(one.item() for one in of.all("parameters")), output_type_ref=output, **of.part()
    )


def _node(of: Opened) -> dict[str, Any]:
    """What all nodes have."""
    variable = of.one("variable")
    return {
        "name": of.name(),
        "label": of.attribute("label"),
        "variable": None if variable is None else variable.item(),
    }


def _input_data(of: Opened) -> Node:
    return InputData(**_node(of), **of.part())


def _decision(of: Opened) -> Node:
    node = _node(of)
    needs = _requirements(of)
    return Decision(**node, requirements=needs, expression=inside(of), **of.part())


def _knowledge_model(of: Opened) -> Node:
    node = _node(of)
    logic = of.one("encapsulatedLogic")
    function = None if logic is None else function_definition(logic)
    return KnowledgeModel(**node, function=function, requirements=_requirements(of), **of.part())


def _requirements(of: Opened) -> tuple[Requirement, ...]:
    found = []
    for one in of.all("informationRequirement", "knowledgeRequirement"):
        targets = one.all(*Needs)
        if not targets:
            one.lacks("requiredDecision")
        for target in targets[:1]:
            href = target.attribute("href", needed=True) or ""
            found.append(Requirement(kind=Needs(target.tag), href=href, inner=target.unread(), **one.part()))
    return tuple(found)


def _decision_service(of: Opened) -> Node:
    node = _node(of)
    outputs, encapsulated, input_decisions, input_data = (
        tuple(_reference(one) for one in of.all(name))
        for name in ("outputDecision", "encapsulatedDecision", "inputDecision", "inputData")
    )
    return DecisionService(
        **node,
        outputs=outputs,
        encapsulated=encapsulated,
        input_decisions=input_decisions,
        input_data=input_data,
        **of.part(),
    )


def _reference(of: Opened) -> Reference:
    return Reference(href=of.attribute("href", needed=True) or "", **of.part())


_NODES = {
    "inputData": _input_data,
    "decision": _decision,
    "businessKnowledgeModel": _knowledge_model,
    "decisionService": _decision_service,
}
