const start = {
  title: '两网', demo: '示意数据，不是真人真地', headline: '一笔回收，从家门口到地磅，处处对得上',
  lead: '济宁高新区示意区。选一个身份进去，不用密码。', leadReal: '再生资源回收网和生活垃圾分类网，记在一本账上：收运员随手记，公司对得上，规划员看得清哪里缺。',
  figures: { label: '示意区的几个数', places: '处网点', fused: (n: string) => `其中 ${n} 处两网融合`, pickups: '笔收运', days: (n: string) => `近 ${n} 天`, tickets: '张磅单', coverage: '住户 300 米内有网点' },
  roles: {
    label: '选一个身份',
    collector: { name: '收运员', what: '手机上十秒记一笔，没信号也不丢。最好用手机或窄窗口看。', go: '进去记一笔' },
    company_operator: { name: '回收公司', what: '收上来的和过了磅的，一类一类对，差在哪里说清楚。', go: '看今天' },
    planner: { name: '规划员', what: '哪些住户够得着，哪里缺，线路旁有多少网点。', go: '看地图' },
    yard_operator: { name: '磅房', what: '毛重、皮重、净重，一车一张磅单。', go: '开始收货' },
    admin: { name: '管理员', what: '人员和设备，备份和演练。', go: '看人员' },
  },
  entering: '正在进入…', also: '也可以是', signIn: '登录', join: '用邀请码加入', continue: (name: string) => `继续以 ${name} 的身份`, toCollect: '手机记一笔',
  stories: {
    title: '这里藏着几件事，找找看', open: '去找',
    scales: '三台秤一直不准，是哪三台？', late: '有一部手机总是晚几小时才传上来。', village: '一个村 1 公里内没有网点。', yard: '一座中转站收的比它能收的多，是哪一座？', pair: '一对融合网点挨得太近，可以并成一处。',
  },
  what: [['收运员', '手机上记一笔：品类、公斤、照片。没信号先存着，有信号自己发。'], ['回收公司', '每天一页：收了多少、过磅多少、差在哪里、还缺什么凭证。'], ['规划员', '一张地图：两网网点、住户覆盖、线路、融合率；数字都能点开看怎么算的。']] as [string, string][],
}
export default start
