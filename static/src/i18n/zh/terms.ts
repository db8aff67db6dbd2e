/** Words for the codes of the wire, by kind of code. A code without a word is shown as its fallback, never as the code. */
const terms = {
  fallback: '其他',
  role: {
    collector: '收运员', yard_operator: '磅房', dispatcher: '调度', company_operator: '对账员', shop_clerk: '店员', market_clerk: '市场管理员',
    appraiser: '评估师', planner: '规划员', traffic_officer: '交警', property_guard: '门岗', keeper: '公物仓管理员', unit_officer: '单位经办人',
    arbiter: '仲裁员', auditor: '审计', admin: '管理员',
  },
  orgKind: {
    GOVERNMENT: '政府部门', RECYCLING_COMPANY: '回收企业', MAKER_SELLER: '生产销售企业', PROCESSOR: '加工拆解企业', MARKET: '交易市场',
    PUBLIC_INSTITUTION: '公共机构', PROPERTY_MANAGER: '物业',
  },
  pickupState: { accepted: '已计入', needs_fix: '待补正', voided: '已作废', superseded: '已更正', duplicate: '重复' },
  ticketState: { stored: '已计入', superseded: '已更正', voided: '已作废' },
  unit: { G: '克', KG: '公斤', JIN: '斤', T: '吨', PIECE: '件' },
  method: { SCALE: '秤', ESTIMATE: '估', COUNT: '数' },
  methodLong: { SCALE: '称重', ESTIMATE: '估重', COUNT: '计件' },
  ticketKind: { WEIGHBRIDGE: '地磅', SITE_SCALE: '站点秤', DOORSTEP_SCALE: '上门秤', SMART_BOX: '智能箱', ESTIMATED: '估算' },
  scaleVerdict: { few: '组数太少，不判断', even: '看不出偏', light: '一直偏轻', heavy: '一直偏重' },
  delivery: { SITE: '固定地点', DOORSTEP: '上门', COMMUNITY_POINT: '社区定点', SMART_BOX: '智能回收箱', MOBILE_STOP: '流动交投点', PARCEL: '寄递' },
  trigger: { WALK_IN: '到点', BOOKED: '预约', ENTERPRISE_PLAN: '企业计划', PERIODIC: '定期', TRADE_IN: '以旧换新' },
  origin: { RESIDENT: '居民', PRO_SELLER: '职业出售者', MERCHANT: '商户', INSTITUTION: '单位', TRADE_IN: '以旧换新' },
  sellerKind: {
    NATURAL_PERSON: '自然人', SOLE_TRADER: '个体工商户', SOLE_PROPRIETORSHIP: '个人独资企业', PARTNERSHIP: '合伙企业', COMPANY: '企业法人',
    FARMERS_COOP: '农民专业合作社',
  },
  group: {
    paper: '废纸', plastic: '废塑料', steel: '废钢铁', nonferrous: '有色金属', metal: '生产性废金属', weee: '旧家电', textile: '旧纺织品', glass: '废玻璃',
    rubber: '废橡胶', wood: '大件与木材', battery: '废电池', reuse: '二手再用', vehicle: '报废车辆', hazard: '有害垃圾', banned: '不得收购',
  },
  need: {
    seller_unit: '出售方须是单位', unit_certificate: '出售单位证明', agent_identity: '经办人身份', goods_register: '物品登记（名称、数量、规格、新旧）',
    buyer_entitlement: '收购资格', vehicle_frame: '车架号', owner_papers: '登记证书、行驶证', recycling_certificate: '报废机动车回收证明',
    deregistration: '注销证明', battery_code: '电池包编码', handover_proof: '交接凭证', hazwaste_licence: '危险废物经营许可证',
    id_registration: '出售人身份登记', reason: '书面理由',
  },
  supplier: { seller: '出售方', collector: '收运员', company: '本公司', taker: '接收单位' },
  missing: {
    'gate.person_blocked': '个人不能卖这一类', 'gate.papers_missing': '缺凭证', 'gate.licence_needed': '只能交给有许可证的单位',
    'gate.not_bought': '这一类不得收购', 'gate.unknown': '这一类还没有规则', not_member: '当天不在这家公司任职', 'gate.vehicle_payload': '超过车辆载重',
  },
  sendTo: {
    dismantler: '拆解企业', graded_reuse: '分级再用', elv_recycler: '报废机动车回收企业', agri_recycler: '报废农机回收企业',
    battery_service_point: '动力电池回收服务网点', hazwaste_holder: '危险废物持证单位', hazard_point: '有害垃圾集中点', police: '公安机关', owner_unit: '产权单位',
  },
  flag: {
    clock_skew: '手机时钟不准', far_from_site: '离网点较远', no_position: '没有定位', other_operator: '别家的网点', price_unlikely: '单价很高', time_uncertain: '时间存疑', identity_owed: '还欠出售人身份登记',
    heavy: '重量少见地大', photo_missing: '照片未到', payload: '超过车辆载重', scale_unknown: '秤不在册', duplicate_suspect: '疑似重复',
  },
  siteState: { proposed: '待审', surveyed: '已勘察', approved: '已批准', under_construction: '建设中', acceptance_pending: '待验收', active: '开放', suspended: '暂停', rectification: '整改中', relocating: '搬迁中', closing: '关停中', closed: '已关', rejected: '未批准' },
  siteKind: {
    MSW_DROP: '分类投放点', MSW_STATION: '垃圾收集站', RC_POINT_DEMO: '示范回收点', RC_POINT_STD: '交投点', RC_POINT_SELF: '智能回收箱',
    RC_POINT_MOBILE: '流动交投点', RC_VILLAGE: '村级回收点', TEMP_BULKY: '大件暂存点', TRANSFER: '中转站', SORTING_COMP: '综合分拣中心',
    SORTING_SPEC: '专业分拣中心', YARD: '集散场', DISMANTLER: '拆解企业', MARKET_2H: '二手市场', GONGWUCANG: '公物仓', REUSE: '加工利用企业',
  },
  hit: { site: '网点', person: '人员', vehicle: '车辆', ticket: '磅单', pickup: '记录', day: '日期' },
}
export default terms
