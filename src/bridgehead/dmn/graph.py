"""Models together with those that they import, and who needs whom in them (DMN 1.5, chapter 6)."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, NoReturn

from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.model import Decision, DecisionService, Import, InputData, KnowledgeModel, Model, Needs, Node
from bridgehead.dmn.order import circling, drawn
from bridgehead.feel.parse.operators import RESERVED
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest

Wanted = tuple[str, tuple[type[Node], ...]]
WANTED: dict[Needs, Wanted] = {
    Needs.DECISION: ("a decision", (Decision,)),
    Needs.INPUT: ("input data", (InputData,)),
    Needs.KNOWLEDGE: ("a knowledge model or decision service", (KnowledgeModel, DecisionService)),
}
EITHER: Wanted = ("a decision or input data", (Decision, InputData))


class Key(NamedTuple):
    """What tells a node from all others: the namespace of its model, and its name there."""

    namespace: str
    name: str

    def __str__(self) -> str:
        """In James Clark's notation, as `{namespace}name`."""
        return f"{{{self.namespace}}}{self.name}"


@dataclass(frozen=True, slots=True)
class Need:
    """A node that another one needs, and what it is called there: `name`, or `alias.name` where it is imported."""

    key: Key
    name: str
    alias: str = ""


class Graph:
    """A model and those that it imports, directly or not, by namespace.

    `mistakes` are those of its references: DM102, DM106, DM107, DM113, DM117, DM121; of its services: DM103, DM119.
    """

    def __init__(self, model: Model, imported: Iterable[Model] = ()) -> None:
        self.main = model
        everything = (*imported, model)
        self.models = {one.namespace: one for one in everything}
        self._files: dict[str, list[str]] = {}
        for one in everything:
            self._files.setdefault(one.namespace, []).append(one.place.file or one.name)
        self.mistakes: list[Mistake] = []
        self.nodes: dict[Key, Node] = {}
        self._twice: set[Key] = set()  # of whose nodes only the last is known, so that no kind is to be judged
        self._by_id: dict[tuple[str, str], Key] = {}
        self._circling: dict[Key, Mistake] = {}  # what is wrong with those that need a node that needs itself
        for one in self.models.values():
            self._add(one)
        self.needs = {key: tuple(self._needs(key, node)) for key, node in self.nodes.items()}
        self._judge_names()
        self._judge_services()

    def _judge_names(self) -> None:
        """A word of FEEL names nothing in an expression; a decision that none needs may still be called so."""
        needed = {need.key for needs in self.needs.values() for need in needs}
        for key, node in self.nodes.items():
            name = self.called(key, self.models[key.namespace]).name
            if name in RESERVED and (isinstance(node, InputData | KnowledgeModel) or key in needed):
                self.mistakes.append(mistake("DM121", node.place, found=name))

    def _add(self, model: Model) -> None:
        for node in model.nodes:
            key = Key(model.namespace, node.name)
            if key in self.nodes:
                self.mistakes.append(mistake("DM107", node.place, found=node.name, element="nodes"))
                self._twice.add(key)
            self.nodes[key] = node
            if (model.namespace, node.id) in self._by_id:
                self.mistakes.append(mistake("DM113", node.place, found=str(node.id)))
            if node.id is not None:
                self._by_id[model.namespace, node.id] = key
        for one in model.imports:
            if one.namespace not in self.models and is_model(one):
                self.mistakes.append(mistake("DM106", one.place, found=one.namespace))
            files = self._files.get(one.namespace, [])
            if len(files) > 1:
                listed = ", ".join(sorted(files))
                self.mistakes.append(mistake("DM117", one.place, found=one.namespace, files=listed))

    def find(self, name: str) -> Key:
        """The node of the main model of that name, or of an imported one as `alias.name`.

        Raises BridgeheadError: DM101 where there is none.
        """
        key = Key(self.main.namespace, name)
        if key in self.nodes:
            return key
        for one in self.main.imports:
            key = Key(one.namespace, name.removeprefix(f"{one.name}."))
            if name.startswith(f"{one.name}.") and key in self.nodes:
                return key
        names = [one.name for one in self.main.nodes if isinstance(one, (Decision, DecisionService))]
        raise BridgeheadError([mistake("DM101", Place.whole(self.main.place.file), nearest(name, names), found=name)])

    def resolve(self, href: str, home: Model) -> Key | None:
        """The node that a reference leads to: `#id`, or `namespace#id`."""
        namespace, _, fragment = href.rpartition("#")
        return self._by_id.get((namespace or home.namespace, fragment))

    def resolved(self, references: Iterable[object], home: Model) -> Iterator[Key]:
        """The nodes that the references of a decision service lead to; those that lead to none are left out."""
        for one in references:
            key = self.resolve(getattr(one, "href", ""), home)
            if key is not None:
                yield key

    def _needs(self, key: Key, node: Node) -> Iterator[Need]:
        home = self.models[key.namespace]
        if isinstance(node, (Decision, KnowledgeModel)):
            for one in node.requirements:
                found = self.resolve(one.href, home)
                if found is not None and isinstance(self.nodes[found], WANTED[one.kind][1]):
                    yield self.called(found, home)
                elif found not in self._twice:
                    self._lost(one.href, one.place, key, WANTED[one.kind])
        elif isinstance(node, DecisionService):
            for reference in (*node.outputs, *node.encapsulated, *node.input_decisions, *node.input_data):
                if self.resolve(reference.href, home) is None:
                    self._lost(reference.href, reference.place, key, EITHER)

    def _lost(self, href: str, place: Place, needy: Key, wanted: Wanted) -> None:
        words, kinds = wanted
        others = {name: key for (home, name), key in self._by_id.items() if home == needy.namespace and key != needy}
        ids = [f"#{name}" for name, key in others.items() if isinstance(self.nodes[key], kinds)]
        self.mistakes.append(mistake("DM102", place, nearest(href, ids), found=href, expected=words))

    def called(self, key: Key, home: Model) -> Need:
        """What a node is called inside a model."""
        node = self.nodes[key]
        name = node.variable.name if node.variable is not None and node.variable.name else node.name
        if key.namespace == home.namespace:
            return Need(key, name)
        alias = next((one.name for one in home.imports if one.namespace == key.namespace), "")
        return Need(key, name, alias)

    def imported(self, namespace: str) -> list[str]:
        """The models at hand that one imports."""
        return [one.namespace for one in self.models[namespace].imports if one.namespace in self.models]

    def order(
        self, wanted: Iterable[Key], given: frozenset[Key] = frozenset(), known: Container[Key] = frozenset()
    ) -> tuple[Key, ...]:
        """What is to be worked out for the nodes wanted, each after all that it needs; what is given needs nothing.

        Those that are `known` to need no node that needs itself are not looked into again. Raises BridgeheadError:
        DM103 where a node needs itself. A knowledge model may: it calls itself.
        """
        done: dict[Key, None] = {}
        path: dict[Key, None] = {}
        waiting: list[tuple[Key, bool]] = [(key, False) for key in reversed(list(wanted))]
        while waiting:
            key, finished = waiting.pop()
            if finished:
                path.pop(key)
                done[key] = None
            elif key in path:
                self._circle(list(path), key, given)
            elif key in self._circling and not given:
                self._tell_circle(path, self._circling[key])
            elif key not in done:
                path[key] = None
                waiting.append((key, True))
                if key not in given and key not in known:
                    recurs = isinstance(self.nodes[key], KnowledgeModel)
                    needed = (need.key for need in reversed(self.needs[key]))
                    waiting += [(need, False) for need in needed if not (recurs and need == key)]
        return tuple(done)

    def _circle(self, path: list[Key], key: Key, given: frozenset[Key]) -> None:
        """Raise the mistake, unless all on the way are knowledge models."""
        circle = path[path.index(key) :]
        if not all(isinstance(self.nodes[one], KnowledgeModel) for one in circle):
            self._tell_circle(() if given else path, self._circular(circle))

    def _tell_circle(self, path: Iterable[Key], mistake: Mistake) -> NoReturn:
        """Raise the mistake, which is that of all on the path."""
        self._circling.update(dict.fromkeys(path, mistake))
        raise BridgeheadError([mistake])

    def _circular(self, circle: list[Key]) -> Mistake:
        return mistake("DM103", self.nodes[circle[0]].place, found=drawn([one.name for one in circle]))

    # Services

    def _judge_services(self) -> None:
        """What is worked out inside of a service: it needs no more than is there, and not the service itself.

        One with inputs may call itself, with others each time; the value of one without them would need itself.
        """
        told: set[Key] = set()
        suspects = circling({key: self._worked_out(key) for key in self.nodes})
        for key, node in self.nodes.items():
            if not isinstance(node, DecisionService):
                continue
            home = self.models[key.namespace]
            given = frozenset(self.resolved((*node.input_data, *node.input_decisions), home))
            self._tell_missing(node, frozenset(self.resolved(node.outputs, home)) - given, given)
            circle = self._way_back(key) if key in suspects and key not in told else []
            if circle and told.isdisjoint(circle):
                told.update(circle)
                first = next((at for at, one in enumerate(circle) if isinstance(self.nodes[one], Decision)), 0)
                self.mistakes.append(self._circular([*circle[first:], *circle[:first]]))

    def _tell_missing(self, service: DecisionService, outputs: frozenset[Key], given: frozenset[Key]) -> None:
        waiting, needy = list(outputs), dict.fromkeys(outputs, "")
        while waiting:
            key = waiting.pop()
            if isinstance(self.nodes[key], InputData) and needy[key]:
                told = {"found": key.name, "needy": needy[key], "service": service.name}
                self.mistakes.append(mistake("DM119", service.place, **told))
            new = [need.key for need in self.needs[key] if need.key not in needy and need.key not in given]
            needy.update(dict.fromkeys(new, key.name))
            waiting += new

    def _way_back(self, service: Key) -> list[Key]:
        """A way from a service through what it works out to itself; empty where there is none."""
        before: dict[Key, Key] = {}
        waiting = [service]
        while waiting:
            key = waiting.pop()
            for one in self._worked_out(key):
                if one not in before:
                    before[one] = key
                    waiting.append(one)
        if service not in before:
            return []
        way = [service]
        while before[way[-1]] != service:
            way.append(before[way[-1]])
        return [service, *reversed(way[1:])]

    def _worked_out(self, key: Key) -> list[Key]:
        node = self.nodes[key]
        if not isinstance(node, DecisionService):
            return [need.key for need in self.needs[key]]
        if node.input_data or node.input_decisions:
            return []
        return list(self.resolved(node.outputs, self.models[key.namespace]))


def is_model(one: Import) -> bool:
    """Whether what is imported is a DMN model, and not an XML schema or PMML."""
    return "/DMN/" in one.import_type
