"""Packed or not, a node is made of what it was said to be made of."""

from random import Random

import msgspec
import pytest

from lizao.material.graph import PAGE, Graph, Pieces


def made(random: Random, node: int) -> Pieces:
    """Some older nodes."""
    return tuple((random.randrange(node), random.random()) for _ in range(random.randrange(4)))


def grown(count: int, random: Random) -> tuple[Graph, list[Pieces]]:
    """A graph of so many nodes, and the same as a list; of some it is found later what they are."""
    graph = Graph()
    plain: list[Pieces] = [()]
    for node in range(1, count):
        plain.append(made(random, node))
        assert graph.append(plain[-1]) == node
        if random.random() < 0.1:
            other = random.randrange(1, node + 1)
            plain[other] += made(random, other)
            graph[other] = plain[other]
    return graph, plain


@pytest.mark.parametrize("count", [1, 2, 2 * PAGE, 2 * PAGE + 1, 5 * PAGE + 17])
def test_every_node_is_what_it_was_said_to_be(count: int) -> None:
    """One by one, from any node on, and after it was written down."""
    graph, plain = grown(count, Random(count))
    read = msgspec.msgpack.decode(msgspec.msgpack.encode(graph), type=Graph)
    assert read == graph
    for each in (graph, read):
        assert len(each) == count
        assert [each[node] for node in range(count)] == plain
        for first in (0, 1, PAGE - 1, PAGE, 3 * PAGE + 5, count - 1, count):
            assert [*each.since(first)] == [*enumerate(plain)][first:]


def test_most_of_it_lies_packed() -> None:
    """What stays unpacked does not grow."""
    graph, _ = grown(8 * PAGE, Random(1))
    assert len(graph.newest) <= 2 * PAGE
    assert len(graph.pages) >= 6
