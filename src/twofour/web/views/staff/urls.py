"""The addresses of shop, staff and teams."""

from __future__ import annotations

from django.urls import path

from twofour.web.views.staff import index, member, sharing, strangers

urlpatterns = [
    path("staff", index.listed, name="staff"),
    path("staff/agents/<id:agent_id>", strangers.bind, name="staff-bind"),
    path("staff/teams/<id:team>/sharing", sharing.share, name="staff-sharing"),
    path("staff/members/<id:member>", member.show, name="staff-member"),
    path("staff/members/<id:member>/change", member.change, name="staff-change"),
    path("staff/members/<id:member>/end", member.end, name="staff-end"),
]
