"""The addresses of the pages of period close."""

from __future__ import annotations

from django.urls import URLPattern, path

from twofour.web.views.periods import doctor, files, holds, index, later, line, show, statement, steps

_ONE = "periods/<str:period>"
_MEMBER = f"{_ONE}/members/<id:member>"

urlpatterns: list[URLPattern] = [
    path("periods", index.index, name="periods"),
    path("periods/open", index.open_period, name="periods-open"),
    path(_ONE, show.show, name="periods-show"),
    path(f"{_ONE}/doctor", doctor.doctor, name="periods-doctor"),
    path(f"{_ONE}/run", steps.run, name="periods-run"),
    path(f"{_ONE}/move/<str:to>", steps.move, name="periods-move"),
    path(f"{_ONE}/back", steps.back, name="periods-back"),
    path(f"{_ONE}/pay", steps.pay, name="periods-pay"),
    path(f"{_ONE}/holds", holds.holds, name="periods-holds"),
    path(f"{_ONE}/holds/new", holds.hold, name="periods-hold"),
    path(f"{_ONE}/holds/<str:name>/release", holds.release, name="periods-release"),
    path(f"{_ONE}/recompute", steps.recompute, name="periods-recompute"),
    path(f"{_ONE}/payroll.<str:form>", files.payroll, name="periods-payroll"),
    path(_MEMBER, statement.statement, name="periods-statement"),
    path(f"{_MEMBER}/later", later.later, name="periods-later"),
    path(f"{_MEMBER}/statement.<str:form>", files.statement_file, name="periods-statement-file"),
    path(f"{_MEMBER}/lines/<id:line>", line.line, name="periods-line"),
    path(f"{_MEMBER}/lines/<id:line>/ask", line.ask, name="periods-ask"),
    path(f"{_ONE}/questions/<int:question>/answer", line.answer, name="periods-answer"),
]
