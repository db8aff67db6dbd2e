const office = {
  day: {
    shownOther: (asked: string, shown: string) => `${asked}还没有记录，先给你看${shown}的。`,
    collected: '收上来', received: '过了磅', diff: '差', records: (n: string) => `${n} 笔`, people: (n: string) => `${n} 人`, estimated: (p: string) => `其中估重 ${p}`,
    tickets: (n: string) => `${n} 张磅单`, pieces: (n: string) => `${n} 件`, chart: '近 14 天', chartLabel: '近 14 天收上来与过了磅，吨', todo: '要你处理', nothing: '都处理完了，今天没有要你动手的事。',
    notCounted: (n: string, q: string) => `待补正 ${n} 笔，${q}，不计入`, goFix: (n: string) => `去补正，全部日期 ${n} 笔`, noData: '这些天没有记录。', source: '来源：收运记录与磅单，只算已计入的',
    none: '到这一天为止还没有任何记录。收运员在手机上记第一笔，这里就有了。', definition: '口径',
    definitionText: '收上来＝已计入的收运记录各行之和；过了磅＝交给过磅单位、已计入的磅单净重之和；差＝过了磅减收上来；百分比以实测的一边为底，两边都是实测时用平均数。按业务日（北京时间）计。',
  },
  todo: {
    needs_fix: { title: (n: string) => `${n} 笔待补正`, text: '全部日期的；补上凭证、更正或作废，补好才计入', one: '待补正', go: '去补' },
    no_receipt: { title: (n: string) => `${n} 个品类收了没过磅`, text: '车还在路上，或磅单没开', one: '收了还没过磅', go: '去看' },
    no_collection: { title: (n: string) => `${n} 个品类过了磅没有记录`, text: '可能有人忘了记，或记在别的日子', one: '过了磅，没有收运记录', go: '去看' },
    over_tolerance: { title: (n: string) => `${n} 个品类超出容差`, text: '收的和磅的差得多，看看是哪几笔', one: '超出容差', go: '去看' },
    duplicate_suspect: { title: (n: string) => `${n} 笔疑似重复`, text: '同一网点、品类和重量，十分钟内', one: '疑似重复', go: '去看' },
    late: { title: (n: string) => `${n} 笔迟到的记录`, text: '手机后来才传上来', one: '迟到', go: '去看' },
    other: { title: (n: string) => `${n} 件事等你看`, text: '', one: '', go: '去看' },
  } as Record<string, { title: (n: string) => string; text: string; one: string; go: string }>,
  compare: {
    title: '对照', byCategory: '分品类对照', hint: '点一行看记录', day: '日期', category: '品类', collectedKg: '收上来 公斤', receivedKg: '过了磅 公斤', diffKg: '差 公斤', share: '差比', why: '为什么', waiting: '待补正', total: '合计',
    by: '按', byDayCategory: '每天每品类', byDay: '每天', byCategoryOnly: '每品类', allCategories: '全部品类', none: '这段时间没有收运也没有过磅。换一段日期看看。', rows: (n: string) => `${n} 行`,
    open: (day: string, what: string) => `看${day}${what}的记录`, onlyOpen: '只看要处理的', period: '这段时间', kg: '公斤', collected: '收', received: '磅', countN: (n: string) => `${n} 笔`, ticketN: (n: string) => `${n} 张`,
    byScale: '每台秤', byStation: '每个过磅站点', rangeBad: '开始日期不能晚于结束日期。', rangeLong: '一次最多看 366 天，请缩短。', showReceipts: '看磅单',
  },
  scales: {
    scale: '秤', station: '过磅站点', noStation: '没有写站点', noScale: '没有写秤号', tickets: '磅单', received: '过了磅 公斤', pairs: '对得上', pairN: (n: string) => `${n} 组`, collected: '收上来 公斤', matched: '过了磅 公斤', diff: '差 公斤', share: '差比', verdict: '判断', rest: '对不上 公斤',
    all: '全部', compared: '能对上的部分', band: (low: string, high: string) => `${low} 到 ${high}`, few: (n: string) => `不到 ${n} 组，不判断`, open: (what: string) => `看${what}的磅单`, none: '这段时间没有过磅。换一段日期看看。', unknown: '没有能对上的',
    definition: '怎么对上的', definitionText: (pairs: string, bias: string) => `收运记录不写送到哪台秤，只有能认定的才对：同一天同一品类，收的时候全是称重，过磅全在这一台秤（或这一个站点），没有待补正，算一组；今天还在收，不算。差＝过了磅减收上来，差比以两边的平均为底，下面一行是它的 95 % 区间。满 ${pairs} 组、区间整个在 ±${bias} 以外，才说一直偏轻或一直偏重；路上损耗也会偏轻，要拿砝码校秤才能定。`,
  },
  reason: {
    equal: '一点不差', equalPieces: '一件不差', within: (limit: string, how: string) => `在容差 ±${limit}内${how}`, withinPlain: '在默认容差内',
    over: (pct: string, how: string) => `超出 ${pct} %${how}`, overLimit: (limit: string, how: string) => `超出容差 ±${limit}${how}`, overPieces: '件数对不上，计件不许差', how: (a: string, b: string) => `：${a}对${b}`,
    noReceipt: '收了还没过磅', noCollection: '过了磅，没有收运记录', needsFix: (n: string) => `${n} 笔还在待补正`, none: '不单独判断，看每天每品类',
  },
  records: {
    title: '记录', list: '收运记录', time: '时间', site: '网点 / 收运员', what: '品类', quantity: '数量', state: '状态', noSite: '只有定位', more: (n: number) => `等 ${n} 行`,
    filters: '筛选', allStates: '全部状态', allCollectors: '全部收运员', allSites: '全部网点', allCategories: '全部品类', q: '备注、网点、收运员', allDays: '全部日期', clear: '清除筛选',
    total: (n: string, lines: string) => `${n} 笔 ${lines} 行`, notCounted: (n: string, q: string) => `另有 ${n} 笔不计入，${q}`, none: '没有这样的记录。放宽日期，或清除筛选。', choose: '选一笔，右边看它的凭证和来历。',
    keys: { next: '下一笔', prev: '上一笔', edit: '更正', void: '作废', close: '收起' }, readOnly: '你现在的身份只能看，更正和作废由对账员来做。',
    late: (d: string) => `晚到 ${d}`, lateAt: (at: string) => `，${at} 收到`, lateFilter: '晚到', anyLate: '不管晚不晚', lateOver: (d: string) => `晚到超过 ${d}`, lateHint: (d: string) => `晚到：收到比发生晚了 ${d}以上。对账员的更正不算晚到。`, ofCategory: '数量只算', noClock: '时间存疑',
    totalsLabel: '所列记录合计', siteFilter: '网点', collectorFilter: '收运员', categoryFilter: '品类', stateFilter: '状态',
  },
  detail: {
    lines: '明细', method: '怎么量的', price: '单价', amount: '金额', perKg: '元/公斤', perPiece: '元/件', sum: '合计', flags: '留意', noFlags: '没有要留意的', photos: (here: number, all: number) => `照片 ${here} / ${all}`,
    noPhotos: '没有照片', photo: (n: number) => `照片 ${n}`, pending: '还在手机里', papers: '凭证', noPapers: '没有凭证', paperNo: (no: string) => `编号 ${no}`, withPhoto: '有照片', where: '位置', noWhere: '没有定位', noSitePosition: '网点没有坐标，不能比。', siteUnread: '网点的位置没读到。', onlyPosition: (delivery: string) => `${delivery}，只有定位：`, position: (lon: string, lat: string, acc: string) => `东经 ${lon}，北纬 ${lat}，误差 ${acc}。`,
    away: (d: string, acc: string) => `离网点 ${d}，定位误差 ${acc}`, phoneHere: '手机', siteHere: '网点', history: '来历', happened: '收运', sent: '手机发出', arrived: '到达', late: (d: string) => `晚到 ${d}`, corrected: '更正于',
    replaces: '更正了前一版', replacedBy: '已被新一版更正', duplicateOf: '与另一笔重复', reason: '理由', see: '看那一笔', note: '备注', delivery: '方式', origin: '来源', seller: '出售者', day: '记在', id: '编号', missing: '缺什么', mapLabel: (d: string) => `手机定位离网点 ${d}`,
    actions: '操作', correct: '更正', void: '作废', duplicate: '标记重复', notDuplicate: '不是重复', print: '打印',
    whyNot: { voided: '已作废，不能再改；记错了请收运员另记一笔。', superseded: '已有新一版，请在新一版上改。', duplicate: '已标为重复；先点“不是重复”再改。' } as Record<string, string>,
  },
  flag: {
    price_unlikely: (v: string) => `单价 ${v} 元，比行情高很多，请核对`,
    clock_skew: (v: string) => `手机时钟差 ${v}，已按服务器时间校正`, far_from_site: (v: string) => `定位离网点 ${v}`, no_position: '记的时候没有定位', other_operator: '在别家运营的网点收的',
    time_uncertain: (v: string) => `时间存疑，差 ${v}，先记在到达那天`, identity_owed: '还欠出售人的身份登记，现在系统还不收身份证号',
  } as Record<string, string | ((v: string) => string)>,
  void: {
    title: '作废这一笔', text: (q: string, day: string) => `作废后，${q} 不再计入 ${day} 的合计；记录本身留着，谁作废、为什么都看得到。`, reason: '为什么作废', reasonHint: '例如：同一袋记了两次', reasonEmpty: '请写明理由', submit: '作废', done: '已作废，合计已更新',
    ticketTitle: '作废这张磅单', ticketText: (q: string, day: string) => `作废后，净重 ${q} 不再计入 ${day} 的过磅合计；磅单留着可查。`,
  },
  duplicate: {
    title: '与哪一笔重复', text: '标记后这一笔不再计入，指向的那一笔照常计入。随时可以改回来。', none: '同一天、同一网点没有别的记录，不像重复。', submit: '标记重复', done: '已标记重复，不再计入', notTitle: '不是重复', notText: '恢复计入，以后不再提示这一对。', notSubmit: '恢复计入', notDone: '已恢复计入',
  },
  correct: {
    odd: (what: string) => `${what}，比平常大很多。再看一眼？`, dear: (what: string) => `单价 ${what}，比行情高很多。再看一眼？`,
    title: '更正这一笔', text: '保存后生成新一版，原来的一版留着可查，不再计入。', time: '收运时间', category: '品类', method: '怎么量', kg: '公斤', pieces: '件数', addLine: '加一行', removeLine: '去掉这一行', note: '备注', submit: '保存更正', done: '已更正，新一版已计入', stillFix: '已更正，但还缺凭证，仍在待补正',
    notAsked: '没问',
    needKg: '公斤数不对', needPieces: '件数不对', needCategory: '选一个品类', needLine: '至少一行', needTime: '时间不对', price: '单价 元', per: '每', pricePer: '单价，每', amount: '金额', site: '网点', siteFind: '输入名称找网点', needSite: '没有定位，要选一个网点', noSite: '只有定位', needPrice: '单价不对，最多四位小数', photo: '添照片', photoN: (n: number) => `照片 ${n} 张`, line: (n: number) => `第 ${n} 行`,
  },
  fix: {
    title: '待补正', list: '待补正的记录', none: '没有待补正的记录。', noneHint: '缺凭证、不合规则的记录会到这里，补好才计入。', why: '为什么在这里', missing: '缺什么', who: '谁能给', ways: '怎么办', add: '补上凭证', kind: '凭证', number: '编号', photo: '拍照或选照片', photoChosen: (name: string) => `已选 ${name}`,
    submit: '补上', done: '已补上，这一笔计入了', stillMissing: '已补上，还缺别的', numberOrPhoto: '填编号或附照片，至少一样', needsSeller: '出售方其实是单位？用“更正”改出售者，再补单位证明。', overrideTitle: '放行这一笔', overrideText: '放行后计入合计，理由和放行人都留着可查。', overrideDone: '已放行，这一笔计入了', correctHint: '品类或数量记错了', voidHint: '确实不该收的', override: '放行',
    overrideNotYet: '放行要登记出售人身份证号，本版还不收身份证号，暂不能放行。', overrideNone: '这一类没有放行的规定。', by: (who: string) => `由${who}提供`, nothingHelps: '补什么都不行，只能作废或更正', sendTo: (to: string) => `应送：${to}`, total: (n: string, q: string) => `${n} 笔，${q}，补好才计入`, choose: '选一笔，右边看缺什么、怎么办。',
    photoTooBig: '照片太大，请小于 10 MB。', photoBad: '这不是照片，请选 JPG 或 PNG。', photoInsecure: '这个地址没有加密，浏览器不让传照片。请换成网址前面带锁的地址再传；编号可以照填。',
  },
  tickets: {
    title: '磅单', list: '磅单列表', number: '磅单', party: '交货单位', weighedBy: '过磅单位', category: '品类', gross: '毛重', tare: '皮重', net: '净重', plate: '车牌', time: '时间', kind: '怎么磅的', scale: '秤号', state: '状态', note: '备注', pieces: '件数', total: (n: string) => `${n} 张`, none: '没有这样的磅单。放宽日期，或清除筛选。',
    noneToday: '今天还没有磅单。在左边记第一张。', choose: '选一张，看它的明细。', write: '记一张磅单', q: '磅单号、车牌、单位', allKinds: '全部', onlyYard: '磅单由过磅的单位开，这里只能看。', sideLabel: '谁的磅单', delivered: '我交的', weighed: '我磅的', totalsLabel: '所列磅单合计', netOnly: '只读了净重',
    kg: '公斤', slip: '磅单', slipFoot: '此单由系统按已存记录打印', printed: '打印于', site: '站点', plateUnit: '车牌', correctTitle: '更正磅单', today: '今天的磅单',
    notCounted: '这一张不再计入，也不能打印。', seeNew: '看更正后的那一张',
  },
  station: { load: (day: string, q: string, most: string) => `${day}收 ${q}，这座站一天能收 ${most}`, over: (q: string) => `，超了 ${q}` },
  ask: {
    title: '存之前再看一眼', grossOver: (typed: string, limit: string) => `毛重 ${typed}，超过 ${limit}。再看一眼？`, netOver: (typed: string, limit: string) => `净重 ${typed}，超过 ${limit}。再看一眼？`,
    tareFar: (typed: string, known: string) => `皮重 ${typed}，这辆车登记的皮重是 ${known}，差得多。再看一眼？`, numberUsed: (no: string) => `磅单号 ${no} 当天在这台秤上已经用过。`,
    see: '看那一张', edit: '改', use: '换成', sure: '没错，记下',
  },
  form: {
    title: '记一张磅单', org: '交货单位', category: '品类', plate: '车牌', gross: '毛重 公斤', tare: '皮重 公斤', net: '净重 公斤', netComputed: '毛重减皮重，自动算', netDirect: '只读了净重就直接填', pieces: '件数', kind: '怎么磅的', scale: '秤号', number: '磅单号', time: '过磅时间', timeNow: '现在', note: '备注', submit: '存磅单', submitCorrection: '保存更正', busy: '正在存…',
    saved: (no: string, net: string) => `${no} 已存，净重 ${net}`, corrected: (no: string) => `${no} 已更正`, undone: (no: string) => `${no} 已撤销`, undoReason: '当场撤销', restored: '接着上次没存的填', discard: '清空重填', enterHint: '回车到下一格', enterNow: '加回车马上存', last: '记住了上次的单位、品类和秤',
    need: { deliveredOrgId: '选交货单位', category: '选品类', net: '净重要大于 0', gross: '毛重不对', tare: '皮重不对', tareOver: '皮重不能超过毛重', pieces: '件数不对', weighedAt: '时间不对', future: '过磅时间还没到', grossAlone: '毛重和皮重要一起填', plate: '车牌号不像', number: '填磅单号' },
    notBought: '这一类不得收购，磅单也不能开。', licensed: '这一类只能交给持证单位，请核对对方许可证。', check: '改好标红的几处再存',
  },
}
export default office
