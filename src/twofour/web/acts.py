"""What the audit's acts are called. A test demands a title for every act that any action records."""

from __future__ import annotations

from twofour.text import Text, same

TITLES = {
    "open_account": Text("开账号", "opened an account"),
    "give_right": Text("加角色", "gave a role"),
    "take_right": Text("收回角色", "took a role away"),
    "set_password": Text("重设密码", "set a password"),
    "set_active": Text("停用或启用账号", "closed or reopened an account"),
    "change_rules": Text("改口径", "changed the counting rules"),
    "start_scheme": Text("新建方案草稿", "began a draft of a scheme"),
    "save_scheme": Text("保存方案草稿", "saved a draft of a scheme"),
    "submit_scheme": Text("提交方案", "submitted a scheme"),
    "withdraw_scheme": Text("撤回方案", "took a scheme back"),
    "return_scheme": Text("退回方案", "sent a scheme back"),
    "discard_scheme": Text("删除方案草稿", "discarded a draft of a scheme"),
    "approve_scheme": Text("审批方案", "approved a scheme"),
    "publish_scheme": Text("发布方案", "published a scheme"),
    "acknowledge_scheme": Text("确认方案", "acknowledged a scheme"),
    "ask_backtest": Text("回测方案", "backtested a scheme"),
    "open_period": Text("开账", "opened a period"),
    "ask_run": Text("要求核算", "asked for a run"),
    "attach_run": Text("挂上核算批次", "attached a run"),
    "review_period": Text("复核账期", "reviewed a period"),
    "approve_period": Text("审批账期", "approved a period"),
    "lock_period": Text("锁定账期", "locked a period"),
    "step_period_back": Text("退回账期", "took a period a step back"),
    "pay_period": Text("登记发放", "recorded a payment"),
    "hold_pay": Text("暂扣", "held pay back"),
    "release_hold": Text("释放暂扣", "released a hold"),
    "ask_recompute": Text("要求重算", "asked to compute again"),
    "adjust_period": Text("记入调整", "posted adjustments"),
    "ask_line": Text("对工资行提问", "asked about a line"),
    "answer_line": Text("回答提问", "answered a question"),
    "file_appeal": Text("提交申诉", "filed an appeal"),
    "approve_appeal": Text("认定申诉成立", "approved an appeal"),
    "reject_appeal": Text("驳回申诉", "rejected an appeal"),
    "choose_rules": Text("选定口径", "chose counting rules"),
    "upload_files": Text("上传文件", "uploaded files"),
    "ask_import": Text("确认导入", "confirmed an import"),
    "import_files": Text("导入数据", "imported data"),
    "discard_upload": Text("放弃上传", "discarded an upload"),
    "undo_import": Text("撤销导入", "took an import back"),
    "forget_customer": Text("按要求删除买家信息", "erased a customer on request"),
    "change_staff": Text("改人员", "changed the staff"),
    "share_metrics": Text("改组内可见的指标", "changed what a team shares"),
}


def title_of(act: str) -> Text:
    """An act for people; its name where it has no title."""
    return TITLES.get(act, same(act))
