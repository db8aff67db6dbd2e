import type zh from '../zh/terms'

const terms: typeof zh = {
  fallback: 'Other',
  role: {
    collector: 'Collector', yard_operator: 'Weighbridge', dispatcher: 'Dispatcher', company_operator: 'Reconciler', shop_clerk: 'Shop clerk',
    market_clerk: 'Market clerk', appraiser: 'Appraiser', planner: 'Planner', traffic_officer: 'Traffic police', property_guard: 'Gate guard',
    keeper: 'Storekeeper', unit_officer: 'Unit officer', arbiter: 'Arbiter', auditor: 'Auditor', admin: 'Administrator',
  },
  orgKind: {
    GOVERNMENT: 'Government', RECYCLING_COMPANY: 'Recycling company', MAKER_SELLER: 'Maker or seller', PROCESSOR: 'Processor', MARKET: 'Market',
    PUBLIC_INSTITUTION: 'Public institution', PROPERTY_MANAGER: 'Property manager',
  },
  pickupState: { accepted: 'Counted', needs_fix: 'Needs a fix', voided: 'Voided', superseded: 'Corrected', duplicate: 'Duplicate' },
  ticketState: { stored: 'Counted', superseded: 'Corrected', voided: 'Voided' },
  unit: { G: 'g', KG: 'kg', JIN: 'jin', T: 't', PIECE: 'pcs' },
  method: { SCALE: 'scale', ESTIMATE: 'estimate', COUNT: 'count' },
  methodLong: { SCALE: 'Weighed', ESTIMATE: 'Estimated', COUNT: 'Counted' },
  ticketKind: { WEIGHBRIDGE: 'weighbridge', SITE_SCALE: 'site scale', DOORSTEP_SCALE: 'doorstep scale', SMART_BOX: 'smart box', ESTIMATED: 'estimate' },
  scaleVerdict: { few: 'Too few to judge', even: 'No bias seen', light: 'Always light', heavy: 'Always heavy' },
  delivery: { SITE: 'Fixed place', DOORSTEP: 'At the door', COMMUNITY_POINT: 'Community point', SMART_BOX: 'Smart box', MOBILE_STOP: 'Mobile stop', PARCEL: 'By parcel' },
  trigger: { WALK_IN: 'Walk-in', BOOKED: 'Booked', ENTERPRISE_PLAN: 'Company plan', PERIODIC: 'Regular round', TRADE_IN: 'Trade-in' },
  origin: { RESIDENT: 'Resident', PRO_SELLER: 'Professional seller', MERCHANT: 'Merchant', INSTITUTION: 'Institution', TRADE_IN: 'Trade-in' },
  sellerKind: {
    NATURAL_PERSON: 'Natural person', SOLE_TRADER: 'Sole trader', SOLE_PROPRIETORSHIP: 'Sole proprietorship', PARTNERSHIP: 'Partnership',
    COMPANY: 'Company', FARMERS_COOP: 'Farmers’ cooperative',
  },
  group: {
    paper: 'Paper', plastic: 'Plastics', steel: 'Ferrous metals', nonferrous: 'Non-ferrous metals', metal: 'Production scrap', weee: 'Appliances and electronics',
    textile: 'Textiles', glass: 'Glass', rubber: 'Rubber', wood: 'Bulky items and wood', battery: 'Batteries', reuse: 'Re-use',
    vehicle: 'End-of-life vehicles', hazard: 'Hazardous waste', banned: 'Never bought',
  },
  need: {
    seller_unit: 'The seller must be a unit', unit_certificate: 'Selling unit’s certificate', agent_identity: 'Agent’s identity',
    goods_register: 'Register of goods (name, quantity, specification, condition)', buyer_entitlement: 'Entitlement to buy', vehicle_frame: 'Frame number',
    owner_papers: 'Owner’s papers', recycling_certificate: 'Recycling certificate', deregistration: 'Deregistration', battery_code: 'Battery pack code',
    handover_proof: 'Hand-over proof', hazwaste_licence: 'Hazardous waste licence', id_registration: 'Seller’s ID registration', reason: 'Reason in writing',
  },
  supplier: { seller: 'the seller', collector: 'the collector', company: 'your company', taker: 'the taker' },
  missing: {
    'gate.person_blocked': 'A natural person may not sell this', 'gate.papers_missing': 'Papers are missing',
    'gate.licence_needed': 'Only a licence holder may take this', 'gate.not_bought': 'This is never bought', 'gate.unknown': 'No rule for this category yet',
    not_member: 'Not a member of the company on that day', 'gate.vehicle_payload': 'Over the vehicle’s payload',
  },
  sendTo: {
    dismantler: 'a dismantler', graded_reuse: 'graded re-use', elv_recycler: 'a vehicle recycler', agri_recycler: 'a farm machine recycler',
    battery_service_point: 'a battery service point', hazwaste_holder: 'a hazardous waste licence holder', hazard_point: 'the hazardous waste point',
    police: 'the police', owner_unit: 'the owning unit',
  },
  flag: {
    clock_skew: 'Phone’s clock is off', far_from_site: 'Far from the site', no_position: 'No position', other_operator: 'Another company’s site', price_unlikely: 'Price far too high',
    time_uncertain: 'Time uncertain', identity_owed: 'Seller’s identity still owed', heavy: 'Unusually heavy', photo_missing: 'Photo not here yet', payload: 'Over the vehicle’s payload',
    scale_unknown: 'Unregistered scale', duplicate_suspect: 'May be a duplicate',
  },
  siteState: { proposed: 'Proposed', surveyed: 'Surveyed', approved: 'Approved', under_construction: 'Being built', acceptance_pending: 'Awaiting acceptance', active: 'Open', suspended: 'Suspended', rectification: 'Being put right', relocating: 'Moving', closing: 'Closing', closed: 'Closed', rejected: 'Rejected' },
  siteKind: {
    MSW_DROP: 'Sorted-waste drop-off', MSW_STATION: 'Waste station', RC_POINT_DEMO: 'Demonstration point',
    RC_POINT_STD: 'Recycling point', RC_POINT_SELF: 'Smart box', RC_POINT_MOBILE: 'Mobile stop', RC_VILLAGE: 'Village point',
    TEMP_BULKY: 'Bulky store', TRANSFER: 'Transfer station', SORTING_COMP: 'Sorting centre',
    SORTING_SPEC: 'Single-category centre', YARD: 'Yard', DISMANTLER: 'Dismantler', MARKET_2H: 'Second-hand market',
    GONGWUCANG: 'Public-asset store', REUSE: 'Re-user',
  },
  hit: { site: 'Site', person: 'Person', vehicle: 'Vehicle', ticket: 'Ticket', pickup: 'Record', day: 'Date' },
}
export default terms
