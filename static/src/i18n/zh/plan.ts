const plan = {
  title: '地图',
  map: '地图：两网网点、线路、辖区与覆盖。方向键移动，加号减号缩放；地图上的每一处也在旁边的清单里。',
  zoomIn: '放大', zoomOut: '缩小', whole: '看全区', scale: '比例尺', loadingMap: '正在读地图…', panels: '面板',
  tab: { figure: '数字', layers: '图层', list: '清单', sheetUp: '展开面板', sheetDown: '收起面板' },
  show: { label: '看哪个数', coverage: '覆盖', routes: '线路', fusion: '融合' },
  layers: {
    title: '看什么', fused: '融合网点', a: '回收网点', b: '垃圾分类网点', back: '中转与分拣设施', cover: '覆盖范围', gap: '没覆盖到的住户', gapPeople: '没覆盖到的人', routes: '收运线路', areas: '全区与街道边界', communities: '社区、村边界',
    unit: { fused: '处', a: '处', b: '处', back: '处', cover: '处开放', routes: '条', areas: '个街道', communities: '个' },
    total: (places: string, open: string) => `网点共 ${places} 处，其中开放 ${open} 处`, hollow: '空心：这一天没有开放', doubtful: (n: string) => `${n} 条登记位置可疑，图上照画，卡片上写明`, noPlace: (n: string) => `${n} 个网点没有位置，图上没有`,
  },
  counted: {
    title: '网点怎么数', place: '处：一个地点。一条登记是一处；回收、分类各一条登记配成一对的，两条算一处。', record: '条登记：网点登记里的一行，清单和导出按它列；成对的一处有两条。', open: '开放：这一天状态为“开放”。中转、分拣设施另列，不算网点，也不参加覆盖。',
    shown: '网点', opened: '其中开放', back: '中转与分拣设施', all: '全部登记', outside: '其中位置可疑', both: (places: string, records: string) => (places === records ? `${places} 处` : `${places} 处（${records} 条登记）`), records: (n: string) => `${n} 条`,
  },
  filter: {
    within: '多远算覆盖到', withinInput: '半径，米', withinUnit: '米', limited: (min: string, max: string, now: string) => `半径只能是 ${min} 到 ${max} 米，已改成 ${now} 米。`, radii: '常用半径', at: '看哪一天', atSlider: '最近六十天里的哪一天', atInput: '日期', today: '今天', daysAgo: (n: number) => `${n} 天前`,
    network: '算哪些网点', any: '都算', A: '回收', B: '分类', AB: '融合', category: '收什么', anyCategory: '不限品类', weight: '按什么算', households: '户', people: '人',
  },
  list: {
    title: '眼前这一块里有', hint: '移动地图，清单跟着变。', perRecord: '网点一条登记一行，成对的一处有两行。', doubtful: '位置可疑', sites: '登记', areas: '辖区', routes: '线路', gaps: '缺口', find: '按名称找', none: '眼前这一块里没有。缩小地图或换一处看看。', noneFound: (q: string) => `眼前没有名称带“${q}”的。`,
    more: (n: string) => `还有 ${n} 项，放大地图或输入名称`, gap: (n: string, unit: string) => `缺口：${n} ${unit}`, gapDetail: (points: string, from: string, to: string) => `${points} 个住户点，最近网点 ${from}–${to} 米`, gapDetailOne: (points: string, d: string) => `${points} 个住户点，最近网点 ${d} 米`, gapAlone: (points: string) => `${points} 个住户点，没有开放的网点`,
    truncated: (shown: string, all: string) => `没覆盖到的住户点共 ${all} 个，图上画了住户最多的 ${shown} 个；数字按全部算。`,
  },
  coverage: {
    figure: (within: string, weight: string) => `${weight} ${within} 米内有开放的网点`, households: '住户', people: '居民', covered: '覆盖到', of: (covered: string, all: string, unit: string) => `${all} ${unit}里的 ${covered} ${unit}`, uncovered: '没覆盖到',
    definition: '口径与数据', formula: '覆盖率 = 到最近一个开放网点的直线距离不超过半径的住户 ÷ 全部住户', formulaPeople: '覆盖率 = 到最近一个开放网点的直线距离不超过半径的人口 ÷ 全部人口',
    open: '开放 = 这一天状态为“开放”的交投点、投放点；中转、分拣设施不算；营业时间暂不判断。正好在半径上算覆盖到。', areaRule: '正好在边界上的点算在内；落在几个辖区里的点各算一次，合计只算一次。', source: '没有住户点的地方，用社区自己的位置和户数。',
    radius: '半径', date: '日期', network: '网点', category: '品类', weight: '权重', sitesUsed: '开放的网点', pointsUsed: '住户点', pointUnit: '个', value: (n: string, unit: string) => `${n} ${unit}`, places: '处',
    area: { ZONE: '全区', SUBDISTRICT: '街道', COMMUNITY: '社区、村' }, level: '按哪一级列', cols: { area: '辖区', weight: { households: '住户', people: '人口' }, share: '覆盖', gap: '缺口', sites: '网点' }, tableHint: '缺口大的在前；点一行，地图移到那里。', nobody: '无住户', noBorder: '无边界',
    noDemand: '还没有住户数据，算不出覆盖率。', noDemandHint: '导入住户点，或给社区填上户数。', noSites: '这一天没有符合条件的开放网点，所以一户也覆盖不到。', biggest: '最大的几处缺口', gapRule: '缺口 = 连成一片、没覆盖到的住户点；按户、按人是同一片，只是排的先后不同。',
  },
  routes: {
    figure: (d: string) => `线路 ${d} 米内的网点登记`, records: '条', of: (all: string) => `开放的网点登记共 ${all} 条`, fused: (n: string) => `其中融合网点 ${n} 处`, within: '离线路多远', metres: (d: string) => `${d} 米`, cols: { route: '线路', length: '全长', sites: '网点' }, none: '还没有线路。', noneHint: '导入线路后，这里列出每条线路附近有多少网点。',
    definition: '口径与数据', formula: '网点到规划线路的最短直线距离不超过所选距离，就算在线路旁；正好相等也算。', once: '按登记算：成对的一处有两条登记，各看各的位置。一条登记在几条线路旁，每条线路各算一次，合计只算一次。没开放的和中转、分拣设施不算。', tableHint: '少的在前；点一行，地图移到那条线路。', nearest: '最近线路',
  },
  fusion: {
    figure: '垃圾分类网点里，已与回收网点融合的', of: (fused: string, msw: string) => `${msw} 处分类网点里的 ${fused} 处`, definition: '口径与数据', formula: '融合率 = 融合网点 ÷ 分类网点',
    rule: (d: string) => `融合网点：一处网点同时属于两个网；或一处回收网点和一处分类网点相距不超过 ${d} 米，两边都登记了运营单位和时间、都开放，配成一对，只在分类一边算一次。近的先配，一处只配一次。`, record: '一处两网', pair: '两处成对', places: '开放的网点', cols: { area: '街道', fused: '融合', msw: '分类网点', rate: '融合率' }, pairs: '成对的网点', pairDetail: (d: string) => `相距 ${d} 米`, none: '还没有分类网点，算不出融合率。', noneHint: '导入分类网点，网络填“分类”。', tableHint: '低的在前；点一行，地图移到那里。', noPairs: '没有成对的网点。',
  },
  card: {
    close: '关闭', zoom: '移到地图中间', kind: '类型', state: '状态', networks: '属于', operator: '运营单位', address: '地址', hours: '时间', categories: '收什么', area: '面积', capacity: '每天能收', position: '位置', since: '从', now: '至今', untilDay: (d: string) => `至 ${d}`, history: '登记的历史', firstKnown: '最早的登记', changedTo: (what: string) => `改了${what}`, reason: '原因', evidence: '附件说明', link: '在网点表里看', none: '没有填',
    netA: '再生资源回收网', netB: '生活垃圾分类网', fusedRecord: '两网融合：一处同属两网', fusedPair: '两网融合：与旁边一处成对', mate: '与它成对', apart: (d: string) => `相距 ${d} 米`, noPosition: '没有位置', hourWords: { days: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'], every: '每天', holidays: '节假日', always: '全天', off: '不开放', to: '至', and: '、' },
    rawDatum: (d: string) => `原坐标 ${d}`, squareMetre: '平方米', perDay: '公斤', distance: (d: string) => `${d} 米`,
    households: '住户', people: '人口', coverage: '覆盖', sites: '开放的网点', settlement: '类别', URBAN: '城镇', RURAL: '村镇', length: '全长', code: '编号', vehicle: '车辆', nearSites: '旁边的网点', points: '住户点', place: '在', nearest: '离最近网点', gapTitle: (n: string, unit: string) => `没覆盖到的 ${n} ${unit}`, from: (d: string) => `从 ${d} 起`, outside: '位置可疑，不在辖区里',
    fields: { name: '名称', kind: '类型', state: '状态', networks: '所属网络', operatorName: '运营单位', categories: '收的品类', address: '地址', hours: '时间', areaM2: '面积', capacityKgDay: '能力', lon: '位置', lat: '位置', district: '所在区' } as Record<string, string>,
  },
  export: {
    title: '导出所见', what: { sites: '开放的网点登记', uncovered: '没覆盖到的住户点', areas: '辖区数字', routes: '线路' }, rows: (n: string) => `${n} 行`, excel: 'Excel', geojson: 'GeoJSON', hint: '按现在的日期、半径和筛选导出；网点一条登记一行，其余行数和图上、表里的一样。', busy: '正在导出…', done: (name: string) => `已导出 ${name}`,
  },
  print: { fusion: '两网融合率', button: '打印', preparing: '正在准备…', sheet: '两网覆盖图', legend: '图例', made: (t: string) => `${t} 制`, demo: '示意数据，不是真人真地', source: '数据来源：两网登记' },
  empty: { title: '还没有可看的数据', text: '先导入辖区边界，再导入网点和住户；有了它们，地图和覆盖率就出来了。', areas: '导入辖区', sites: '导入网点', demand: '导入住户', routes: '导入线路', onlyAuditor: '请规划员导入。' },
  state: { proposed: '待审', surveyed: '已踏勘', approved: '已批', under_construction: '在建', acceptance_pending: '待验收', active: '开放', suspended: '暂停', rectification: '整改', relocating: '迁址', closing: '将关', closed: '已关', rejected: '未通过' } as Record<string, string>,
  unit: { households: '户', people: '人', km: '公里', metre: '米' },
  retry: '重试', error: '没有读到', code: '代码', updating: '正在算…', updated: (share: string) => `覆盖率 ${share}`,
}
export default plan
