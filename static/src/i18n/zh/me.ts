const me = {
  title: '我的', who: '我是谁', actingFor: '现在代表', switchTo: '换到这里', acting: '正在用', switched: (name: string) => `现在代表 ${name}`,
  devices: '登录过的设备', deviceHint: '不认识的，马上退出它。', thisDevice: '这台', since: '登录于', last: '最近联系', revoke: '让它退出',
  revokeAsk: (name: string) => `让“${name}”退出？它要重新登录才能再用；没发出的记录仍留在那台设备里。`, revoked: '已让它退出', noDevices: '只有这一台设备。',
  password: '改密码', oldPassword: '现在的密码', newPassword: '新密码', passwordHint: '至少 8 个字。改后，别的设备都要重新登录。', change: '改密码', changed: '密码已改', tooShort: '新密码至少 8 个字', oldEmpty: '请输入现在的密码',
  demoPassword: '示意账号不能改密码。', language: '语言', signOut: '退出登录', signedOut: '已退出', signOutHint: '退出后，这台设备上没提交的内容仍留着。', onlyOrg: '只有这一个单位。', roles: '身份',
}
export default me
