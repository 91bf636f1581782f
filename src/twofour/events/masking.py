"""Personal data in what people write, masked before anybody sees it: phones, ID numbers, addresses, names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from twofour.events.pseudonym_form import PSEUDONYM

MASK = "****"

# Digits may be typed full-width; this keeps every character's place, so what is found can be cut out.
_HALF_WIDTH = str.maketrans("０１２３４５６７８９－　（）＋", "0123456789- ()+")

_NUMBERS = re.compile(
    r"""
    (?<!\d)
    (?: (?P<citizen> [1-9]\d{5} [ -]?
            (?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]) [ -]? \d{3}[\dXx] )
      | (?:\(?(?:\+|00)?86\)?[ -]?)? (?P<mobile> 1[3-9]\d[ .-]?\d{4}[ .-]?\d{4} )
      | \(?(?P<area> 0(?:10|2\d|[3-9]\d\d)) (?:\)[ ]?|[ -])? \d{3,4}[ -]?\d{4}
            (?:[ ]?(?:-|转|ext\.?)[ ]?\d{1,5})?
      | (?P<card> (?:\d{4}[ -]){2,4}\d{4,7} (?:[ ]\d{1,3})? )
      | (?P<run> [A-Za-z]{0,6}\d{8,} )
    ) (?!\d)
    """,
    re.VERBOSE | re.ASCII,
)
_LETTERS = re.compile(r"^[A-Za-z]+")
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?=[A-Za-z0-9-]{1,63}\.)")
# An id of WeChat or QQ is told by the words before it alone; "vx" within a longer word is none of them.
_CHAT_ID = re.compile(
    r"((?:微信|威信|薇信|扣扣|[加我]v|(?<![A-Za-z_])(?:weixin|wechat|v信|vx|wx|qq))(?:账号|帐号|号码?|id)?"
    r"[ ]?(?:[:：是为＝=]|就是)?[ ]?)([A-Za-z][-_A-Za-z0-9]{5,19}|[1-9]\d{4,10})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
# What an order form says about the person and the delivery, up to the end of the line or the next entry.
_REMARK = re.compile(
    r"((?:收货人|收件人|收货地址|收件地址|详细地址|联系人|买家姓名|真实姓名|"
    r"买家备注|买家留言|订单备注|订单留言|备注|留言)[ ]?[:：][ ]?)([^\n\r;；|]+)"
)

# What every address holds; looking for it first keeps the many texts without one cheap.
_HINT = re.compile(r"[路街道巷弄同区园厦寓场家村墅馆苑镇乡]")
# A name of a place holds no word that leads up to an address ("我住在", "寄到", "麻烦发").
_HAN = r"(?![我你您他的是在到寄发送住址给了吗呢请改和往这那])[\u4e00-\u9fff]"
_PROVINCE = rf"(?:{_HAN}){{2,7}}?(?:省|自治区)"
_CITY = rf"(?:{_HAN}){{2,7}}?(?:市|自治州|地区|盟)"
_COUNTY = rf"(?:{_HAN}){{1,7}}?(?:区|县|旗|市)"
_TOWN = rf"(?:{_HAN}){{1,8}}?(?:街道|社区|镇|乡|村)"
_KINDS = "路|街|大道|巷|弄|胡同|小区|花园|大厦|公寓|广场|家园|新村|别墅|公馆|校区|工业园|苑"
_STREET = rf"(?:{_HAN}|\d){{1,8}}?(?:{_KINDS})"
_UNITS = "号楼|号院|号|弄|栋|幢|座|楼|单元|室|层|组|队|户"
_DOOR = rf"(?:[ \-]*[\dA-Za-z一二三四五六七八九十百]+ ?(?:{_UNITS})(?:之[一二三四五六七八九十\d])?|-\d+)"
_FLAT = r"(?:[ \-]*\d{1,5})*"
_ADDRESS = re.compile(
    rf"(?P<two>{_PROVINCE}(?:{_CITY}(?:{_COUNTY})?|{_COUNTY})|{_CITY}{_COUNTY})"
    rf"(?:{_TOWN}|{_STREET})++(?:{_DOOR})*+{_FLAT}"
    rf"|(?P<one>(?:{_PROVINCE})?(?:{_CITY})?(?:{_COUNTY})?)(?:{_TOWN}|{_STREET})++(?:{_DOOR})++{_FLAT}"
)


def mask(text: str, known: Collection[str] = ()) -> str:
    """``text`` with personal data replaced; order ids in ``known`` stay whole.

    - mainland mobile number (with +86, blanks or hyphens): ``138****8000``
    - 18-digit ID number: first and last character, ``1****************X``
    - landline with its area code: ``0571-****``
    - bank card in groups of four, and any other run of eight or more digits that is not an order id: the
      last two digits, ``****34``
    - address: from the street, town or village on, ``浙江省杭州市西湖区****``. An address is a street or a
      town with a house number, or two levels of region (省、市、区 …) with a street or a town.
    - email: ``****@qq.com``; an id behind 微信、VX、QQ: ``微信****``
    - behind 收货人、收货地址、备注、留言 and a colon: the rest of the line

    A pseudonym stays whole, whatever its letters spell. A person's name without such a word before it and
    numbers written in words are not found.
    """
    parts = [_masked_part(part, known) for part in PSEUDONYM.split(text)]
    for at, name in enumerate(PSEUDONYM.findall(text)):
        parts[at] += name
    return "".join(parts)


def _masked_part(text: str, known: Collection[str]) -> str:
    plain = _REMARK.sub(rf"\1{MASK}", text) if ":" in text or "：" in text else text
    plain = _EMAIL.sub(f"{MASK}@", plain) if "@" in plain else plain
    return _without_addresses(_without_numbers(_CHAT_ID.sub(rf"\1{MASK}", plain), known))


def mask_note(note: str) -> str:
    """What a colleague writes about a case (a reason, evidence), masked as ``mask`` does; but a long number
    that is no phone, ID or bank card number stays, for it is an order's more often than not.
    """
    plain = note.translate(_HALF_WIDTH)
    runs = (match.group() for match in _NUMBERS.finditer(plain) if match.lastgroup == "run")
    return mask(note, {run for run in runs if not _is_card(run)})


def _is_card(run: str) -> bool:
    """Whether a number has a bank card's length, beginning and check digit."""
    if not run.isdigit() or not 16 <= len(run) <= 19 or run[0] not in "3456":
        return False
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(run)))
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def long_numbers(texts: Iterable[str]) -> set[str]:
    """Every long number in ``texts`` that might be an order id, with and without letters in front."""
    found: set[str] = set()
    for text in texts:
        for match in _NUMBERS.finditer(text.translate(_HALF_WIDTH)):
            found |= {match.group(), _LETTERS.sub("", match.group())}
    return found


def _without_numbers(text: str, known: Collection[str]) -> str:
    plain = text.translate(_HALF_WIDTH)
    parts: list[str] = []
    done = 0
    for match in _NUMBERS.finditer(plain):
        if match.group() in known or _LETTERS.sub("", match.group()) in known:
            continue
        parts += [text[done : match.start()], _masked(match)]
        done = match.end()
    return "".join([*parts, text[done:]])


def _masked(match: re.Match[str]) -> str:
    digits = re.sub(r"[ -]", "", match.group(match.lastgroup or 0))
    match match.lastgroup:
        case "citizen":
            return f"{digits[0]}{'*' * 16}{digits[-1]}"
        case "mobile":
            return f"{digits[:3]}{MASK}{digits[-4:]}"
        case "area":
            return f"{digits}-{MASK}"
        case _:
            return f"{MASK}{digits[-2:]}"


def _without_addresses(text: str) -> str:
    if not _HINT.search(text):
        return text
    return _ADDRESS.sub(lambda found: f"{found['two'] or found['one'] or ''}{MASK}", text)
