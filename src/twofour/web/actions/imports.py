"""Uploading, importing, correcting and undoing: each asked for by somebody, done in the background."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse

from twofour.problems import Refused
from twofour.text import Text
from twofour.web.actions.audit import record
from twofour.web.bridge import held, imports, imports_again, lake, uploads
from twofour.web.bridge.rules import document_of
from twofour.web.bridge.uploads import Sent, Upload
from twofour.web.jobs import Tell, ask, work
from twofour.web.models import Job, ShopRules
from twofour.web.permissions import Act, Actor, actor_in
from twofour.web.queries import imports as kept

_FEW = 10  # the engine names so many shops of a file at most


def upload_files(
    *,
    actor: Actor,
    page: str,
    sent: Sequence[Sent],
    shop: str,
    table: str = "",
    export: str = "",
    mapping: Sent | None = None,
    key: Sent | None = None,
) -> tuple[Upload, Job]:
    """Store files that somebody sent on the pages of shop ``page`` (empty: the first run), and have them
    looked at. A key is held in memory alone.
    """
    actor.check(Act.IMPORT)
    secret = None if key is None else held.key_in(key.chunks())
    upload = uploads.keep(
        sent,
        shop_id=page,
        shop=shop,
        by=actor.account.username,
        table=table,
        export=export,
        keyed=secret is not None,
        mapping=mapping,
    )
    if secret is not None:
        held.hold(upload.id, secret)
    return upload, _have_looked_at(actor, upload)


def look_again(*, actor: Actor, upload: Upload, keep: Sequence[str]) -> tuple[Upload, Job]:
    """Leave out the files that cannot be imported: only those called ``keep`` go on."""
    actor.check(Act.IMPORT)
    chosen = [path for path in upload.paths if path.name in keep]
    if not chosen:
        raise Refused(Text("没有剩下的文件；请重新上传", "no file is left; please upload again"))
    return _instead(actor, upload, uploads.again(upload, kept=chosen, written={}, by=actor.account.username))


def correct_rows(*, actor: Actor, upload: Upload, cells: Mapping[int, str]) -> tuple[Upload, Job]:
    """Have the refused rows looked at again, with the corrected cells."""
    actor.check(Act.IMPORT)
    before = {row.number: row.cell for row in imports_again.refused_rows(upload)}
    changed = {number: cell for number, cell in cells.items() if number in before and cell != before[number]}
    if not changed:
        raise Refused(
            Text("还没有改任何一格；改好再提交", "no cell was changed; correct at least one, then send")
        )
    imported = not (upload.folder / "files").is_dir()
    new = imports_again.correct(upload, changed, by=actor.account.username, imported=imported)
    if upload.keyed:
        held.hold(new.id, held.held(upload.id))
    if imported:
        return new, _have_looked_at(actor, new)
    return _instead(actor, upload, new)


def ask_import(*, actor: Actor, upload: Upload) -> Job:
    """Import an upload that was looked at. Asked twice it is done once."""
    actor.check(Act.IMPORT)
    found = upload.noted("look")
    if found is None or not found["ready"]:
        raise Refused(
            Text(
                "这些文件还不能导入；先看预览里的原因", "these files cannot be imported; the preview says why"
            )
        )
    check_reaches(actor, found["shops"], every_shop=found["every_shop"])
    with transaction.atomic():
        before = kept.job_of("import", upload.id)
        if before is not None and before.state != Job.State.REFUSED:
            return before
        said = {"files": list(upload.files), "shops": _shops(actor, found["shops"])}
        record(actor.account, "ask_import", _subject(upload), shop_id=actor.shop_id, after=said)
        return ask(actor.account, "import", actor.shop_id, {"upload": upload.id, "page": upload.shop_id})


def discard_upload(*, actor: Actor, upload: Upload) -> None:
    """Delete what was uploaded; nothing of it was imported."""
    actor.check(Act.IMPORT)
    with transaction.atomic():
        record(actor.account, "discard_upload", _subject(upload), shop_id=actor.shop_id)
        upload.drop()
    held.let_go(upload.id)


def ask_undo(*, actor: Actor, import_id: str, why: str) -> Job:
    """Take an import back. Raises ``Refused`` or ``UsageError`` where that cannot be done."""
    actor.check(Act.IMPORT)
    shops = kept.shops_of(kept.told_of(import_id))
    check_reaches(actor, shops or (), every_shop=shops is None)
    imports.undo_foreseen(import_id)
    with transaction.atomic():
        record(actor.account, "undo_import", import_id, shop_id=actor.shop_id, why=why)
        return ask(actor.account, "undo", actor.shop_id, {"import": import_id})


def reaches(actor: Actor, act: Act) -> Callable[[frozenset[str] | None], bool]:
    """Tells of the shops that an import touched (``None``: unknown, perhaps all) whether ``actor`` may do
    ``act`` in every one of them.
    """
    known = lake.shops() or lake.every_shop()
    of = actor_in(actor.account, known)
    may = {shop for shop in known if (here := of(shop)) is not None and here.can(act)}

    def allowed(shops: frozenset[str] | None) -> bool:
        return _owns_every(actor, act) or (set(known) if shops is None else set(shops)) <= may

    return allowed


def check_reaches(actor: Actor, shops: Sequence[str] | frozenset[str], *, every_shop: bool) -> None:
    """Raises ``Refused`` where rows belong to shops in which ``actor`` may not import."""
    allowed = reaches(actor, Act.IMPORT)
    unknown = every_shop or len(shops) >= _FEW
    if unknown and not allowed(None):
        raise Refused(
            Text(
                "这里面有不写店铺的数据（班次、手工指标），或涉及很多店铺；要由能导入所有店铺的人来做",
                "some of this belongs to no shop (shifts, indicators) or to many; somebody who may import in "
                "every shop must do it",
            )
        )
    if not allowed(frozenset(shops)):
        named = "、".join(sorted(set(shops) - {actor.shop_id}))
        raise Refused(
            Text(
                f"文件里有别的店铺的数据（{named}），你在那里不能导入；请核对文件，或请所有店铺的店主来导入",
                f"the files hold data of other shops ({named}), where you may not import; check them, or ask "
                "an owner of every shop",
            )
        )


@work("look")
def look(job: Job, tell: Tell) -> dict[str, Any]:
    """Look at an upload; what was seen is kept beside its files, for it may name customers."""
    upload = _upload(job)
    found = imports.look_at(upload, tell)
    upload.note("look", found)
    if not found["ready"]:
        imports_again.keep_refused(upload, upload.folder / imports.PROBLEMS)
    return {"url": page_of(upload)}


@work("import")
def bring_in(job: Job, tell: Tell) -> dict[str, Any]:
    """Import an upload, then delete its files; refused rows wait for correction."""
    upload = _upload(job)
    before = upload.noted("import")
    if before is not None:
        return before
    shops = (upload.noted("look") or {"shops": []})["shops"]
    done = imports.bring_in(upload, tell)
    outcome: dict[str, Any] = {"import": done.import_id, "refused": done.refused}
    with transaction.atomic():
        said = {"import": done.import_id, "shops": shops or [job.shop_id], "refused": done.refused}
        record(job.account, "import_files", _subject(upload), shop_id=job.shop_id, after=said)
        shops = shops or _named(upload)
    outcome["url"] = _result_page(upload, shops, done.import_id)
    upload.note("import", outcome)
    if not upload.shop_id and shops:
        upload = uploads.moved(upload, shops[0])
    imports_again.settle(upload)
    if done.refused and imports_again.keep_refused(upload, imports.report_of(done.import_id)):
        upload.drop_files()
    else:
        upload.drop()
        held.let_go(upload.id)
    return outcome


@work("undo")
def take_back(job: Job, tell: Tell) -> dict[str, Any]:
    """Take an import back; one that was taken back before, by an attempt cut off, is done."""
    import_id = job.wanted["import"]
    found = imports.record(import_id)
    if found is not None and found.undone is None:
        imports.undo(import_id)
    return {"url": reverse("imports-show", kwargs={"shop": job.shop_id, "import_id": import_id})}


def page_of(upload: Upload) -> str:
    """The address of an upload's preview."""
    if not upload.shop_id:
        return reverse("welcome-data-upload", kwargs={"upload": upload.id})
    return reverse("imports-upload", kwargs={"shop": upload.shop_id, "upload": upload.id})


def _have_looked_at(actor: Actor, upload: Upload) -> Job:
    try:
        with transaction.atomic():
            said = {"files": list(upload.files), "shop": upload.shop}
            record(actor.account, "upload_files", _subject(upload), shop_id=actor.shop_id, after=said)
            return ask(actor.account, "look", actor.shop_id, {"upload": upload.id, "page": upload.shop_id})
    except BaseException:
        upload.drop()
        raise


def _instead(actor: Actor, before: Upload, after: Upload) -> tuple[Upload, Job]:
    """Go on with ``after``, which holds all of ``before`` that is still wanted."""
    if before.keyed:
        held.hold(after.id, held.held(before.id))
    job = _have_looked_at(actor, after)
    before.drop()
    held.let_go(before.id)
    return after, job


def _upload(job: Job) -> Upload:
    found = uploads.found(job.wanted["upload"], job.wanted["page"])
    if found is None:
        raise Refused(Text("这次上传已经放弃了", "this upload was discarded"))
    return found


def _named(upload: Upload) -> list[str]:
    """The shop that the first upload was said to be of, where its files (reports of agents) name none: from
    now on it is one, with the default rules.
    """
    if upload.shop_id or lake.shops() or not upload.shop:
        return []
    rules = {"document": document_of(upload.shop)}
    ShopRules.objects.get_or_create(shop_id=upload.shop, defaults=rules)
    return [upload.shop]


def _result_page(upload: Upload, shops: Sequence[str], import_id: str) -> str:
    shop = upload.shop_id or next(iter(shops), "")
    if not shop:
        return reverse("home")
    return reverse("imports-show", kwargs={"shop": shop, "import_id": import_id})


def _shops(actor: Actor, shops: Sequence[str]) -> list[str]:
    return list(shops) or [actor.shop_id]


def _owns_every(actor: Actor, act: Act) -> bool:
    """Whether the right holds for shops that do not exist yet too."""
    return any(grant.shop_id == "" and Actor(actor.account, "", (grant,)).can(act) for grant in actor.grants)


def _subject(upload: Upload) -> str:
    names = "、".join(upload.files)
    return names if len(names) <= 250 else f"{names[:250]}…"
