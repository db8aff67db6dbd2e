/** The sentences of all other pages; they come with the first of them. Words for codes are in the terms. */
const zh = {
  fatal: {
    storage: '这个浏览器不让存东西',
    storageHelp: '多半是开了无痕模式，或手机存储满了。记录要先存在手机里才不会丢，所以这里先停住。换成普通窗口，或清出一点空间，再打开一次。',
    outdated: '另一个窗口已经换成新版本',
    outdatedHelp: '这个窗口要重新打开一次。已经记下的都在。',
    reload: '重新打开',
  },
  insecure: {
    title: '这个地址没有加密，有三样用不了',
    items: ['没信号时打不开这一页', '取不到定位，要自己选网点', '不能拍照'],
    help: '记录照样存在手机里，有网就发。请公司换成加密的地址，网址前面带锁的那种。',
  },
  back: '返回',
  close: '关闭',
  cancel: '取消',
  ok: '知道了',
  more: '更多',
  loading: '正在打开…',
  retry: '再试一次',
  per: { KG: '元/公斤', JIN: '元/斤', PIECE: '元/件' },
  method: { SCALE: '秤', ESTIMATE: '估', COUNT: '数' },
  methodLong: { SCALE: '过秤', ESTIMATE: '估计', COUNT: '点数' },
  state: { accepted: '已计入', needs_fix: '待补正', voided: '已作废', superseded: '已更正', duplicate: '重复' },
  opState: { captured: '已存在手机', queued: '等着再发', sent: '已送达', needs_me: '需要你', refused: '被拒', discarded: '已丢弃' },
  saved: {
    here: (what: string, at: string) => `${what}，已存在手机 ${at}`, sent: (at: string) => `已送达 ${at}`, waiting: '等着发', undo: (s: number) => `撤销（${s}）`, undone: '已撤销', undoneWaits: '已撤销，送到后作废',
    needsFix: '已送达，待补正', needsMe: '需要你处理', undoReason: '刚记就撤销',
  },
  storageAtRisk: '手机空间紧张时，浏览器可能清掉没发出的记录。把这一页“添加到主屏幕”，或尽快连上网发完。',
  signin: {
    title: '登录', lead: '登录一次，没信号也能用。', phone: '手机号', password: '密码', go: '登录', going: '正在登录…',
    join: '有邀请码？第一次用点这里', demo: '用示意收运员进入', phoneBad: '手机号是 11 位数字', passwordBad: '还没填密码',
    again: '登录过期了', againHelp: (n: number) => (n ? `没发出的 ${n} 笔都还在手机里，登录后接着发。` : '登录后接着记。'),
    others: (n: number) => `这台手机上有别人的 ${n} 笔还没发。要那个人登录才能发，你看不到内容。`,
    offline: '连不上服务器。登录需要网络，找个有信号的地方再试。',
  },
  join: {
    title: '用邀请码加入', lead: '邀请码是公司发给你的，只能用一次。', code: '邀请码', name: '姓名（可不改）', password: '设一个密码，至少 8 位', passwordHelp: '以后用手机号和它登录。不设也行，那就只能在这台手机上用。',
    go: '加入', going: '正在加入…', codeBad: '还没填邀请码', passwordBad: '密码至少 8 位', filled: '邀请码已经填好，点“加入”就行。', signin: '已经有账号？去登录',
  },
  site: {
    title: '选网点', find: '输入名字查找', none: '不在网点（上门、路边）', noneHelp: '只记你现在的位置', noneOff: '现在没有定位，只能选网点',
    rest: (n: number) => `还有 ${n} 个，输入名字查找`, noSites: '这个区还没有网点', noSitesHelp: '照样能记：点上面“不在网点”，记上门或现在的位置。要添网点，请单位找规划人员。', noneFix: '现在没有定位：打开手机的定位，允许浏览器使用',
    nothing: '没有这个名字的网点', nothingHelp: '少打几个字试试。', away: (d: string) => `${d}`, sortedBy: '从近到远', unsorted: '没有定位，按名字排',
  },
  cats: { title: '全部品类', find: '输入名字查找', nothing: '没有这个品类', UNIT_CERT: '要凭证', LICENSED: '定点去向', NOT_BOUGHT: '不收' },
  pad: {
    switch: '换品类', price: '单价', priceDone: '填好了', both: (q: string) => `另 ${q}`, about: (q: string) => `约 ${q}`,
    unit: '单位', method: '怎么得的', key: '数字键', backspace: '退格', point: '小数点', add: '再加一种', photo: '拍照', photos: (n: number) => `照片 ${n} 张`, photoBusy: '正在压缩…',
    save: '记一笔', saving: '正在存…', saveFix: '照样记下（待补正）', total: (q: string) => `合计 ${q}`, none: '先按数字',
    moreSet: '更多（已填）', remove: (what: string) => `去掉 ${what}`, correcting: '更正', correctingHelp: '点哪一行就改哪一行。存下后，原来那笔不再计入。', saveFixed: '保存更正', saveFixedFix: '保存更正（待补正）', edit: '改', fold: '收起', unfold: '看全部', allLines: (n: number) => `已有 ${n} 行`,
    failed: '没存上。手机存储可能满了，清出一点空间再点一次；填的都还在。', noPlace: '还没有网点，也没有定位。先选网点再记。', noFix: '这个区还没有网点，手机也没有定位。打开定位再点一次，填的都还在。', choosePlace: '选网点',
    photoBad: '这张照片读不出来，换一张。', photoOff: '这个地址没有加密，不能拍照', tooMuch: (most: string) => `太大了，最多 ${most}`, oddOne: (q: string) => `这一笔 ${q}`,
    odd: (what: string) => `${what}，比平常大很多。再看一眼？`, oddYes: '没错，记下',
    sendTo: (where: string) => `去向：${where}`,
  },
  gate: {
    UNIT_CERT: '这一类要凭证才算数', LICENSED: '这一类不能随便收', NOT_BOUGHT: '这一类不许收购',
    UNIT_CERT_help: '凭证齐了才计入。没有凭证也可以先记，记下后是“待补正”，补上再计入。',
    LICENSED_help: '请出售人送到下面的地方。已经收下的也要记，记下后是“待补正”。',
    NOT_BOUGHT_help: '不要收，也不要付钱。',
    police: '涉枪、爆炸物、出土物品、疑似赃物：马上报警 110。',
    needs: '要有', sendTo: '送到', go: '已经收了，照样记', goPapers: '继续记', back: '不收了，返回', have: '已有',
    later: '公司另外登记', companys: '公司备好',
  },
  extra: {
    title: '更多', note: '备注', noteHelp: '最多 500 字', seller: '出售人是', sellerNone: '没有问', delivery: '怎么交来的', trigger: '什么时候来的', origin: '谁的',
    papers: '凭证', paperNumber: '编号', paperPhoto: '拍凭证', paperTaken: '已拍', addPaper: '加这个凭证', noPapers: '这一笔不需要凭证', idNumber: '这里不收身份证号，请填凭证的编号', done: '好了',
    numberOrPhoto: '填编号或拍一张',
  },
  records: {
    title: '今天的记录', sum: '已计入', none: '今天还没有记录', noneHelp: '记下的每一笔都会列在这里，送没送到都看得见。', go: '去记一笔',
    notCounted: (n: number, q: string) => `没计入 ${n} 笔（${q}）`, unsentSum: (n: number, q: string) => `未送达 ${n} 笔（${q}）`, stale: (t: string) => `没连上服务器，这是 ${t} 的情况`, never: '没连上服务器，只有这台手机上的记录', lines: (n: number) => `${n} 种`, pendingVoid: '等着作废',
    needs: (n: number) => `有 ${n} 笔需要你处理`,
  },
  detail: {
    title: '这一笔', gone: '没有找到这一笔', goneHelp: '可能记在别的手机上，或已经过了保存期。', when: '时间', place: '地点', noSite: '不在网点', how: '怎么交来的', photos: '照片', pending: (n: number) => `${n} 张还没送到`, note: '备注', phoneTime: '手机时间',
    why: '为什么待补正', who: (who: string) => `由${who}提供`, correct: '更正', void: '作废', voidTitle: '作废这一笔？', voidHelp: (q: string) => `${q} 将不再计入，记录还看得见。`, voidReason: '原因', voidGo: '作废这 1 笔', papersTitle: '补凭证', papersGo: '补上', replaced: '已被更正', isFix: '这是更正', seller: '出售人', papers: '凭证', total: '合计', received: '送到时间',
    reasons: ['记错了', '记重了', '没有成交'],
  },
  need: {
    title: '需要我', none: '没有要你处理的', noneHelp: '公司退回的、和服务器对不上的，会列在这里。', fix: '待补正', conflict: '两边不一样', refusedTitle: '服务器不收', open: '处理',
    conflictLead: '这一笔以前送到过，内容和手机上的不一样。选一个：', mine: '手机上的', theirs: '服务器上的', sendMine: '用手机上的，作为更正发出', keepTheirs: '留服务器上的', same: '一样', field: { lines: '品类和数量', site: '地点', time: '时间', note: '备注' },
    rewrite: '改一改再记', discard: '丢弃', resend: '原样再发',
  },
  outbox: {
    title: '待发', none: '都送到了', noneHelp: '没发出去的会按先后列在这里，每笔都写明原因。', retryAll: '现在就发', retrying: '正在发…', exportFile: '导出成文件', exportHelp: '发不出去时，把文件交给公司，不会丢。', discardTitle: '丢弃这一笔？', discardHelp: '它不会发给公司。手机里再留 30 天，导出的文件里也有。', discardReason: '原因', discardGo: '丢弃这 1 笔', gone: (n: number) => `丢弃的 ${n} 笔（30 天内）`, kinds: { pickup: '记录', void: '作废', paper: '补凭证' }, voidOf: '作废一笔记录', paperOf: (what: string) => `补凭证：${what}`, retry: '再发', photo: '照片', reasons: ['记错了', '记重了', '没有成交'], other: '别的原因', reasonMissing: '先写原因', attempts: (n: number) => `试过 ${n} 次`, others: (n: number) => `这台手机上还有别人的 ${n} 笔没发，要本人登录才能发。`,
    day: (d: string) => `${d} 丢弃`,
  },
  me: {
    title: '我的', org: '所在单位', orgs: '换单位', orgActive: '现在用的', language: '语言', devices: '登录过的设备', thisDevice: '这台', lastSeen: (t: string) => `最近 ${t}`, revoke: '退出', revokeTitle: (name: string) => `让“${name}”退出登录？`, revokeHelp: '那台设备要重新登录。它上面没发的记录不会丢。', revokeGo: '让它退出', devicesOff: '没连上服务器，看不到设备', password: '改密码', oldPassword: '现在的密码', newPassword: '新密码，至少 8 位', passwordGo: '改密码', passwordDone: '密码改好了', signOut: '退出登录', signOutTitle: '退出登录？', signOutHelp: '退出后要有网才能再登录。', signOutUnsent: (n: number) => `还有 ${n} 笔没发出去。退出后它们留在这台手机里，要你再登录才会发。`, signOutGo: '退出', signOutUnsentGo: (n: number) => `留下 ${n} 笔没发的，退出`, storage: '手机存储', storageSafe: '已允许长期保存', storageRisk: '可能被浏览器清掉', version: '版本', update: '更新', updateReady: '有新版本', updateGo: '现在更新', updateUnsent: (n: number) => `还有 ${n} 笔没发。更新不会丢，也可以等发完再更新。`, clock: '手机时钟', clockOk: '准', clockOff: (t: string) => `差 ${t}，记录会按服务器时间归到那一天`, roles: '身份', offline: '离线', offlineReady: '没信号也能打开', offlineNot: '还不能离线打开，连着网再开一次就好', minute: '分钟', second: '秒', hour: '小时',
    needsNet: '这一项要有网才能办。',
  },
  error: {
    'client.offline': '连不上服务器，等有信号会自己再发。', 'client.timeout': '网太慢，没等到回音，会自己再发。', 'client.stranger': '连上的网络要先登录（比如商场的无线网），会自己再发。',
    'server.busy': '服务器正忙，会自己再发。', 'storage.full': '服务器的磁盘满了，会自己再发。', 'storage.failed': '服务器的磁盘出了故障，会自己再发。', 'server.internal': '服务器出了问题，会自己再发。', 'auth.required': '登录过期了，登录后接着发。', 'auth.failed': '手机号或密码不对，再输一遍。忘了就找公司。',
    'auth.limited': '试得太多了，过几分钟再试。', 'auth.forbidden': '你现在的身份不能做这件事，问一下公司。', 'join.used': '这个码用过了，一个码只能用一次。请单位再发一个。', 'join.expired': '这个码过期了。请单位再发一个。', 'join.code': '这个码用过了、过期了或不对。对着单位发的再看一遍，还不行就请单位再发一个。', 'join.password': '这个手机号已经有账号：在“密码”里填原来的密码，再点加入。', 'pickup.conflict': '这一笔服务器上已经有了，内容不一样。',
    'pickup.invalid': '有一处服务器不认', 'request.invalid': '有一处服务器不认', parent: '等前一步先送到。', signedOut: '要本人登录后才能发。',
  } as Record<string, string>,
  status: { '403': '你现在的身份不能发这一笔，问一下公司。', '404': '服务器上找不到对应的单位、网点或记录。', '409': '它现在的状态不能这样做。', '412': '有人刚改过，看看最新的再来。', '413': '太大了，服务器不收。', '422': '有一处服务器不认' } as Record<string, string>,
  fields: { siteId: '网点', category: '品类', grams: '重量', pieces: '件数', unitPrice: '单价', note: '备注', number: '凭证编号', photo: '照片', occurredAt: '时间', replaces: '要更正的那笔', orgId: '单位', old: '现在的密码', new: '新密码', code: '邀请码', phone: '手机号', password: '密码', name: '姓名', reason: '原因' } as Record<string, string>,
  unknownError: '没有办成，再试一次。',
  errorCode: (code: string) => `代码 ${code}`,
}
export default zh
/** The shape that every language has. */
export type PageMessages = typeof zh
