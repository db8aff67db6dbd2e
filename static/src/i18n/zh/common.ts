const common = {
  brand: '两网',
  demo: '示意数据',
  skip: '跳到正文',
  damaged: '服务器发现数据有损坏：现在只能看，不能改，新记的先留在手机上。请马上告诉管理员，从备份恢复。',
  mainNav: '主导航',
  nav: { today: '今天', receive: '收货', records: '记录', fix: '待补正', tickets: '磅单', compare: '对照', sellers: '出售人', plan: '地图', import: '导入', people: '人员', backup: '备份', me: '我的', more: '更多' },
  search: {
    label: '搜索', placeholder: '网点、收运员、车牌、磅单、日期', none: (q: string) => `没有找到“${q}”。试试网点编号、车牌后几位或 11-22 这样的日期。`,
    searching: '正在找…', open: '打开搜索', close: '收起搜索', hits: (n: number) => `找到 ${n} 条`,
  },
  state: {
    loading: '正在读取…', error: '没有读到', retry: '重试', code: '代码', empty: '这里还没有内容', more: '接着读', allShown: (n: string) => `共 ${n} 条，已全部列出`,
    shown: (n: string, all: string) => `已列 ${n} / ${all}`, tooMany: (all: string) => `${all} 条太多，看不过来。用上面的日期、品类或网点缩小范围；导出和合计按全部算。`,
  },
  act: {
    save: '保存', cancel: '取消', close: '关闭', back: '返回', confirm: '确认', undo: '撤销', edit: '修改', print: '打印', clear: '清空', remove: '去掉',
    exportRows: (n: string) => `导出 ${n} 行`, exportRecords: (n: string) => `导出 ${n} 笔`, exportTickets: (n: string) => `导出 ${n} 张`, exporting: '正在导出…', exported: (name: string) => `已导出 ${name}`, reload: '刷新', seeTable: '看表', seeChart: '看图',
    choose: '请选择', all: '全部', none: '没有匹配的', signIn: '去登录', home: '回到首页', optional: '可不填',
  },
  page: { notFound: '没有这个页面', notFoundHint: '地址可能写错了，或者页面已经搬走。', forbidden: '你现在的身份看不了这一页', forbiddenHint: '换一个单位或身份，再打开这个链接。' },
  unit: { kg: '公斤', t: '吨', piece: '件', yuan: '元', metre: '米', km: '公里', minute: '分钟', hour: '小时' },
  time: {
    today: '今天', yesterday: '昨天', weekdays: ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'], asOf: (t: string) => `数据到 ${t}`,
    day: '日期', from: '从', to: '到', prevDay: '前一天', nextDay: '后一天',
  },
}
export default common
