"""A member's statement as a page: complete, bilingual, self-contained, safe, legible."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from statement_samples import MONTHS, sample_run, with_member

from twofour.pay import Line
from twofour.statements.render_html import statement_html
from twofour.statements.seal import Seal

SEAL = Seal("2026-06-presales-two-four-0123abcd", "01" * 32)


def page_of(run, at=0):
    """The page of the payslip at this place."""
    return statement_html(run, run.payslips[at], SEAL)


def view(page, lang):
    """What the page says in one language, without its tags."""
    article = re.search(rf'<article class="sheet {lang}".*?</article>', page, re.DOTALL).group()
    return re.sub(r"<[^>]+>", " ", article)


class Balanced(HTMLParser):
    """Remembers tags that were opened and never closed, or closed out of order."""

    VOID = frozenset({"meta", "input", "br"})

    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.links = [], [], []

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.open.append(tag)
        self.links += [value for name, value in attrs if name in ("src", "href", "action", "srcset")]

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def test_statement_shows_who_when_how_much_and_by_which_scheme():
    said = view(page_of(sample_run()), "zh")
    for words in ("林小雨", "一组", "售前", "中级", "2026年6月", "5,012.83", "按「售前二四方案」核算"):
        assert words in said


def test_statement_shows_items_with_weight_figure_and_points_and_duties_with_outcome():
    said = " ".join(view(page_of(sample_run(), 2), "zh").split())
    assert "询单付款转化率 权重 60% 25.2774% 0 / 60 在「0% 起」档：0 分" in said
    assert "平均响应不超过 15 秒 ✗ 未达到 −5 分 平均响应时间 24.5116 秒，要求 ≤ 标准 15 秒：未满足" in said
    assert "纠正任务：一周内复盘慢响应会话" in said


def test_statement_signs_every_line_and_opens_it_down_to_the_measure():
    page = page_of(sample_run(), 2)
    said = " ".join(view(page, "zh").split())
    assert "响应过慢扣减 −50.00" in said
    assert "底薪 +2,500.00" in said
    assert "询单付款转化率 数据 25.2774% 分子 205 ÷ 分母 811 分子 205 分母 811" in said


def test_statement_without_a_figure_says_no_value():
    said = view(page_of(sample_run(), 4), "zh")
    assert "无值" in said
    assert "无数据，不作判断" in said


def test_pending_measure_is_noted_in_both_languages():
    page = page_of(sample_run())
    assert "询单付款转化率：3 个询单仍可能付款" in view(page, "zh")
    assert "inquiries that may still pay: 3" in view(page, "en")
    assert "延迟统计" not in page_of(sample_run(), 1)


def test_statement_says_what_it_rests_on_and_how_to_check_it():
    said = view(page_of(sample_run()), "zh")
    for words in (SEAL.run_id, SEAL.digest, "第 4 号：聊天消息 v3、订单 v3", "店铺 s1：2026-07-02 23:59"):
        assert words in said
    assert "sha256sum -c SHA256SUMS" in said


def test_english_view_holds_no_chinese_but_names():
    said = view(page_of(sample_run()), "en")
    assert set(re.findall(r"[\u4e00-\u9fff]+", said)) == {"林小雨", "一组"}


def test_chinese_view_holds_no_english_but_ids_units_and_commands():
    said = view(page_of(sample_run()), "zh")
    words = set(re.findall(r"[A-Za-z][A-Za-z-]+", re.sub(r"\b[0-9a-f]{64}\b", "", said)))
    known = {
        "presales-two-four",
        "presales-two-four-",
        "TwoFour",
        "SHA-",
        "SHA",
        "SUMS",
        "sum",
        "sha",
        "twofour",
    }
    assert words - known <= {"abcd", "explain", "m"}


def test_page_needs_no_network_and_runs_no_script():
    page = page_of(sample_run())
    parser = Balanced()
    parser.feed(page)
    assert parser.links == []
    assert "<script" not in page
    assert not re.search(r"url\(|@import|https?://", page)


def test_page_is_well_formed():
    parser = Balanced()
    parser.feed(page_of(sample_run()))
    assert (parser.open, parser.wrong) == ([], [])


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title><b>", "&lt;"]
)
def test_hostile_name_is_only_text(name):
    page = page_of(with_member(name, name))
    parser = Balanced()
    parser.feed(page)
    assert (parser.open, parser.wrong, parser.links) == ([], [], [])
    assert name not in page
    assert "<script" not in page


def test_hostile_line_title_is_only_text():
    run = sample_run(MONTHS[:1])
    payslip = run.payslips[0]
    line = payslip.lines[0]
    title = line.title._replace(zh="</style><script>x</script>")
    bad = replace(payslip, lines=(Line(line.id, line.component, title, line.fen, line.node),))
    assert "<script" not in statement_html(run, bad, SEAL)


def test_waterfall_starts_each_bar_where_the_last_one_ended():
    page = re.search(r'<article class="sheet zh".*?</article>', page_of(sample_run(), 2), re.DOTALL).group()
    bars = re.findall(r'<rect class="(plus|minus|whole)" x="(\d+)" width="(\d+)"', page)
    (base, _, base_width), (commission, commission_x, _), *_ = bars
    assert (base, commission) == ("plus", "plus")
    assert int(commission_x) == int(base_width)
    assert bars[-2][0] == "minus"
    assert bars[-1] == ("whole", "0", bars[-2][1])


def test_waterfall_below_nothing_stays_inside_its_drawing():
    run = sample_run(MONTHS[2:3])
    payslip = run.payslips[0]
    debt = payslip.lines[0]._replace(fen=-400_000)
    page = statement_html(run, replace(payslip, lines=(debt, *payslip.lines[1:])), SEAL)
    for x, width in re.findall(r'<rect class="\w+" x="(-?\d+)" width="(\d+)"', page):
        assert 0 <= int(x) <= int(x) + int(width) <= 1000
    assert "−1,843.65" not in page
    assert "−3,843.65" in page


def colours(css, dark):
    """The colour of each variable on a light or on a dark screen."""
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    return dict(re.findall(r"--([\w-]+): (#\w{6})", blocks[1] if dark else blocks[0]))


def luminance(colour):
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *(
            (ink, ground)
            for ink in ("ink", "muted", "accent", "minus", "warn")
            for ground in ("paper", "desk")
        ),
        *(("accent", "accent-soft"), ("minus", "minus-soft"), ("warn", "warn-soft"), ("muted", "track")),
        ("paper", "accent"),
    ],
)
def test_text_stands_out_from_its_ground(ink, ground, dark):
    css = files("twofour.statements").joinpath("statement.css").read_text(encoding="utf-8")
    palette = colours(css, dark)
    bright, dim = sorted((luminance(palette[ink]), luminance(palette[ground])), reverse=True)
    assert (bright + 0.05) / (dim + 0.05) >= 4.5
