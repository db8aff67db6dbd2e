const devui = {
  title: '部件', lead: '每个部件的每种样子，数据都是编的。改样式先看这一页。',
  sections: { colour: '颜色', type: '字号', buttons: '按钮', tags: '标记', marks: '网点和图层的符号', icons: '图标', fields: '输入', figures: '数和时间', states: '四种状态', dialogs: '对话框和提示', plan: '规划地图的面板', import: '导入的面板' },
  sampleText: '一笔回收，处处对得上', kg: '公斤', primary: '记一笔', plain: '取消', danger: '作废 3 笔', link: '看历史', disabled: '写入', withIcon: '打印', why: '先选文件', tags: ['已完成', '等着', '需要你', '已关'],
  layers: { fused: '融合', a: '回收', b: '分类', back: '中转分拣', cover: '覆盖范围', gap: '没覆盖', routes: '线路', areas: '街道', communities: '社区' }, shut: '没开放',
  field: '磅单号', example: '示意 0001', wrong: '不是数字', choice: '品类', date: '日期', loading: '正在读', empty: '空的', error: '读不到', stale: '旧数据还在', emptyText: '今天还没有记录。', notice: '两笔还在手机里没传上来。',
  openDialog: '打开对话框', tell: '弹一条提示', saved: '已存', dialogTitle: '作废 3 笔记录', dialogText: '作废后不计入合计，可以撤销。', anything: '不限品类', village: '示范村-041',
}
export default devui
