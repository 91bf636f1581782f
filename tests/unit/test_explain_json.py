"""Explanations survive JSON exactly."""

import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from twofour.explain import Node, Quantity, leaf
from twofour.explain.render_json import node_from_json, node_to_json
from twofour.explain.working import computed
from twofour.text import Text, same

_numbers = st.one_of(st.none(), st.integers(), st.decimals(allow_nan=False, allow_infinity=False))
_texts = st.builds(Text, st.text(), st.text())
_quantities = st.builds(Quantity, _numbers, st.sampled_from(["fen", "yuan", "ratio", "count", "truth"]))
_leaves = st.builds(Node, _texts, st.none() | _quantities, st.none() | _texts, source=st.none() | st.text())
_nodes = st.recursive(
    _leaves,
    lambda nodes: st.builds(
        Node,
        _texts,
        st.none() | _quantities,
        st.none() | _texts,
        st.lists(nodes, max_size=3).map(tuple),
        st.none() | st.text(),
        st.none() | st.sampled_from(["sum", "round"]),
    ),
    max_leaves=6,
)


def exactly(node: Node) -> str:
    """Everything that a node holds, digits, types and operations included."""
    return repr(node)


@given(_nodes)
def test_node_through_json_text_is_the_same_node(node):
    data = json.loads(json.dumps(node_to_json(node), ensure_ascii=False))
    assert exactly(node_from_json(data)) == exactly(node)


def test_decimal_is_written_as_its_own_digits():
    data = node_to_json(leaf(same("rate"), Quantity(Decimal("0.0250"), "ratio"), "scheme:pay[0]"))
    assert data == {
        "label": {"zh": "rate", "en": "rate"},
        "quantity": {"amount": "0.0250", "unit": "ratio"},
        "source": "scheme:pay[0]",
    }


def test_whole_number_stays_a_number():
    assert node_to_json(leaf(same("n"), Quantity(7, "count")))["quantity"]["amount"] == 7


def test_missing_number_stays_missing():
    assert node_to_json(leaf(same("n"), Quantity(None, "ratio")))["quantity"]["amount"] is None


def test_computed_node_keeps_operation_and_children():
    parts = (leaf(same("a"), Quantity(2, "count")), leaf(same("b"), Quantity(3, "count")))
    data = node_to_json(computed("sum", same("both"), "count", parts))
    assert data["operation"] == "sum"
    assert [child["label"]["en"] for child in data["children"]] == ["a", "b"]
