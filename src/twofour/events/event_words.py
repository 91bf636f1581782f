"""Event columns and the words in them as a manager says them."""

from __future__ import annotations

from twofour.text import Text, same

_TITLES = {
    "shop_id": Text("店铺", "shop"),
    "customer_id": Text("买家", "customer"),
    "agent_id": Text("客服", "agent"),
    "sender": Text("谁发的", "sender"),
    "sent_at": Text("发送时间", "sent at"),
    "text": Text("内容", "text"),
    "kind": Text("类型", "kind"),
    "message_id": Text("消息编号", "message id"),
    "forwarded_from": Text("转自", "forwarded from"),
    "order_id": Text("订单编号", "order id"),
    "created_at": Text("下单时间", "created at"),
    "paid_at": Text("付款时间", "paid at"),
    "amount": Text("金额（元）", "amount (yuan)"),
    "paid_amount": Text("实付（元）", "paid (yuan)"),
    "shipping_fee": Text("邮费（元）", "shipping fee (yuan)"),
    "item_count": Text("件数", "items"),
    "cost": Text("成本（元）", "cost (yuan)"),
    "status": Text("状态", "status"),
    "shipped_at": Text("发货时间", "shipped at"),
    "closed_at": Text("关闭时间", "closed at"),
    "refund_id": Text("退款编号", "refund id"),
    "requested_at": Text("申请时间", "requested at"),
    "completed_at": Text("完结时间", "completed at"),
    "reason": Text("原因", "reason"),
    "platform_intervened": Text("平台介入", "platform stepped in"),
    "rating_id": Text("评价编号", "rating id"),
    "rated_at": Text("评价时间", "rated at"),
    "score": Text("分数", "score"),
    "invited": Text("邀评", "invited"),
    "named_praise": Text("点名好评", "named praise"),
    "review_id": Text("评论编号", "review id"),
    "reviewed_at": Text("评论时间", "reviewed at"),
    "description": Text("描述", "description"),
    "service": Text("服务", "service"),
    "logistics": Text("物流", "logistics"),
    "sentiment": Text("好中差", "sentiment"),
    "stage": Text("阶段", "stage"),
    "ticket_id": Text("工单编号", "ticket id"),
    "opened_at": Text("提交时间", "opened at"),
    "first_reply_at": Text("首次回复", "first reply at"),
    "resolved_at": Text("解决时间", "resolved at"),
    "reopened": Text("重开次数", "reopened"),
    "cause": Text("定责", "cause"),
    "skill": Text("技能", "skill"),
    "satisfaction": Text("满意度", "satisfaction"),
    "complaint": Text("投诉", "complaint"),
    "member_id": Text("员工", "member"),
    "name": Text("姓名", "name"),
    "team": Text("小组", "team"),
    "role": Text("岗位", "role"),
    "grade": Text("等级", "grade"),
    "hired_on": Text("入职", "hired on"),
    "left_on": Text("离职", "left on"),
    "base_wage": Text("底薪（元）", "base wage (yuan)"),
    "lead_member_id": Text("主管", "lead"),
    "valid_from": Text("生效", "valid from"),
    "valid_to": Text("失效", "valid to"),
    "day": Text("日期", "day"),
    "start": Text("上班", "start"),
    "end": Text("下班", "end"),
    "late_minutes": Text("迟到（分钟）", "minutes late"),
    "early_leave_minutes": Text("早退（分钟）", "minutes left early"),
    "absent": Text("缺勤", "absent"),
    "metric": Text("指标", "metric"),
    "value": Text("数值", "figure"),
    "subject_kind": Text("对象", "about"),
    "subject_id": Text("名称", "who"),
    "evidence": Text("出处", "evidence"),
    "entered_by": Text("来源", "entered by"),
    "followup_id": Text("跟单编号", "follow-up id"),
    "at": Text("时间", "at"),
    "phone_collected": Text("留电话", "phone collected"),
    "friend_added": Text("加好友", "friend added"),
    "use_date": Text("使用日期", "use date"),
    "next_contact_on": Text("下次联系", "next contact on"),
    "completeness": Text("完整度", "completeness"),
    "referral": Text("转介绍", "referral"),
}
_SAID = {
    "sender": {"customer": "买家", "agent": "客服", "bot": "机器人", "system": "系统"},
    "subject_kind": {"agent": "客服", "member": "员工", "team": "小组", "shop": "店铺"},
    "kind": {"refund_only": "仅退款", "return_refund": "退货退款", "exchange": "换货"},
    "status": {
        "success": "成功",
        "closed": "关闭",
        "pending": "处理中",
        "unpaid": "待付款",
        "paid": "已付款",
        "shipped": "已发货",
    },
}
_YES_NO = {"true": Text("是", "yes"), "false": Text("否", "no")}


def column_title(name: str) -> Text:
    """The heading of an event column."""
    return _TITLES.get(name, same(name))


def word_for(column: str, cell: str) -> Text:
    """A cell of an event column; words of a closed choice in Chinese too."""
    if cell in _YES_NO and column not in ("text", "name"):
        return _YES_NO[cell]
    return Text(_SAID.get(column, {}).get(cell, cell), cell)
