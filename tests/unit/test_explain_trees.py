"""Explanation trees in the terminal and in HTML."""

from decimal import Decimal

from rich.console import Console

from twofour.explain import Node, Quantity, leaf
from twofour.explain.render_html import html_quantity, html_tree
from twofour.explain.render_terminal import printable, terminal_tree
from twofour.text import Text, same

RATE = leaf(
    Text("提成比例", "rate"), Quantity(Decimal("0.035"), "ratio"), "scheme:pay[1].commission.tiers[2]"
)
SALES = leaf(
    Text("有效销售额", "effective sales"), Quantity(4_379_500, "fen"), "measure:effective_sales@member:m1"
)
PRODUCT = Node(
    Text("提成", "commission"),
    Quantity(153_283, "fen"),
    Text("有效销售额 × 提成比例", "effective sales × rate"),
    (SALES, RATE),
)


def printed(node, lang="zh"):
    """What a wide terminal shows, without colours."""
    console = Console(width=200, highlight=False, color_system=None)
    with console.capture() as capture:
        console.print(terminal_tree(node, lang))
    return capture.get()


def test_terminal_tree_shows_label_number_formula_and_source_of_every_node():
    first, second, third = printed(PRODUCT).splitlines()
    assert first == "提成  1,532.83 元  有效销售额 × 提成比例"
    assert second == "├── 有效销售额  43,795.00 元  measure:effective_sales@member:m1"
    assert third == "└── 提成比例  3.5%  scheme:pay[1].commission.tiers[2]"


def test_terminal_tree_speaks_english_when_asked():
    assert printed(PRODUCT, "en").splitlines()[0] == "commission  1,532.83 yuan  effective sales × rate"


def test_terminal_tree_prints_square_brackets_as_they_are():
    assert "[red]alarm[/red]" in printed(leaf(same("[red]alarm[/red]"), Quantity(1, "count")))


def test_terminal_tree_never_passes_escape_codes_on():
    shown = printed(leaf(same("\x1b[2Jgone\a"), Quantity(1, "count")))
    assert "\x1b" not in shown
    assert "\a" not in shown
    assert "gone" in shown


def test_printable_keeps_chinese_and_replaces_direction_marks():
    assert printable("王芳\u202e") == "王芳\ufffd"


def test_missing_number_says_so():
    assert "无值" in printed(leaf(same("rate"), Quantity(None, "ratio")))


def test_html_tree_folds_computed_nodes_and_lists_what_was_read():
    outer = Node(same("line"), Quantity(153_283, "fen"), children=(PRODUCT,))
    page = str(html_tree(outer, "zh"))
    assert page.count("<details") == 1
    assert page.index("提成") < page.index("43,795.00 元") < page.index("3.5%")
    assert 'title="measure:effective_sales@member:m1">数据</span>' in page
    assert 'title="scheme:pay[1].commission.tiers[2]">方案</span>' in page


def test_html_tree_opens_only_the_outer_levels():
    nested = Node(same("a"), children=(Node(same("b"), children=(Node(same("c"), children=(RATE,)),)),))
    page = str(html_tree(nested, "en", open_levels=1))
    assert page.count("<details open>") == 1
    assert page.count("<details>") == 1


def test_html_tree_escapes_hostile_words():
    hostile = leaf(same("<script>x</script>"), Quantity(1, "count"), 'measure:"><script>')
    page = str(html_tree(Node(same("line"), children=(hostile,)), "zh"))
    assert "<script>" not in page


def test_html_negative_number_has_a_minus_sign_and_its_class():
    assert str(html_quantity(Quantity(-5000, "fen"), "zh")) == '<span class="num minus">−50.00 元</span>'
