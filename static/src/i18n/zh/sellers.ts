const sellers = {
  title: '出售人', hint: '法规要求登记身份的出售人和经办人。平时只看得到遮住的部分。', name: '姓名', phone: '电话', address: '住址', idType: '证件', idNumber: '证件号码',
  form: {
    title: '登记出售人', submit: '登记并补上', note: '证件号码加密存放，只用于登记；查看完整号码要写明用途，并留记录。', known: (name: string) => `这个号码已经登记过（${name}），直接用那一份。`, optional: '可不填',
    faults: { name: '填姓名，不超过 50 个字', address: '填住址，不超过 200 个字', phone: '电话号码不像', idNumber: '证件号码不对，再看一眼', idType: '选证件', inText: '这里不写证件号码' },
  },
  find: { label: '按证件号码找', submit: '找', none: '没有登记过这个号码。', wrong: '这个号码不对，再看一眼。' },
  list: { none: '还没有登记过出售人。收生产性废旧金属要登记时，在“待补正”里登记。', since: '登记于', erased: '已删除', erasedAt: (at: string) => `${at} 删除`, keysUntil: (day: string) => `最后一份密钥备份到 ${day} 为止，之后谁也读不出`, noKeys: '没有密钥备份，已经读不出', noNumber: '密钥不在，看不到', more: '接着看' },
  reveal: { act: '查看', title: '查看完整资料', text: '谁在什么时候、为什么查看，都会留在审计日志里。', why: '用途', submit: '查看', close: '关上', shown: '看完请关上，这里不会保存。' },
  erase: {
    act: '删除', title: '删除这位出售人', text: '姓名、电话、住址、证件号码一并抹掉，密钥销毁，恢复备份也不会回来。记录本身和数量不受影响。不能撤销。', submit: '删除', done: '已删除',
    held: (duty: string, until: string) => `${duty}，到 ${until} 以后才能删除。`,
  },
  duty: { scrap_registration: '《再生资源回收管理办法》第九条要求收购登记至少保存两年' } as Record<string, string>,
  type: { RESIDENT_ID: '居民身份证', HMT_PERMIT: '港澳台居民居住证', PR_CARD: '外国人永久居留身份证', PASSPORT: '护照' },
  reason: { CHECK_DOCUMENT: '核对证件', POLICE_REQUEST: '公安机关查询', TAX_FILING: '办理涉税事项', OWNER_REQUEST: '本人要求' },
  registered: '已登记出售人',
}
export default sellers
