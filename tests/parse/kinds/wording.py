"""The words of the pages of each kind: what an article says, what a listing lists, and the charset it is written in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a listing, as its page is meant."""

    path: str
    title: str
    date: str
    summary: str


@dataclass(frozen=True, slots=True)
class Wording:
    """One choice of words; `number` is the engine's number of the article, `charset` what the page declares."""

    charset: str
    category: str
    slug: str
    date: str
    number: int
    title: str
    paragraphs: tuple[str, str, str]
    source: str
    rows: tuple[tuple[str, str], ...]

    @property
    def digits(self) -> str:
        """The date as addresses hold it."""
        return self.date.replace("-", "")

    @property
    def path(self) -> str:
        """The address of the article."""
        return f"/news/{self.slug}/{self.digits}{self.number}.html"

    @property
    def listing(self) -> str:
        """The address of the category."""
        return f"/news/{self.slug}/"

    @property
    def text(self) -> str:
        """The article's paragraphs as an editor writes them."""
        return "".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The rows of the category's listing, newest first."""
        day = int(self.date[-2:])
        dates = [f"{self.date[:-2]}{day - place:02}" for place in range(len(self.rows))]
        return tuple(
            Entry(f"{self.listing}{date.replace('-', '')}{self.number - place}.html", title, date, summary)
            for place, (date, (title, summary)) in enumerate(zip(dates, self.rows, strict=True))
        )


SHORT = Wording(
    charset="utf-8",
    category="高新区新闻",
    slug="gxq",
    date="2025-08-19",
    number=21633,
    title="河湾园区开出夜间服务窗口",
    paragraphs=(
        "河湾园区的夜间窗口从周一起接待来人。",
        "过了晚上八点，还有四个柜台亮着灯。",
        "头一位来办执照的人只用了九分钟。",
    ),
    source="河湾晚报",
    rows=(
        ("河湾园区开出夜间服务窗口", "晚上八点以后还能来办执照，四个柜台轮着值守，首周接待了一百多人。"),
        ("旧船坞改成了检测中心", "船坞停用十一年以后，机器搬了进来，水汽和铁锈的气味还没有散尽。"),
        ("三家企业合用一条中试线", "一条线轮流开三种料，排班表贴在门口，谁也不必再等半年才试一回。"),
        ("食堂门口的招工启事", "启事写得很短，只有工种、人数和一个电话，来问的人却排到了路边。"),
    ),
)
LONG = Wording(
    charset="gb2312",
    category="政策解读",
    slug="zcjd",
    date="2024-06-12",
    number=18034,
    title="一问到底：中小企业的设备补贴怎样申领",
    paragraphs=(
        "补贴申领的办法上月修订过一回，改动最大的是材料：原先要交的十一份表格并成了三份，其余由受理窗口向各部门调取。",
        "旧设备算不算数，要看发票上的日期和设备的用途。去年七月以后购置、用在生产线上的都算；办公用的电脑和车辆不算。",
        "钱到账的时间也有了准数：受理以后十五个工作日之内公示，公示七天，没有异议的当月拨付，有异议的书面告知结果。",
    ),
    source="《产业与政策》月刊",
    rows=(
        ("设备补贴怎样申领", "补贴申领的办法上月修订过一回，十一份表格并成三份，企业不必再跑第二趟窗口。"),
        ("租来的机器算不算数", "租来的设备另有一套算法，按租期折算，最多补到租金的三成，租期太短的不受理。"),
        ("公示期里能做什么", "公示七天之内，同行可以提异议，企业也可以补交材料，过了第七天就只能等结果。"),
        ("小微企业如何认定", "认定看三样：人数、营收和资产，三样里有一样超了线，就要按中型企业来申报。"),
    ),
)
MIXED = Wording(
    charset="utf-8",
    category="智慧城市案例",
    slug="zhcsal",
    date="2023-11-27",
    number=9705,
    title="“5G＋巡检”落地记（上）",
    paragraphs=(
        "巡检车每天出去3趟，一趟42分钟，比人走快了2倍还多。",
        "“最怕的是雨天，”调度员说，“镜头上一沾水，AI就认不出井盖了。”",
        "2023年11月，第17辆车上路；到年底，老城区的4,300个井盖全都有了编号。",
    ),
    source="City Lab 观察",
    rows=(
        ("“5G＋巡检”落地记", "巡检车每天出去3趟，一趟42分钟，比人走快了2倍还多，雨天是它最怕的日子。"),
        ("井盖也有身份证", "老城区的4,300个井盖全都有了编号，掉了一个，平台上两分钟之内就会亮红灯。"),
        ("路灯上装了听诊器", "传感器贴在灯杆上，听得出水管漏不漏，夜里两点到四点是它最灵的一段时间。"),
        ("停车位的数字账", "一个车位一天换几次主人，过去没人算得清，如今每条街的账都在屏幕上滚动。"),
    ),
)
