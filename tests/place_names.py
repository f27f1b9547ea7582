"""Names of 300 places and zones of China with the initials of their readings, a letter a character, written by hand."""

_WRITTEN = """
北京中关村科技园 bjzgckjy 上海张江高新区 shzjgxq 上海紫竹高新区 shzzgxq 天津滨海高新区 tjbhgxq 重庆高新区 cqgxq
永川高新区 ycgxq 璧山高新区 bsgxq 荣昌高新区 rcgxq 石家庄高新区 sjzgxq 保定高新区 bdgxq 唐山高新区 tsgxq
燕郊高新区 yjgxq 承德高新区 cdgxq 太原高新区 tygxq 长治高新区 czgxq 大同高新区 dtgxq 包头稀土高新区 btxtgxq
呼和浩特高新区 hhhtgxq 鄂尔多斯高新区 eedsgxq 沈阳高新区 sygxq 大连高新区 dlgxq 鞍山高新区 asgxq 营口高新区 ykgxq
辽阳高新区 lygxq 本溪高新区 bxgxq 阜新高新区 fxgxq 锦州高新区 jzgxq 长春高新区 ccgxq 长春净月高新区 ccjygxq
吉林高新区 jlgxq 延吉高新区 yjgxq 通化医药高新区 thyygxq 哈尔滨高新区 hebgxq 大庆高新区 dqgxq 齐齐哈尔高新区 qqhegxq
佳木斯高新区 jmsgxq 南京高新区 njgxq 苏州高新区 szgxq 苏州工业园区 szgyyq 无锡高新区 wxgxq 常州高新区 czgxq
昆山高新区 ksgxq 江阴高新区 jygxq 武进高新区 wjgxq 徐州高新区 xzgxq 南通高新区 ntgxq 镇江高新区 zjgxq 盐城高新区 ycgxq
连云港高新区 lyggxq 扬州高新区 yzgxq 常熟高新区 csgxq 淮安高新区 hagxq 宿迁高新区 sqgxq 泰州医药高新区 tzyygxq
杭州高新区 hzgxq 萧山临江高新区 xsljgxq 宁波高新区 nbgxq 绍兴高新区 sxgxq 温州高新区 wzgxq 衢州高新区 qzgxq
嘉兴秀洲高新区 jxxzgxq 湖州莫干山高新区 hzmgsgxq 合肥高新区 hfgxq 芜湖高新区 whgxq 蚌埠高新区 bbgxq
马鞍山慈湖高新区 maschgxq 铜陵狮子山高新区 tlszsgxq 淮南高新区 hngxq 滁州高新区 czgxq 安庆高新区 aqgxq
福州高新区 fzgxq 厦门火炬高新区 xmhjgxq 泉州高新区 qzgxq 莆田高新区 ptgxq 漳州高新区 zzgxq 三明高新区 smgxq
龙岩高新区 lygxq 南昌高新区 ncgxq 新余高新区 xygxq 景德镇高新区 jdzgxq 鹰潭高新区 ytgxq 抚州高新区 fzgxq
吉安高新区 jagxq 赣州高新区 gzgxq 九江共青城高新区 jjgqcgxq 宜春丰城高新区 ycfcgxq 济南高新区 jngxq 青岛高新区 qdgxq
淄博高新区 zbgxq 潍坊高新区 wfgxq 威海火炬高新区 whhjgxq 济宁高新区 jngxq 烟台高新区 ytgxq 临沂高新区 lygxq
泰安高新区 tagxq 枣庄高新区 zzgxq 莱芜高新区 lwgxq 德州高新区 dzgxq 黄河三角洲农高区 hhsjzngq 郑州高新区 zzgxq
洛阳高新区 lygxq 安阳高新区 aygxq 南阳高新区 nygxq 新乡高新区 xxgxq 平顶山高新区 pdsgxq 焦作高新区 jzgxq
信阳高新区 xygxq 许昌高新区 xcgxq 武汉东湖高新区 whdhgxq 襄阳高新区 xygxq 宜昌高新区 ycgxq 孝感高新区 xggxq
荆门高新区 jmgxq 仙桃高新区 xtgxq 随州高新区 szgxq 咸宁高新区 xngxq 黄冈高新区 hggxq 荆州高新区 jzgxq
黄石大冶湖高新区 hsdyhgxq 潜江高新区 qjgxq 长沙高新区 csgxq 株洲高新区 zzgxq 湘潭高新区 xtgxq 益阳高新区 yygxq
衡阳高新区 hygxq 郴州高新区 czgxq 常德高新区 cdgxq 怀化高新区 hhgxq 宁乡高新区 nxgxq 广州高新区 gzgxq 深圳高新区 szgxq
珠海高新区 zhgxq 佛山高新区 fsgxq 惠州仲恺高新区 hzzkgxq 东莞松山湖高新区 dgsshgxq 中山火炬高新区 zshjgxq
江门高新区 jmgxq 肇庆高新区 zqgxq 清远高新区 qygxq 汕头高新区 stgxq 源城高新区 ycgxq 湛江高新区 zjgxq 茂名高新区 mmgxq
南宁高新区 nngxq 桂林高新区 glgxq 柳州高新区 lzgxq 北海高新区 bhgxq 海口高新区 hkgxq 成都高新区 cdgxq 绵阳高新区 mygxq
自贡高新区 zggxq 乐山高新区 lsgxq 泸州高新区 lzgxq 攀枝花钒钛高新区 pzhftgxq 德阳高新区 dygxq 内江高新区 njgxq
贵阳高新区 gygxq 安顺高新区 asgxq 遵义高新区 zygxq 昆明高新区 kmgxq 玉溪高新区 yxgxq 楚雄高新区 cxgxq 拉萨高新区 lsgxq
西安高新区 xagxq 宝鸡高新区 bjgxq 杨凌农高区 ylngq 咸阳高新区 xygxq 渭南高新区 wngxq 榆林高新区 ylgxq 安康高新区 akgxq
兰州高新区 lzgxq 白银高新区 bygxq 西宁高新区 xngxq 银川高新区 ycgxq 石嘴山高新区 szsgxq 乌鲁木齐高新区 wlmqgxq
昌吉高新区 cjgxq 石河子高新区 shzgxq 阿克苏阿拉尔高新区 aksalegxq 克拉玛依高新区 klmygxq 六安经开区 lajkq
亳州经开区 bzjkq 黄山经开区 hsjkq 宣城经开区 xcjkq 池州经开区 czjkq 阜阳经开区 fyjkq 歙县经开区 sxjkq 宁国经开区 ngjkq
桐城经开区 tcjkq 义乌经开区 ywjkq 丽水经开区 lsjkq 台州湾新区 tzwxq 嵊州经开区 szjkq 鄞州工业园 yzgyy 乐清经开区 yqjkq
诸暨经开区 zjjkq 慈溪经开区 cxjkq 平湖经开区 phjkq 盱眙经开区 xyjkq 浒墅关经开区 xsgjkq 邳州经开区 pzjkq
如皋经开区 rgjkq 太仓港经开区 tcgjkq 张家港保税区 zjgbsq 江宁经开区 jnjkq 六合经开区 lhjkq 东台经开区 dtjkq
闵行经开区 mhjkq 漕河泾开发区 chjkfq 临港新片区 lgxpq 浦东新区 pdxq 滨海新区 bhxq 两江新区 ljxq 舟山群岛新区 zsqdxq
兰州新区 lzxq 南沙新区 nsxq 西咸新区 xxxq 贵安新区 gaxq 西海岸新区 xhaxq 金普新区 jpxq 天府新区 tfxq 湘江新区 xjxq
江北新区 jbxq 福州新区 fzxq 滇中新区 dzxq 哈尔滨新区 hebxq 长春新区 ccxq 赣江新区 gjxq 雄安新区 xaxq 前海合作区 qhhzq
横琴合作区 hqhzq 亦庄开发区 yzkfq 怀柔科学城 hrkxc 未来科学城 wlkxc 光明科学城 gmkxc 西部科学城 xbkxc 江夏实验室 jxsys
之江实验室 zjsys 鹏城实验室 pcsys 番禺节能科技园 pyjnkjy 增城经开区 zcjkq 东莞滨海湾 dgbhw 大亚湾经开区 dywjkq
洪洞经开区 htjkq 侯马经开区 hmjkq 晋中经开区 jzjkq 曹妃甸经开区 cfdjkq 秦皇岛经开区 qhdjkq 廊坊经开区 lfjkq
邯郸经开区 hdjkq 沧州临港经开区 czlgjkq 铁岭经开区 tljkq 盘锦经开区 pjjkq 葫芦岛经开区 hldjkq 松原经开区 syjkq
牡丹江经开区 mdjjkq 绥化经开区 shjkq 漯河经开区 lhjkq 濮阳经开区 pyjkq 鹤壁经开区 hbjkq 开封经开区 kfjkq
驻马店经开区 zmdjkq 单县开发区 sxkfq 莘县开发区 sxkfq 东阿开发区 dekfq 曲阜经开区 qfjkq 滕州经开区 tzjkq
聊城经开区 lcjkq 滨州经开区 bzjkq 日照经开区 rzjkq 招远经开区 zyjkq 耒阳经开区 lyjkq 浏阳经开区 lyjkq 娄底经开区 ldjkq
岳阳临港 yylg 永州经开区 yzjkq 邵阳经开区 syjkq 十堰经开区 syjkq 恩施州开发区 eszkfq 神农架林区 snjlq 广安经开区 gajkq
宜宾临港 yblg 达州经开区 dzjkq 什邡经开区 sfjkq 都江堰经开区 djyjkq 雅安经开区 yajkq 曲靖经开区 qjjkq 大理经开区 dljkq
蒙自经开区 mzjkq 毕节经开区 bjjkq 铜仁高新区 trgxq 酒泉经开区 jqjkq 金昌经开区 jcjkq 天水经开区 tsjkq 喀什经开区 ksjkq
霍尔果斯经开区 hegsjkq 尉犁工业园 ylgyy 澳门科技园 amkjy 新竹科学园 xzkxy 香港科学园 xgkxy
"""
NAMES: dict[str, str] = dict(zip(_WRITTEN.split()[::2], _WRITTEN.split()[1::2], strict=True))
ALSO: dict[str, str] = {
    "长": "z",
    "重": "z",
    "行": "x",
    "乐": "y",
    "六": "l",
    "单": "d",
    "洞": "d",
    "阿": "a",
    "什": "s",
    "番": "f",
}
"""Initials that characters of these names have in other words."""
