"""What needs one another in an order, and what needs itself. Nothing here recurs, so that no chain is too long."""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from typing import TypeVar

MAX_SHOWN = 20  # names of a circle in a message

Name = TypeVar("Name", bound=Hashable)


def ordered(needs: Mapping[Name, Collection[Name]]) -> Iterator[Name]:
    """All names, each after those that it needs; one of a circle comes somewhere in it."""
    met: set[Name] = set()
    waiting = [(name, False) for name in reversed(list(needs))]
    while waiting:
        name, finished = waiting.pop()
        if finished:
            yield name
        elif name not in met:
            met.add(name)
            waiting.append((name, True))
            waiting += [(one, False) for one in reversed(list(needs[name]))]


def circles(following: Mapping[Name, Name]) -> Iterator[list[Name]]:
    """The circles of names of which each leads to one other at most, each circle once."""
    met: set[Name] = set()
    for start in following:
        path: dict[Name, None] = {}
        name = start
        while name in following and name not in met:
            met.add(name)
            path[name] = None
            name = following[name]
        if name in path:
            way = list(path)
            yield way[way.index(name) :]


def circling(needs: Mapping[Name, Collection[Name]]) -> set[Name]:
    """Those that need themselves in the end, or one that does."""
    left = {name: len(needed) for name, needed in needs.items()}
    users: dict[Name, list[Name]] = {}
    for name, needed in needs.items():
        for one in needed:
            users.setdefault(one, []).append(name)
    free = [name for name, count in left.items() if not count]
    while free:
        for user in users.get(free.pop(), ()):
            left[user] -= 1
            if not left[user]:
                free.append(user)
    return {name for name, count in left.items() if count}


def drawn(circle: Sequence[str]) -> str:
    """A circle as `A → B → A`; of a long one its beginning and its end."""
    shown = [*circle[: MAX_SHOWN - 1], "…", circle[-1]] if len(circle) > MAX_SHOWN else circle
    return " → ".join([*shown, circle[0]])
