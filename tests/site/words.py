"""Our own Chinese texts on high-tech zones, industry and planning, put together anew for every seed.

Parsers trip over what surrounds plain words, so the sentences carry everything the real ones carry: book-title marks,
both kinds of quotation marks and brackets, numbers with units, per cents, Latin words, dashes and ellipses.
"""

from __future__ import annotations

import re
from random import Random

SLOTS: dict[str, tuple[str, ...]] = {
    "city": (
        "临江",
        "云岭",
        "青浦湾",
        "东塘",
        "白鹭洲",
        "石桥",
        "望海",
        "南屏",
        "松原岭",
        "海陵",
        "长汀口",
        "北辰山",
        "清源",
        "双溪",
        "宁湖",
        "凤台岗",
    ),
    "zone": ("高新区", "经开区", "科学城", "临空产业园", "未来科技城", "自主创新示范区", "中试基地", "软件园"),
    "industry": (
        "人工智能",
        "生物医药",
        "低空经济",
        "新型储能",
        "集成电路",
        "智能网联汽车",
        "氢能装备",
        "量子测量",
        "卫星应用",
        "工业母机",
        "合成生物",
        "新型显示",
        "高端医疗器械",
        "先进陶瓷",
        "海洋工程",
        "绿色建材",
    ),
    "latin": (
        "AI",
        "5G",
        "DeepTech",
        "Open RAN",
        "SaaS",
        "R&D",
        "GDP",
        "ESG",
        "EDA",
        "IPO",
        "VR/AR",
        "ISO 9001",
        "MEMS",
    ),
    "body": (
        "管委会",
        "科技局",
        "投资促进中心",
        "规划设计院",
        "产业研究院",
        "行业协会",
        "企业服务专班",
        "园区运营公司",
        "统计部门",
        "审批大厅",
        "质量检测中心",
        "创业投资基金",
    ),
    "act": ("发布", "修订", "解读", "试行", "评估", "宣贯"),
    "doc": (
        "关于支持中小企业技术改造的意见",
        "产业空间布局导则",
        "标准厂房管理办法",
        "科技成果转化实施细则",
        "园区碳排放核算指南",
        "重点项目服务手册",
        "招商图谱",
        "专利导航报告",
        "数据共享目录",
        "人才安居办法",
    ),
    "thing": (
        "样机",
        "检测平台",
        "中试线",
        "共享实验室",
        "算力调度中心",
        "标准厂房",
        "保税仓库",
        "人才公寓",
        "展示中心",
        "雨水花园",
        "充换电站",
        "冷链枢纽",
        "无人配送站点",
        "污泥处置设施",
    ),
    "verb": (
        "投入试运行",
        "完成主体封顶",
        "通过联合验收",
        "开始对外开放",
        "进入设备调试阶段",
        "交付首批用户",
        "启动二期建设",
    ),
    "slogan": ("一件事一次办", "拿地即开工", "租购同价", "先用后付", "链长说了算", "一企一档", "揭榜比武", "错时开放"),
    "person": (
        "一位驻园企业的工程师",
        "负责这项工作的科长",
        "参加评审的专家",
        "刚刚入驻的创业者",
        "园区的老邻居",
        "从外地赶来的采购商",
    ),
    "road": ("滨河东路", "创智大街", "纬七路", "环湖南路", "学府路", "港前大道"),
    "month": ("年初", "今年春天", "上半年", "第三季度", "入冬以来", "上个月", "本周"),
    "unit": ("家", "项", "人", "台套", "个", "处", "万元", "亿元", "平方米", "公里", "亩", "千瓦时"),
    "dept": ("党群工作部", "融媒体中心", "经济发展局", "投资促进局", "科技创新局", "规划建设局", "宣传办公室"),
}

SENTENCES: tuple[str, ...] = (
    "{month}，{city}{zone}的{thing}{verb}，周边{n}{unit}的需求可以就近解决。",
    "{body}介绍，{city}{zone}目前有{industry}企业{n}家，比上一年多出{pct}。",
    "《{doc}》对{industry}的用地、用能和用工分别作出安排，最长扶持期为{small}年。",
    "说起“{slogan}”，{person}说：“过去要跑{small}趟，现在坐在办公室里就办完了。”",
    "按照规划，{road}以北将留作{industry}的后备用地，总面积约{n}亩。",
    "记者在现场看到，{thing}里摆放着{small}种{industry}产品，其中{small}种是第一次公开亮相。",
    "与{city}相邻的几个县区也在做同样的事——把零散的厂房收拢起来，再按产业链重新分配。",
    "{industry}（{latin}）的订单排到了{year}年，工人们却并不着急……",
    "“不是每一亩地都要建厂房，”{person}说，“留白也是规划。”",
    "{body}算过一笔账：每减少一道审批，企业平均少等{small}天，一年省下{money}。",
    "{city}{zone}去年研发投入{money}，占营业收入的{pct}，这个比例连续{small}年上升。",
    "从{latin}到{industry}，新名词一茬接一茬，真正留下来的只有能卖出去的那几样。",
    "评审会上，{person}提出{small}条意见，涉及{thing}的选址、交通和消防。",
    "项目建成以后，预计每年处理{n}吨物料，降低能耗{pct}。",
    "这里的{thing}白天给学生上课，晚上借给工程师做试验，周末向市民开放。",
    "{year}年，{body}第一次把{industry}写进年度计划；如今，相关企业已有{n}家。",
    "{city}的做法并不复杂：先把问题列成清单，再给每个问题找一个负责到底的人。",
    "有人担心{industry}发展过快，{body}的回答是“边试边看、能进能退”。",
    "截至{month}，累计受理申请{n}件，办结率{pct}，其余{small}件仍在核实。",
    "《{doc}》配有{small}张图和{small}张表，读起来并不费力。",
    "与会代表沿着{road}走了一圈，看了{thing}，也看了尚未平整的空地。",
    "温度控制在{small}.{small}℃上下，湿度不超过{pct}，这是{industry}车间的基本要求。",
    "{body}同{city}的{small}所学校签订协议，共建{thing}，学生毕业前至少实习{small}个月。",
    "在{city}，{latin}系统每天要处理{n}条数据，误差不超过{small}‰。",
    "老厂房拆不拆？{body}问了{n}位居民，多数人希望留下烟囱和水塔。",
    "租金降了，企业却没有搬走；道路宽了，路口反而更安静——这就是{small}年来最明显的变化。",
    "会议认为，{industry}正处在爬坡阶段，既要有耐心，也要有办法！",
    "下一步，{city}{zone}将围绕{industry}补上{small}个短板，时间表已经排到{year}年{small}月。",
    "一辆没有司机的小车从{road}开过，车上装着{thing}要用的零件。",
    "{person}翻开《{doc}》，在“{slogan}”四个字下面画了一条线。",
    "数据来自{body}的抽样调查，样本{n}份，有效回收率{pct}。",
    "他们把这套办法叫作「{slogan}」，外地同行则称之为‘{city}经验’。",
    "供水、供热、供气分别由{small}家公司承担，价格每{small}个月公布一次。",
    "{city}{zone}的{latin}展厅只有{n}平方米，一天却要接待{small}批客人。",
    "同一条产业链上，上游在{city}，下游在海边，中间隔着{n}公里铁路。",
    "仓库门口贴着一张纸：“进门先登记，出门关好灯。”",
    "据{body}测算，每新增一个{thing}，可以带动{small}至{n}个岗位。",
    "春耕时节，{industry}团队把传感器插进田里，隔{small}分钟回传一次读数。",
    "问题也很实在：停车难、吃饭远、夜班公交太少，{body}答应在{small}个月内解决。",
    "《{doc}》与《{doc}》同时{act}，前者管“建”，后者管“用”。",
)

TITLES: tuple[str, ...] = (
    "{city}{zone}：{industry}怎样留得住人",
    "《{doc}》{act}要点",
    "{city}{zone}{industry}专题调研手记",
    "从一座{thing}看{city}{zone}的{small}年",
    "“{slogan}”在{city}{zone}落地",
    "{city}{zone}{thing}{verb}",
    "{industry}企业座谈会在{city}召开",
    "【专访】{person}谈{industry}",
    "{body}{act}《{doc}》（{year}年版）",
    "{year}年{city}{zone}运行简况",
    "{latin}时代的{city}{zone}：厂房、道路与人",
    "{city}与周边县区共建{thing}",
    "{industry}产业链图谱编制完成，{city}{zone}列出{n}个环节",
    "{city}{zone}{year}—{year}年空间发展规划征求意见",
    "关于{act}《{doc}》的通知",
    "{month}，{city}{zone}新增{industry}企业{n}家",
    "{industry}观察|{city}为什么走得稳",
    "{city}{zone}召开{industry}与{thing}衔接工作推进会，{body}等{small}个单位参加并就《{doc}》提出修改意见",
)

HEADINGS: tuple[str, ...] = (
    "{cn}、{industry}的底子",
    "（{cn}）{thing}怎么用",
    "{cn}、把“{slogan}”做实",
    "{small}. {industry}空间布局",
    "写在{thing}旁边",
    "第{cn}章 {industry}用地安排",
    "{cn}、问题与建议",
)

CAPTIONS: tuple[str, ...] = (
    "图{small} {city}{zone}{industry}布局示意图",
    "图为{city}{zone}的{thing}。",
    "▲ {city}{zone}{thing}",
    "图{small}-{small}：{road}两侧用地现状",
    "△{body}工作人员在{thing}内巡查",
)

ATTRIBUTIONS: tuple[str, ...] = (
    "({city}{zone}{dept}供稿)",
    "（{city}{zone}{dept}供稿）",
    "（{city}市{city}{zone}{dept} 供稿）",
)

SPAM: tuple[str, ...] = ("彩票走势图大全", "免费小说下载站", "二手车抵押贷款", "棋牌游戏官网", "减肥茶批发")

_NUMERALS = "一二三四五六七八九十"
_SLOT = re.compile(r"\{(\w+)\}")


class Words:
    """A source of made-up texts: the same random generator gives the same texts."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng

    def fill(self, template: str) -> str:
        """Replace every {slot} of a template, each with a fresh draw."""
        return _SLOT.sub(lambda match: self.slot(match[1]), template)

    def slot(self, name: str) -> str:
        """Draw for one slot: a word of its list, or a number of its kind."""
        return self.rng.choice(SLOTS[name]) if name in SLOTS else self._number(name)

    def _number(self, name: str) -> str:
        rng = self.rng
        whole = rng.choice((rng.randint(11, 99), rng.randint(100, 999), rng.randint(1000, 98000)))
        part = f"{rng.uniform(1, 99):.{rng.choice((0, 1, 2))}f}"
        kinds = {
            "n": f"{whole:,}" if rng.random() < 0.3 else str(whole),
            "small": str(rng.randint(2, 9)),
            "pct": part + rng.choice(("%", "%", "％")),
            "year": str(rng.randint(2014, 2030)),
            "money": part + rng.choice(("万元", "亿元", " 亿元")),
            "cn": rng.choice(_NUMERALS),
        }
        return kinds[name]

    def sentence(self) -> str:
        """Make one sentence with its full stop."""
        return self.fill(self.rng.choice(SENTENCES))

    def paragraph(self, least: int = 2, most: int = 6) -> str:
        """Make several different sentences in a row."""
        count = self.rng.randint(least, most)
        return "".join(self.fill(template) for template in self.rng.sample(SENTENCES, count))

    def title(self) -> str:
        """Make a headline, from ten to about fifty characters."""
        return self.fill(self.rng.choice(TITLES))

    def heading(self) -> str:
        """Make a section heading inside a body."""
        return self.fill(self.rng.choice(HEADINGS))

    def caption(self) -> str:
        """Make what stands under a picture."""
        return self.fill(self.rng.choice(CAPTIONS))

    def attribution(self) -> str:
        """Make the bracketed line at the end that says who wrote it."""
        return self.fill(self.rng.choice(ATTRIBUTIONS))

    def item(self) -> str:
        """Make a short entry of a list."""
        return self.fill(
            self.rng.choice(("{thing}{verb}；", "{industry}企业{n}家。", "{act}《{doc}》", "{city}{zone}{body}"))
        )

    def spam(self) -> str:
        """Make what an intruder hides in a page."""
        return "".join(self.rng.sample(SPAM, 3))
