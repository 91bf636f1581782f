"""What the synthetic shop sells: curtains, bedding, quilts, pillows, summer mats and small things."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from twofour.demo.phrases import load


@dataclass(frozen=True, slots=True)
class Product:
    """One article. ``price`` in yuan, ``cost`` in percent of it, ``share`` how often it is asked for."""

    short: str
    name: str
    kind: str
    price: int
    cost: int
    share: int
    sizes: tuple[str, ...]
    colors: tuple[str, ...]
    fabric: str


def _read() -> tuple[Product, ...]:
    data = load("goods")
    return tuple(
        Product(
            short=short,
            sizes=tuple(data["sizes"][about.pop("size")]),
            colors=tuple(about.pop("colors")),
            **about,
        )
        for short, about in data["products"].items()
    )


PRODUCTS = _read()
_SHARES = tuple(product.share for product in PRODUCTS)
_COMPANIONS = {
    kind: tuple(product for product in PRODUCTS if product.price < 140 and product.kind != kind)
    for kind in {product.kind: None for product in PRODUCTS}
}


def pick(rng: Random) -> Product:
    """The article that a customer comes for."""
    return rng.choices(PRODUCTS, _SHARES)[0]


def companion(rng: Random, product: Product) -> Product:
    """Something cheaper of another kind: what goes along in a basket or is offered after the payment."""
    return rng.choice(_COMPANIONS[product.kind])
