"""Decisions that run: each node compiled once, when it is first needed (DMN 1.5, chapters 6 and 10).

A node is worked out once a case, after all that it needs. Its value is one of its type, null where it is not: so with
what is given for input data, and with what a decision or a function gives.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bridgehead import feel
from bridgehead.dmn import why
from bridgehead.dmn.given import strange
from bridgehead.dmn.graph import Graph, Key
from bridgehead.dmn.item_types import Types
from bridgehead.dmn.lower import Lowering, Within, is_feel
from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.model import Decision, DecisionService, InputData, KnowledgeModel, Model, Node
from bridgehead.dmn.order import ordered
from bridgehead.feel import tree
from bridgehead.feel.compile import noting
from bridgehead.feel.compile.tracing import Record
from bridgehead.feel.compile.writer import Origin
from bridgehead.feel.hits import TRACE, Fired, conformed
from bridgehead.feel.mistakes import mistake as feel_mistake
from bridgehead.feel.steps import counted
from bridgehead.feel.types import ANY, ContextType, FunctionType, Scope, Type, Variable
from bridgehead.feel.values import NOW, Function, feel_value, named
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

MAX_DEPTH = 100  # of decision services inside one another
MAX_HEIGHT = 90  # of a tree: Python writes no more than a hundred functions inside one another


@dataclass
class Plan:
    """A node, ready to run: its tree over the names of its scope, the function made of it, and what is wrong in it."""

    node: Node
    type: Type
    expression: tree.Expression | None = None
    scope: Scope = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()
    read: tuple[why.Read, ...] = ()

    @cached_property
    def function(self) -> Any:
        """Made when a case first asks for it; a check never does."""
        assert self.expression is not None
        return feel.compile(self.expression, self.scope, self.origin)

    @property
    def origin(self) -> Origin:
        itself = isinstance(self.node, KnowledgeModel)
        return Origin(f"«{self.node.name}»" if itself else f"a function in «{self.node.name}»", self.node.place)


@dataclass(slots=True)
class Case:
    """One case on its way: what is known so far, what the caller has passed, and whether reasons are noted."""

    known: dict[Key, Any]
    extra: dict[str, Any]
    noting: bool = False
    depth: int = 0
    waiting: dict[Key, list[tuple[dict[str, Any], str]]] = field(default_factory=dict)


class Decisions:
    """The decisions of a model and of those that it imports.

    A strict one raises what is wrong in the texts that a decision needs, before it runs; a lenient one takes such a
    text, or a name in it, for null, as the compatibility kit has it. A thorough one notes what can only be null, too.
    """

    def __init__(
        self, model: Model, imported: Iterable[Model] = (), *, lenient: bool = False, thorough: bool = False
    ) -> None:
        self.graph = Graph(model, imported)
        self.lenient = lenient
        self._thorough = thorough
        self._plans: dict[Key, Plan] = {}
        self._types: dict[str, Types] = {}
        self._orders: dict[tuple[tuple[Key, ...], frozenset[Key]], tuple[Key, ...]] = {}
        self._record = Record()
        self._noting: dict[Key, Any] = {}

    def decide(
        self,
        name: str,
        inputs: Mapping[str, object],
        *,
        now: object = None,
        trace: list[Fired] | None = None,
        reasons: list[Mistake] | None = None,
    ) -> Any:
        """The value of a decision, a decision service or a knowledge model's function, for one case. A function is
        called with values of FEEL: `decisions.decide("half", {}).call(Decimal(4))`.

        `inputs` has a value for each input data by name; what is not given is null. One of an imported model is under
        the name of the import, as in `{"prices": {"fare": 5}}` or `{"prices.fare": 5}`, or under `{namespace}name`.
        `now` is the date and time that
        `now()` is to give; to `trace` each decision table adds what it has `Fired`. To `reasons` is added why nulls
        were made on the way: DM201 and DM202 of what is given, FE5xx in its place in the file, DM401 and DM402 of
        tables; this is slower, and made for one thread.

        Raises BridgeheadError: DM101 no such decision, DM103 one that needs itself; DM102, DM104, DM106, DM117 and
        FE0xx to FE2xx for what is wrong in the model, where it is not lenient; FE4xx for a value that is none of FEEL,
        for a name that is no text, or where a limit is passed; TypeError where `inputs` are no mapping.
        """
        named(inputs)
        key = self.graph.find(name)
        if reasons is not None:
            return self._explained(key, inputs, now, [] if trace is None else trace, reasons)
        return self._decide(key, inputs, now, trace)

    def _explained(
        self, key: Key, inputs: Mapping[str, object], now: object, trace: list[Fired], reasons: list[Mistake]
    ) -> Any:
        before = len(trace)
        self._record.clear()
        value = self._decide(key, inputs, now, trace, noting=True)
        reasons += strange(self._inputs(key), inputs)
        plans = self._plans.values()
        whole = [(plan.expression, plan.node.place) for plan in plans if plan.expression is not None]
        reasons += why.of_tables(trace[before:], {plan.node.name: plan.node.place for plan in plans})
        reasons += why.of_texts(self._record.causes.values(), (one for plan in plans for one in plan.read), whole)
        return value

    def _decide(
        self, key: Key, inputs: Mapping[str, object], now: object, trace: list[Fired] | None, *, noting: bool = False
    ) -> Any:
        extra = {} if now is None else {NOW: now}
        if trace is not None:
            extra[TRACE] = trace
        node = self.graph.nodes[key]
        if isinstance(node, DecisionService):
            home = self.graph.models[key.namespace]
            references = (*node.input_data, *node.input_decisions)
            known = {one: self._given(one, inputs) for one in self.graph.resolved(references, home)}
            return self._service(key, node, Case(known, extra, noting))
        return self._work_out((key,), Case({}, extra, noting), inputs)[key]

    def place(self, name: str) -> Place:
        """Where a decision or service stands. Raises BridgeheadError: DM101 where there is none."""
        return self.graph.nodes[self.graph.find(name)].place

    def inputs(self, name: str) -> dict[str, Type]:
        """The input data that a decision or service takes, with their types, by the names under which `decide` does.

        Raises as `decide` does.
        """
        return self._inputs(self.graph.find(name))

    def _inputs(self, key: Key) -> dict[str, Type]:
        return {self.called(one): self.plan(one).type for one in self.taken(key)}

    def taken(self, key: Key) -> tuple[Key, ...]:
        """The input data that a decision takes, or what a service is given: input data, then decisions.

        Raises as `decide` does.
        """
        node = self.graph.nodes[key]
        if not isinstance(node, DecisionService):
            order = self.order((key,), frozenset())
            return tuple(one for one in order if isinstance(self.graph.nodes[one], InputData))
        home = self.graph.models[key.namespace]
        taken = tuple(self.graph.resolved((*node.input_data, *node.input_decisions), home))
        self.order(tuple(self.graph.resolved(node.outputs, home)), frozenset(taken))
        return taken

    def called(self, key: Key) -> str:
        """The name of a node as seen from the main model: `name`, `alias.name`, or else `{namespace}name`."""
        home = self.graph.main
        if key.namespace == home.namespace:
            return key.name
        aliases = [one.name for one in home.imports if one.namespace == key.namespace]
        return f"{aliases[0]}.{key.name}".removeprefix(".") if aliases else str(key)

    def plan(self, key: Key) -> Plan:
        """A node, ready to run; those that it needs are planned before."""
        if key not in self._plans:
            self._prepare((key,))
        return self._plans[key]

    def _prepare(self, wanted: tuple[Key, ...]) -> None:
        for key in self.graph.order(wanted, known=self._plans.keys()):
            if key not in self._plans:
                self._plans[key] = self._planned(key)

    def types(self, namespace: str) -> Types:
        """The types of one model, those that it imports under the import's name."""
        if not self._types:
            models = self.graph.models
            for home in ordered({home: self.graph.imported(home) for home in models}):
                imported: dict[str, Type] = {}
                for one in models[home].imports:
                    for name, type in self._types[one.namespace].known.items() if one.namespace in self._types else ():
                        imported[f"{one.name}.{name}" if one.name else name] = type
                self._types[home] = Types(models[home].types, imported, [])
        return self._types[namespace]

    # Making plans

    def _planned(self, key: Key) -> Plan:
        node = self.graph.nodes[key]
        types = self.types(key.namespace)
        before = len(types.mistakes)
        lowering = Lowering(types, lenient=self.lenient, thorough=self._thorough, label=node.name)
        declared = types.of(node.variable.type_ref, node.variable.place) if node.variable is not None else ANY
        match node:
            case InputData():
                plan = Plan(node, declared)
            case DecisionService():
                plan = Plan(node, self._service_type(key, node, declared))
            case KnowledgeModel():
                plan = self._compiled(node, self._knowledge(key, node, lowering, declared), key, lowering)
            case Decision(expression=expression):
                if expression is not None:
                    language = self.graph.models[key.namespace].expression_language
                    if language is not None and not is_feel(language):
                        lowering.mistakes.append(mistake("DM108", node.place, found=language))
                place = node.place if expression is None else expression.place
                lowered = lowering.typed(lowering.expression(expression, Within(self._scope(key))), declared, place)
                plan = self._compiled(node, lowered, key, lowering)
            case _:
                raise TypeError(f"{type(node).__name__} is no node")
        plan.mistakes = (*types.mistakes[before:], *lowering.mistakes)
        plan.read = tuple(lowering.read)
        return plan

    def _compiled(self, node: Node, lowered: tree.Expression, key: Key, lowering: Lowering) -> Plan:
        if tree.height(lowered) > MAX_HEIGHT:
            lowering.mistakes.append(mistake("DM111", node.place, found=node.name, limit=MAX_HEIGHT))
            lowered = lowering.expression(None, Within({}))
        return Plan(node, lowered.type, lowered, self._scope(key))

    def _scope(self, key: Key) -> dict[str, Variable]:
        """The names that a node may use: those of what it needs; imported ones are in a context of their own."""
        scope: dict[str, Variable] = {}
        for need in self.graph.needs[key]:
            type = self._plans[need.key].type if need.key in self._plans else ANY
            if not need.alias:
                scope[need.name] = Variable(type, optional=True)
                continue
            fields = dict(getattr(scope[need.alias].type, "fields", None) or {}) if need.alias in scope else {}
            fields[need.name] = Variable(type, optional=True)
            scope[need.alias] = Variable(ContextType(fields=fields), optional=True)
        node = self.graph.nodes[key]
        if isinstance(node, KnowledgeModel) and node.function is not None:
            names = tuple(one.name for one in node.function.parameters)
            of = FunctionType(parameters=tuple(ANY for _ in names), names=names)
            scope[node.name] = Variable(of, optional=True)
        return scope

    def _knowledge(self, key: Key, node: KnowledgeModel, lowering: Lowering, declared: Type) -> tree.Expression:
        if node.function is None:
            return lowering.expression(None, Within({}))
        result = declared.result if isinstance(declared, FunctionType) else declared
        return lowering.function(node.function, Within(self._scope(key)), result)

    def _service_type(self, key: Key, node: DecisionService, declared: Type) -> FunctionType:
        home = self.graph.models[key.namespace]
        taken = tuple(self.graph.resolved((*node.input_data, *node.input_decisions), home))
        names = tuple(self.graph.called(one, home).name for one in taken)
        result = declared.result if isinstance(declared, FunctionType) else declared
        return FunctionType(parameters=tuple(self.plan(one).type for one in taken), result=result, names=names)

    # Running

    def _work_out(self, wanted: tuple[Key, ...], case: Case, inputs: Mapping[str, object]) -> dict[Key, Any]:
        """The values of what is wanted and of all that it needs."""
        known = case.known
        for key in self.order(wanted, frozenset(known)):
            if key in known:
                continue
            plan = self._plans[key]
            match plan.node:
                case InputData():
                    known[key] = self._given(key, inputs)
                case DecisionService() as service:
                    known[key] = self._as_function(key, service, case)
                case _:
                    context = self._context(key, case)
                    try:
                        function = self._noted(key, plan) if case.noting else plan.function
                        known[key] = function(context)
                    except BridgeheadError as error:  # of a limit, which has its place where it is a function's
                        raise error.at(plan.node.place) from error
            for context, name in case.waiting.pop(key, ()):
                context[name] = known[key]
        return known

    def _noted(self, key: Key, plan: Plan) -> Any:
        """The function that notes why nulls were made, in the record that all nodes share."""
        if key not in self._noting:
            assert plan.expression is not None
            self._noting[key] = noting(plan.expression, plan.scope, self._record, plan.origin)
        return self._noting[key]

    def order(self, wanted: tuple[Key, ...], given: frozenset[Key]) -> tuple[Key, ...]:
        """The order in which nodes are worked out, all of them planned; raises what is wrong in them."""
        if (wanted, given) in self._orders:
            return self._orders[wanted, given]
        order = self.graph.order(wanted, given)
        self._prepare(order)
        if not self.lenient:
            types = (one for namespace in {key.namespace for key in order} for one in self.types(namespace).own)
            wrong = [*self.graph.mistakes, *types, *(one for key in order for one in self._plans[key].mistakes)]
            serious = [one for one in wrong if not one.warning]
            if serious:
                raise BridgeheadError(serious)
        self._orders[wanted, given] = order
        return order

    def _context(self, key: Key, case: Case) -> dict[str, Any]:
        context: dict[str, Any] = dict(case.extra)
        for need in self.graph.needs[key]:
            if need.key not in case.known:  # knowledge models that call one another
                case.waiting.setdefault(need.key, []).append((context, need.name))
            elif need.alias:
                context.setdefault(need.alias, {})[need.name] = case.known[need.key]
            else:
                context[need.name] = case.known[need.key]
        if isinstance(self.graph.nodes[key], KnowledgeModel):
            case.waiting.setdefault(key, []).append((context, key.name))
        return context

    def _given(self, key: Key, inputs: Mapping[str, object]) -> Any:
        """What is given for input data, or for a decision in its place."""
        value = inputs.get(str(key))
        if value is None:
            value = inputs.get(self.called(key))
        if value is None and key.namespace != self.graph.main.namespace:
            aliases = [one.name for one in self.graph.main.imports if one.namespace == key.namespace]
            inside = [inputs.get(alias) for alias in aliases if alias]
            value = next((one.get(key.name) for one in inside if isinstance(one, Mapping)), None)
        return conformed(feel_value(value), self.plan(key).type)

    def _as_function(self, key: Key, service: DecisionService, case: Case) -> Function:
        """A decision service as a function of its input data, then of its input decisions."""
        home = self.graph.models[key.namespace]
        inputs = tuple(self.graph.resolved((*service.input_data, *service.input_decisions), home))
        parameters = tuple((self.graph.called(one, home).name, self.plan(one).type) for one in inputs)

        def call(*arguments: Any) -> Any:
            if case.depth >= MAX_DEPTH:
                found = f"the service «{service.name}» is called {MAX_DEPTH} levels deep, in itself or in others"
                raise BridgeheadError([feel_mistake("FE404", service.place, found=found)])
            known = dict(zip(inputs, arguments, strict=True))
            return self._service(key, service, Case(known, case.extra, case.noting, case.depth + 1))

        return Function(parameters, call, self._service_result(key))

    def _service(self, key: Key, service: DecisionService, case: Case) -> Any:
        """The value of the one output decision, or a context of all."""
        home = self.graph.models[key.namespace]
        outputs = tuple(self.graph.resolved(service.outputs, home))
        known = self._work_out(outputs, case, {})
        values = {self.graph.called(one, home).name: known[one] for one in outputs}
        value = next(iter(values.values())) if len(values) == 1 else values
        with counted():
            try:
                return conformed(value, self._service_result(key))
            except BridgeheadError as error:
                raise error.at(service.place) from error

    def _service_result(self, key: Key) -> Type:
        type = self.plan(key).type
        return type.result if isinstance(type, FunctionType) else ANY
