"""The table of rights: what each role may do and how far. The docs print it; a test walks it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from twofour.text import Text
from twofour.web.models import Role


class Reach(Enum):
    """How far a right goes."""

    SHOP = "shop"
    TEAM = "team"
    SELF = "self"

    @property
    def title(self) -> Text:
        """The reach for people."""
        return _REACHES[self]


_REACHES = {
    Reach.SHOP: Text("全店", "whole shop"),
    Reach.TEAM: Text("本组", "own team"),
    Reach.SELF: Text("本人", "only oneself"),
}


class Act(Enum):
    """What somebody can do. A reading act shows, every other one writes and leaves an audit entry."""

    SEE_TODAY = "see_today"
    SEE_OWN = "see_own"
    SEE_FIGURES = "see_figures"
    EXPORT_FIGURES = "export_figures"
    SEE_CHATS = "see_chats"
    SEE_PAY = "see_pay"
    EXPORT_PAYROLL = "export_payroll"
    SEE_SCHEMES = "see_schemes"
    EDIT_SCHEMES = "edit_schemes"
    APPROVE_SCHEMES = "approve_schemes"
    BACKTEST = "backtest"
    ACKNOWLEDGE = "acknowledge"
    SEE_PERIODS = "see_periods"
    PREPARE_PERIOD = "prepare_period"
    APPROVE_PERIOD = "approve_period"
    PAY_PERIOD = "pay_period"
    ASK_LINE = "ask_line"
    ANSWER_LINE = "answer_line"
    SEE_APPEALS = "see_appeals"
    FILE_APPEAL = "file_appeal"
    DECIDE_APPEAL = "decide_appeal"
    SEE_IMPORTS = "see_imports"
    IMPORT = "import"
    FORGET = "forget"
    SEE_STAFF = "see_staff"
    EDIT_STAFF = "edit_staff"
    SEE_RULES = "see_rules"
    EDIT_RULES = "edit_rules"
    MANAGE_ACCOUNTS = "manage_accounts"
    SEE_AUDIT = "see_audit"

    @property
    def title(self) -> Text:
        """The act for people."""
        return _ACTS[self].title

    @property
    def writes(self) -> bool:
        """Whether it changes anything."""
        return _ACTS[self].writes


class _Words(NamedTuple):
    title: Text
    writes: bool = False


_ACTS = {
    Act.SEE_TODAY: _Words(Text("看今日", "See today's figures")),
    Act.SEE_OWN: _Words(Text("看我的", "See one's own score and pay")),
    Act.SEE_FIGURES: _Words(Text("看指标", "See metrics")),
    Act.EXPORT_FIGURES: _Words(Text("导出指标", "Export metrics")),
    Act.SEE_CHATS: _Words(Text("看聊天记录", "Read chats")),
    Act.SEE_PAY: _Words(Text("看工资单", "See statements")),
    Act.EXPORT_PAYROLL: _Words(Text("导出工资表", "Export the payroll")),
    Act.SEE_SCHEMES: _Words(Text("看方案", "See schemes")),
    Act.EDIT_SCHEMES: _Words(Text("改方案", "Edit schemes"), True),
    Act.APPROVE_SCHEMES: _Words(Text("审批和发布方案", "Approve and publish schemes"), True),
    Act.BACKTEST: _Words(Text("回测方案", "Backtest schemes"), True),
    Act.ACKNOWLEDGE: _Words(Text("确认已读方案", "Acknowledge a scheme"), True),
    Act.SEE_PERIODS: _Words(Text("看账期", "See periods")),
    Act.PREPARE_PERIOD: _Words(
        Text("开账、核算、暂扣、复核", "Open, run, hold back and review a period"), True
    ),
    Act.APPROVE_PERIOD: _Words(Text("审批账期", "Approve a period"), True),
    Act.PAY_PERIOD: _Words(Text("锁定和发放", "Lock and pay a period"), True),
    Act.ASK_LINE: _Words(Text("对工资行提问", "Ask about a line"), True),
    Act.ANSWER_LINE: _Words(Text("回答提问", "Answer a question"), True),
    Act.SEE_APPEALS: _Words(Text("看申诉", "See appeals")),
    Act.FILE_APPEAL: _Words(Text("提交申诉", "File an appeal"), True),
    Act.DECIDE_APPEAL: _Words(Text("处理申诉", "Decide an appeal"), True),
    Act.SEE_IMPORTS: _Words(Text("看导入", "See imports")),
    Act.IMPORT: _Words(Text("导入和撤销", "Import and undo"), True),
    Act.FORGET: _Words(Text("按要求删除买家信息", "Erase a customer on request"), True),
    Act.SEE_STAFF: _Words(Text("看人员", "See staff and teams")),
    Act.EDIT_STAFF: _Words(Text("改人员", "Change staff and teams"), True),
    Act.SEE_RULES: _Words(Text("看口径", "See counting rules")),
    Act.EDIT_RULES: _Words(Text("改口径", "Change counting rules"), True),
    Act.MANAGE_ACCOUNTS: _Words(Text("管理成员和权限", "Manage members and rights"), True),
    Act.SEE_AUDIT: _Words(Text("看操作记录", "See the audit")),
}

_SHOP, _TEAM, _SELF = Reach.SHOP, Reach.TEAM, Reach.SELF
_OWNER, _MANAGER, _LEAD = Role.OWNER, Role.MANAGER, Role.LEAD
_AGENT, _FINANCE, _AUDITOR = Role.AGENT, Role.FINANCE, Role.AUDITOR

RIGHTS: Mapping[Act, Mapping[Role, Reach]] = {
    Act.SEE_TODAY: {_OWNER: _SHOP, _MANAGER: _SHOP, _LEAD: _TEAM, _AUDITOR: _SHOP},
    Act.SEE_OWN: {_LEAD: _SELF, _AGENT: _SELF},
    Act.SEE_FIGURES: {
        _OWNER: _SHOP, _MANAGER: _SHOP, _LEAD: _TEAM, _AGENT: _SELF, _FINANCE: _SHOP, _AUDITOR: _SHOP,
    },
    Act.EXPORT_FIGURES: {_OWNER: _SHOP, _MANAGER: _SHOP, _LEAD: _TEAM, _FINANCE: _SHOP, _AUDITOR: _SHOP},
    Act.SEE_CHATS: {_OWNER: _SHOP, _MANAGER: _SHOP, _LEAD: _TEAM, _AGENT: _SELF, _AUDITOR: _SHOP},
    Act.SEE_PAY: {
        _OWNER: _SHOP, _MANAGER: _SHOP, _LEAD: _TEAM, _AGENT: _SELF, _FINANCE: _SHOP, _AUDITOR: _SHOP,
    },
    Act.EXPORT_PAYROLL: {_OWNER: _SHOP, _FINANCE: _SHOP, _AUDITOR: _SHOP},
    Act.SEE_SCHEMES: {
        _OWNER: _SHOP, _MANAGER: _SHOP, _LEAD: _SHOP, _AGENT: _SHOP, _FINANCE: _SHOP, _AUDITOR: _SHOP,
    },
    Act.EDIT_SCHEMES: {_OWNER: _SHOP, _MANAGER: _SHOP},
    Act.APPROVE_SCHEMES: {_OWNER: _SHOP, _MANAGER: _SHOP},
    Act.BACKTEST: {_OWNER: _SHOP, _MANAGER: _SHOP, _FINANCE: _SHOP},
    Act.ACKNOWLEDGE: {_LEAD: _SELF, _AGENT: _SELF},
    Act.SEE_PERIODS: {_OWNER: _SHOP, _MANAGER: _SHOP, _LEAD: _TEAM, _FINANCE: _SHOP, _AUDITOR: _SHOP},
    Act.PREPARE_PERIOD: {_OWNER: _SHOP, _MANAGER: _SHOP, _FINANCE: _SHOP},
    Act.APPROVE_PERIOD: {_OWNER: _SHOP, _MANAGER: _SHOP},
    Act.PAY_PERIOD: {_OWNER: _SHOP, _FINANCE: _SHOP},
    Act.ASK_LINE: {_OWNER: _SHOP, _MANAGER: _SHOP, _LEAD: _TEAM},
    Act.ANSWER_LINE: {_OWNER: _SHOP, _MANAGER: _SHOP, _FINANCE: _SHOP},
    Act.SEE_APPEALS: {
        _OWNER: _SHOP, _MANAGER: _SHOP, _LEAD: _TEAM, _AGENT: _SELF, _FINANCE: _SHOP, _AUDITOR: _SHOP,
    },
    Act.FILE_APPEAL: {_LEAD: _SELF, _AGENT: _SELF},
    Act.DECIDE_APPEAL: {_OWNER: _SHOP, _MANAGER: _SHOP},
    Act.SEE_IMPORTS: {_OWNER: _SHOP, _MANAGER: _SHOP, _FINANCE: _SHOP, _AUDITOR: _SHOP},
    Act.IMPORT: {_OWNER: _SHOP, _MANAGER: _SHOP, _FINANCE: _SHOP},
    Act.FORGET: {_OWNER: _SHOP},
    Act.SEE_STAFF: {_OWNER: _SHOP, _MANAGER: _SHOP, _LEAD: _TEAM, _FINANCE: _SHOP, _AUDITOR: _SHOP},
    Act.EDIT_STAFF: {_OWNER: _SHOP, _MANAGER: _SHOP},
    Act.SEE_RULES: {
        _OWNER: _SHOP, _MANAGER: _SHOP, _LEAD: _SHOP, _AGENT: _SHOP, _FINANCE: _SHOP, _AUDITOR: _SHOP,
    },
    Act.EDIT_RULES: {_OWNER: _SHOP, _MANAGER: _SHOP},
    Act.MANAGE_ACCOUNTS: {_OWNER: _SHOP},
    Act.SEE_AUDIT: {_OWNER: _SHOP, _AUDITOR: _SHOP},
}  # fmt: skip
"""Act -> role -> reach; a role that is not there may not."""
