"""Personal data in chat texts: what is masked, what stays, and that no text makes it slow."""

from __future__ import annotations

from time import perf_counter

import pytest

from twofour.events.masking import long_numbers, mask


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("我电话13800138000，姓李", "我电话138****8000，姓李"),
        ("+86 138-0013-8000", "138****8000"),
        ("138 0013 8000加我", "138****8000加我"),
        ("１３８００１３８０００", "138****8000"),
        ("tel13800138000", "****00"),
        ("身份证11010519491231002X谢谢", "身份证1****************X谢谢"),
        ("座机0571-88886666", "座机0571-****"),
        ("01062345678", "010-****"),
        ("卡号6222 0212 3456 7890 123", "卡号****23"),
        ("快递SF1234567890123", "快递****23"),
        ("QQ 123456789", "QQ ****"),
        ("编号 123456789", "编号 ****89"),
        ("(+86)138.0013.8000", "138****8000"),
        ("0086-138-0013-8000", "138****8000"),
        ("(0571) 8888 6666转801", "0571-****"),
        ("6222021234567890123", "****23"),
        ("身份证 110105 19491231 002x", "身份证 1****************x"),
    ],
)
def test_numbers_of_people_are_masked(written: str, shown: str) -> None:
    """Phones, ID numbers, landlines, cards and other long numbers, however they are typed."""
    assert mask(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("发我邮箱 xiao.ming+1@mail.qq.com 吧", "发我邮箱 ****@mail.qq.com 吧"),
        ("加我微信：wxid_abc-123", "加我微信：****"),
        ("微信号abcde12", "微信号****"),
        ("VX: ab_c12345 谢谢", "VX: **** 谢谢"),
        ("13800138000vx同号，我wxabc_123", "138****8000vx同号，我wx****"),
        ("收货人：张三；电话 13800138000", "收货人：****；电话 138****8000"),
        ("订单备注: 放门卫，别敲门\n好的", "订单备注: ****\n好的"),
    ],
)
def test_accounts_names_and_remarks_are_masked_behind_their_words(written: str, shown: str) -> None:
    """What only the words before it tell: a chat id, a name, a remark on an order."""
    assert mask(written) == shown


@pytest.mark.parametrize(
    "letters", ["xtlchwpizd5vxfnhirrjh25klt", "qqabcdefghijklmnopqrstuvwx", "a" + "27" * 12 + "b"]
)
def test_a_pseudonym_stays_whole_whatever_its_letters_spell(letters: str) -> None:
    """A pseudonym holds nothing of a person; cut in half it would open no chat."""
    assert mask(f"我是pn_{letters}，手机13800138000") == f"我是pn_{letters}，手机138****8000"
    assert mask(f"微信 pn_{letters}vxabc_123") == f"微信 pn_{letters}vx****"


@pytest.mark.parametrize(
    "harmless",
    [
        "亲，已经备注好了",
        "iPhone xs vx好用",
        "型号 convxabcdefg",
        "@小美 在吗",
        "微信支付就可以",
        "300-400元",
        "2026-06-01 10:05:03 到的",
        "规格 200 230 220cm",
        "一共299元，满300减30",
        "河北省保定市能到吗",
        "2路公交车旁边",
        "什么时候发货？明天3号可以吗",
        "市面上的四件套路数不同",
        "",
    ],
)
def test_prices_sizes_dates_and_cities_stay(harmless: str) -> None:
    """A city alone is no address, and short numbers are no phones."""
    assert mask(harmless) == harmless


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("地址：浙江省杭州市西湖区文三路123号5幢402室 张三", "地址：浙江省杭州市西湖区**** 张三"),
        ("我住在文三路 123 号", "我住在****"),
        ("寄到朝阳区建国路88号院3号楼1201", "寄到朝阳区****"),
        ("幸福小区3栋2单元501", "****"),
        ("四川省成都市武侯区桂溪街道", "四川省成都市武侯区****"),
        ("河南省周口市太康县城关镇王村3组", "河南省周口市太康县****"),
        ("福建省厦门市思明区嘉禾路 99号之一 506室", "福建省厦门市思明区****"),
    ],
)
def test_addresses_keep_their_region_only(written: str, shown: str) -> None:
    """Province, city and district may be needed to talk about delivery; the rest is where somebody lives."""
    assert mask(written) == shown


def test_known_order_ids_stay_whole() -> None:
    """With and without letters in front; a number that the shop does not know is masked."""
    known = {"SYN26050100001", "2605010000222"}
    assert mask("订单SYN26050100001、2605010000222、NO2605010000222", known) == (
        "订单SYN26050100001、2605010000222、NO2605010000222"
    )
    assert mask("订单SYN26050100009", known) == "订单****09"
    assert mask("13800138000", {"13800138000"}) == "13800138000"


def test_long_numbers_finds_what_may_be_an_order_id() -> None:
    """Letters in front may or may not belong to the id."""
    assert long_numbers(["订单SYN26050100001", "299元"]) == {"SYN26050100001", "26050100001"}


@pytest.mark.parametrize(
    "piece",
    [
        "村",
        "新村",
        "小区",
        "市区",
        "路1号",
        "1",
        "1 ",
        "一",
        "省市区路村",
        "138 ",
        "备注：",
        "a@",
        "微信",
        "0571-",
    ],
)
def test_no_text_makes_masking_slow(piece: str) -> None:
    """A thousand characters of anything take well under a second."""
    text = piece * (1000 // len(piece))
    began = perf_counter()
    mask(text)
    assert perf_counter() - began < 2
