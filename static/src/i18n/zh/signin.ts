const signin = {
  title: '登录', phone: '手机号', password: '密码', submit: '登录', busy: '正在登录…', forgot: '忘了密码，请找公司管理员重设。',
  join: '用邀请码加入', joinHint: '公司给的一次性邀请码，代替密码。', code: '邀请码', name: '姓名', newPassword: '设一个密码', joinSubmit: '加入', backToPassword: '用密码登录',
  phoneBad: '手机号是 11 位数字', passwordEmpty: '请输入密码', codeEmpty: '请输入邀请码', again: '登录后回到刚才的页面。', device: '电脑浏览器', deviceTouch: '手机或平板浏览器',
  lead: '收上来的、过了磅的、够得着的，一处看清。', demo: '这是示意系统，可以不用密码进去看看。', toStart: '去选一个身份',
}
export default signin
