const admin = {
  people: {
    title: '人员', invite: '邀请一个人', org: '单位', allOrgs: '全部单位', name: '姓名', nameHint: '姓名里的几个字', onlyOpen: '只看待确认', label: '人员',
    none: '没有符合的人。换个单位或姓名再找。', nobody: '还没有人。点“邀请一个人”开始。', settled: '都确认过了。', noRole: '今天没有身份', self: '你自己', disabled: '已停用',
    head: { person: '人', roles: '单位与身份', devices: '设备', acts: '操作' }, devicesOf: (name: string) => `${name}的设备`,
    noDevice: '没有登录过', signedIn: (t: string) => `${t} 登录`, out: '现在没有登录', seen: '最近', thisOne: '这台', revokedMore: (n: string) => `另有 ${n} 台已停用`,
    toConfirm: '待确认', confirm: '确认', confirmDevice: '确认这台', confirmOf: (name: string) => `确认${name}和他的设备`, confirmed: (name: string) => `已确认 ${name}`, deviceConfirmed: '已确认这台设备',
    disable: '停用', disableOf: (name: string) => `停用${name}`, disableAsk: (name: string, n: string) => `停用“${name}”的账号？他在 ${n} 台设备上的登录马上失效，也不能再登录。他记过的都留着；以后可以恢复。`, disabledNow: (name: string) => `已停用 ${name}`,
    enable: '恢复', enableOf: (name: string) => `恢复${name}`, enabled: (name: string) => `已恢复 ${name}，他要重新登录`, selfHint: '自己的账号要由另一位管理员停用。',
    revoke: '停用这台', revokeOf: (device: string, name: string) => `停用这台：${name}的${device}`, revokeAsk: (device: string, name: string) => `停用${name}的“${device}”？这台设备马上退出，并且不能再登录这个账号；手机上没发出的记录留在手机里。这一步不能撤销。`, revoked: '这台设备已停用',
  },
  restored: {
    title: (t: string) => `数据是从“${t}”的备份恢复的`,
    text: (people: string, devices: string) => `还有 ${people} 人、${devices} 台设备没有确认。备份之后停用过的人和丢过的手机，在这里又变回能登录的样子：认识的点“确认”，不该有的点“停用”。恢复时所有登录、邀请码都已作废，人人都要重新登录。`,
    go: '去逐个确认', done: '人员和设备都已确认。',
  },
  invite: {
    title: '邀请一个人', org: '单位', role: '身份', phone: '手机号', name: '姓名', nameHint: '可以由本人加入时再填', phoneHint: '本人登录用的手机号', make: '生成邀请码', roleFirst: '先选单位', empty: '还没填',
    ready: (org: string, role: string) => `${org} · ${role}`, code: '邀请码', link: '加入的网址', once: '只能用一次，24 小时内有效；离开这里就不再显示。再生成一个，旧的就作废。', scan: '让本人用手机扫一扫，或者在登录页输入邀请码。', picture: '邀请码的二维码', another: '再邀请一个', copy: '复制网址', copied: '网址已复制', close: '完成',
  },
  backup: {
    title: '备份', last: '最近一份好的备份', age: '距今', size: '大小', where: '放在', every: '多久一份', keep: '留几份', files: '照片和文件', encrypted: '加密', yes: '是', no: '否，里面有姓名、电话、照片',
    hours: (n: string) => `每 ${n} 小时`, minutes: (n: string) => `每 ${n} 分钟`, copies: (n: string) => `${n} 份`, pieces: (n: string) => `${n} 个`, days: (n: string) => `${n} 天`,
    good: '正常', late: '太旧了', never: '还没有备份', failed: (t: string) => `${t} 的一次没有做成，服务器会自己再试。看看备份目录那块盘是不是满了、还在不在。`,
    lateText: '比两个周期还旧。看看备份目录那块盘是不是满了、还在不在，服务器是不是一直开着。', neverText: '服务器开着就会自己做第一份。过几分钟再来看。',
    leftOut: (n: string) => `有 ${n} 个文件在备份时已经坏了，没有进备份。`,
    none: '没有设备份目录', noneText: '现在没有任何备份：盘一坏，数据就没有了。请管服务器的人在另一块盘上建一个目录，写进设置里的备份目录，再重启服务；服务器从此每天自己做一份。',
    postgres: '备份由数据库自己做', postgresText: '数据放在单独的数据库服务器上，由它自带的转储工具备份，本页看不到。照片在数据目录里，要一起拷走。',
  },
  drill: {
    title: '恢复演练', what: '把最近一份备份恢复到旁边，逐个文件核对，重新加一遍总数，再和现在的数对照，最后删掉。不动现在的数据，服务不停。', go: '开始演练', never: '还没有演练过。没有演练过的备份不算数。',
    running: '正在演练', since: (t: string) => `${t} 开始`, steps: { FILES: '核对照片和文件', DATABASE: '核对数据库、重算总数', COMPARE: '和现在的数对照' } as Record<string, string>, leave: '可以离开这一页，它会自己做完。',
    ok: '通过', bad: '没有通过', result: (t: string) => `${t} 的演练`, of: (t: string) => `用的是 ${t} 的备份`, took: (s: string) => `用了 ${s} 秒`, read: (files: string, lines: string) => `${files} 个文件逐个对过，${lines} 行收运和磅单加起来与总数一致`,
    okText: '这份备份能恢复，里面的每一样都不比现在多。', badText: '这份备份靠不住，不要等到要用时才发现：先做一份新的备份，再演练一次；还不行，找装系统的人。',
    table: '备份里和现在各有多少', head: { what: '内容', backup: '备份里', now: '现在', more: '之后新增' }, fewer: '比备份里少',
    tables: { pickups: '收运记录', tickets: '磅单', photos: '照片', vehicles: '车辆', people: '人员', devices: '设备', orgs: '单位', sites: '网点', site_versions: '网点版本', demand_versions: '住户点', area_versions: '区域', route_versions: '线路', imports: '导入', audit_entries: '操作日志' } as Record<string, string>,
    faults: { fewer: (n: string) => `有 ${n} 项现在比备份里少：数据丢过，或者这不是这个系统的备份。`, chain: (n: string) => `有 ${n} 个单位的操作日志和备份时不一样：日志被改过，或者这不是这个系统的备份。`, leftOut: (n: string) => `有 ${n} 个文件做备份时就已经坏了。` } as Record<string, (n: string) => string>,
    errors: { 'drill.damaged': '备份里有文件坏了或缺了，恢复不出来。', 'drill.encrypted': '备份是加密的，这里没有私钥。', 'drill.full': '数据目录那块盘放不下一份恢复出来的数据。腾出空间再演练。', 'drill.stopped': '服务器停了，演练没有做完。再做一次。', 'drill.failed': '没有权限读备份目录，或往数据目录旁边写。请管服务器的人看看。', 'drill.none': '备份目录里没有做完的备份。' } as Record<string, string>,
  },
}
export default admin
