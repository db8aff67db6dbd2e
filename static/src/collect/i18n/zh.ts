/** The sentences of the page that every visit begins with. */
const zh = {
  app: '两网收运',
  demo: '示意数据，不是真实记录',
  nav: { name: '主导航', log: '记一笔', records: '记录', outbox: '待发', me: '我的' },
  sep: '，',
  list: '、',
  unit: { KG: '公斤', JIN: '斤', PIECE: '件', tonne: '吨', metre: '米', km: '公里', yuan: '元', count: '笔' },
  home: {
    title: '记一笔', change: '更换', what: '收的是什么', all: '全部品类', allCount: (n: number) => `${n} 种`, last: (q: string) => `上次 ${q}`,
    byPiece: '按件', byBoth: '按件或公斤', byKg: '按公斤',
    detail: '明细',
    notYet: (n: number, q: string) => `另有 ${n} 笔 · ${q} 还没送达，送达后计入`,
    notYetFix: (n: number) => `另有 ${n} 笔更正还没送达，送达后换掉原来的`,
    needsFix: (n: number) => `${n} 笔待补正，没有计入`,
    near: (d: string, a: string) => `距你 ${d} · 定位准到 ${a}`, picked: (d: string) => `你选的 · 距你 ${d}`, lastPlace: '上次的网点 · 没有定位', pickedPlain: '你选的 · 没有定位',
    far: (d: string) => `最近的也有 ${d}，在这里就点“是这里”`, here: '是这里', noSite: '不在网点', noSiteSub: (a: string) => `只记位置 · 定位准到 ${a}`,
    choose: '先选网点', chooseSub: '还没有定位', locating: '正在定位…', denied: '没有定位权限', noList: '网点表还没下载，连上网就有',
    noSites: '这个区还没有网点，照样能记：只记上门或位置。要添网点，请单位找规划人员。',
    notCollector: (org: string) => `你在“${org}”没有收运员身份，这里记不了。`, switchOrg: '换一个单位',
    noCatalogue: '品类表还没下载', noCatalogueHelp: '第一次用要连一次网。连上后会自己出来，以后没网也能记。',
    fused: '两网融合', netA: '回收网点', netB: '分类网点', add: '再加一种', correcting: '更正', goOn: '继续', drop: '丢掉',
  },
  foot: {
    allSent: '都已送达', at: (t: string) => `最后一次 ${t}`, never: '还没有记录', unsent: (n: number) => `待发 ${n} 笔`, photos: (n: number) => `照片 ${n} 张`,
    since: (t: string) => `最早 ${t}`, noNet: '等信号', sending: '正在发', retryAt: (t: string) => `${t} 再试`, soon: '马上发', signIn: '要重新登录', other: '现在登录的是别人', view: '查看', need: (n: number) => `需要你处理 ${n} 笔`,
    others: (n: number) => `别人有 ${n} 笔没发`,
  },
}
export default zh
/** The shape that every language has. */
export type Messages = typeof zh
