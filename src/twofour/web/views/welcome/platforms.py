"""Which files each platform offers, in a sentence or two; the how-to guides say it step by step."""

from __future__ import annotations

from typing import NamedTuple

from twofour.text import Text


class Platform(NamedTuple):
    """A platform, its files, and the guide that goes into detail."""

    title: Text
    files: Text
    guide: Text


PLATFORMS = (
    Platform(
        Text("淘宝、天猫", "Taobao, Tmall"),
        Text(
            "千牛导出的聊天记录、订单、退款。两样都有，每个数都能点开到会话；没有聊天就用赤兔的“绩效明细”。",
            "Chats, orders and refunds exported from Qianniu. With chats and orders every figure opens to "
            "the conversation; without chats use Chitu's performance table.",
        ),
        Text("导入淘宝数据", "Import Taobao data"),
    ),
    Platform(
        Text("京东", "JD"),
        Text(
            "京麦的订单导出、售后服务单，客服管家的“每人数据”。聊天要通过开放平台取，没有也能先用客服绩效。",
            "Orders and after-sale services from Jingmai, figures per agent from its agent desk. Chats come "
            "by the open platform; the figures per agent will do at first.",
        ),
        Text("导入京东数据", "Import JD data"),
    ),
    Platform(
        Text("拼多多", "Pinduoduo"),
        Text(
            "商家后台的订单、售后单导出，客服数据里的客服绩效。订单里没有买家编号，成交按客服绩效看。",
            "Orders and after-sales from the merchant site, and its figures per agent. Orders name no "
            "customer, so sales are taken from the figures per agent.",
        ),
        Text("导入拼多多数据", "Import Pinduoduo data"),
    ),
    Platform(
        Text("抖音（抖店、飞鸽）", "Douyin (Doudian, Feige)"),
        Text(
            "飞鸽的客服表现或按天的接待明细，抖店的订单、售后单。",
            "Feige's figures per agent, whole or by day; orders and after-sales from Doudian.",
        ),
        Text("导入抖音（抖店、飞鸽）数据", "Import Douyin data"),
    ),
    Platform(
        Text("小红书", "Xiaohongshu"),
        Text(
            "千帆的订单、售后导出，客服数据里的客服表现。",
            "Orders and after-sales from Qianfan, and its figures per agent.",
        ),
        Text("导入小红书数据", "Import Xiaohongshu data"),
    ),
    Platform(
        Text("赤兔、生意参谋", "Chitu, SYCM"),
        Text(
            "只有报表也能开始：赤兔的绩效明细、值班统计，生意参谋的接待、询单报表，建议按天导出。",
            "Reports alone are a beginning: Chitu's performance and duty tables, SYCM's reception and "
            "inquiry reports, best exported by day.",
        ),
        Text("只有报表怎么开始", "Begin with reports alone"),
    ),
    Platform(
        Text("其他系统", "Anything else"),
        Text(
            "列名照二四自己的表写好就能直接导入；叫法不同就附一个映射文件。人员表（谁用哪个客服账号、在哪个组）最好一起导入。",
            "A file with TwoFour's own column names is taken as it is; for other names add a mapping file. "
            "Best bring the staff table along: who uses which agent id, in which team.",
        ),
        Text("映射别的导出", "Map a foreign export"),
    ),
)
