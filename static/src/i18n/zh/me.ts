const me = {
  title: '我的', who: '我是谁', actingFor: '现在代表', switchTo: '换到这里', acting: '正在用', switched: (name: string) => `现在代表 ${name}`,
  devices: '登录过的设备', deviceHint: '不认识的，马上退出它。', thisDevice: '这台', since: '登录于', last: '最近联系', revoke: '让它退出',
  revokeAsk: (name: string) => `让“${name}”退出？它要重新登录才能再用；没发出的记录仍留在那台设备里。`, revoked: '已让它退出', noDevices: '只有这一台设备。',
  password: '改密码', oldPassword: '现在的密码', newPassword: '新密码', passwordHint: '至少 8 个字。改后，别的设备都要重新登录。', change: '改密码', changed: '密码已改', tooShort: '新密码至少 8 个字', oldEmpty: '请输入现在的密码',
  demoPassword: '示意账号不能改密码。', language: '语言', signOut: '退出登录', signedOut: '已退出', signOutHint: '退出后，这台设备上没提交的内容仍留着。', onlyOrg: '只有这一个单位。', roles: '身份',
  keys: {
    title: '给程序的钥匙', hint: '磅房的程序、财务的软件凭它自己来取数、报磅单。一个程序一把，不用了就停掉。', none: '还没有钥匙。', add: '发一把钥匙',
    name: '给哪个程序', nameHint: '如：二号磅房的程序', empty: '请写上是哪个程序', scopes: '可以做什么', noScope: '至少选一样', days: '用多久', dayN: (n: string) => `${n} 天`, make: '发钥匙',
    scope: { 'register.read': '看网点、单位和品类', 'pickups.read': '看、导出收运记录', 'tickets.read': '看、导出磅单', 'tickets.write': '记、作废磅单', 'compare.read': '看、导出对照' },
    ready: (name: string) => `“${name}”的钥匙`, once: '只显示这一次，现在就交给那个程序。关掉后谁也看不到，丢了就停掉，再发一把。', use: '程序每次来都带上这一行：', token: '钥匙', copy: '复制', copied: '已复制', done: '交好了，关掉',
    lost: '钥匙已经发了，但内容没有收到，也不会再显示。停掉它，再发一把。',
    until: (at: string) => `用到 ${at}`, used: '最近用过', unused: '没用过', revoked: '已停用', expired: '已到期', others: '别人发的', mine: '我发的', revoke: '停用', revokeAsk: (name: string) => `停用“${name}”的钥匙？那个程序马上就不能用了。`, ended: '已停用',
  },
}
export default me
