"""Orders of the synthetic shop: what is in the basket, when it is paid, shipped or closed."""

from __future__ import annotations

from datetime import timedelta

from twofour.demo.aftersales import question
from twofour.demo.days import campaign
from twofour.demo.goods import Product, companion
from twofour.demo.people import SHOP_ID, Person
from twofour.demo.refunds import ask_back
from twofour.demo.rows import DAY, HOUR, MINUTE, Order, clock, day_of
from twofour.demo.world import EXPORT_AT, Customer, Purchase, World

_FEN = 100


def place(
    world: World, customer: Customer, product: Product, seller: Person | None, at: int, *, extra: float = 0.2
) -> Purchase:
    """The customer orders ``product`` at ``at``; with probability ``extra`` something else goes along."""
    rng = world.rng
    count = 1 + (rng.random() < 0.14) + (product.kind == "pillow" and rng.random() < 0.5)
    price, cost = product.price * count, product.price * product.cost * count
    while rng.random() < extra and count < 6:
        added = companion(rng, product)
        price, cost, count = price + added.price, cost + added.price * added.cost, count + 1
    order = Order(
        order_id=f"SYN{day_of(at):%y%m%d}{len(world.rows.orders) + 1:05d}",
        shop_id=SHOP_ID,
        customer_id=customer.customer_id,
        created_at=at,
        amount=(price - _discount(price, at)) * _FEN,
        shipping_fee=0 if price >= 39 else 8 * _FEN,
        item_count=count,
        cost=cost,
    )
    world.rows.orders.append(order)
    return Purchase(order, customer, product, seller)


def _discount(price: int, at: int) -> int:
    """Yuan off by the campaign of the day, as the campaign's own words promise."""
    name = campaign(day_of(at)).name
    if name == "618大促":
        return price // 300 * 50
    if name == "夏凉节":
        return 20 if price >= 199 else 0
    return 30 if price >= 299 else 0


def pay(world: World, purchase: Purchase, at: int) -> None:
    """Payment at ``at``: a coupon now and then, shipping within two days, perhaps questions or a refund."""
    if at >= EXPORT_AT:
        return
    rng, order = world.rng, purchase.order
    coupon = rng.choice((5, 10)) * _FEN if rng.random() < 0.15 else 0
    order.paid_at = at
    order.paid_amount = max(order.amount + order.shipping_fee - coupon, _FEN)
    order.status = "待发货"
    if rng.random() < (purchase.seller.refund if purchase.seller else 0.06):
        early = rng.random() < 0.25
        wait = rng.randint(20 * MINUTE, 3 * HOUR) if early else rng.randint(3 * DAY, 14 * DAY)
        world.later(_waking(world, at + wait), lambda when: ask_back(world, purchase, when))
        if early:
            return
    elif rng.random() < 0.3:
        world.later(
            _waking(world, at + rng.randint(20 * HOUR, 6 * DAY)), lambda when: question(world, purchase, when)
        )
    ship = at + rng.randint(3 * HOUR, 44 * HOUR)
    if ship < EXPORT_AT:
        order.shipped_at = ship
        order.status = "已发货" if ship > EXPORT_AT - 9 * DAY else "交易成功"


def abandon(purchase: Purchase) -> None:
    """The customer never pays: the platform closes the order a day after its creation."""
    closed = purchase.order.created_at + DAY
    if closed < EXPORT_AT:
        purchase.order.closed_at, purchase.order.status = closed, "交易关闭"


def _waking(world: World, at: int) -> int:
    """``at``, or the following morning when it lies in the night."""
    hour = at % DAY // HOUR
    if 9 <= hour < 22:
        return at
    day = day_of(at) if hour < 9 else day_of(at) + timedelta(days=1)
    return clock(day, 9) + world.rng.randrange(3 * HOUR)
