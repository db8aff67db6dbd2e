import type { Messages } from './zh'

const n1 = (n: number, one: string, many = one + 's') => `${n} ${n === 1 ? one : many}`

const en: Messages = {
  app: 'Liangwang',
  demo: 'Sample data, not real records',
  nav: { name: 'Main', log: 'Log', records: 'Records', outbox: 'Outbox', me: 'Me' },
  sep: ', ',
  list: ', ',
  unit: { KG: 'kg', JIN: 'jin', PIECE: 'pcs', tonne: 't', metre: 'm', km: 'km', yuan: 'yuan', count: 'records' },
  home: {
    title: 'Log', change: 'Change', what: 'What did you collect?', all: 'All categories', allCount: (n) => n1(n, 'kind'), last: (q) => `last ${q}`,
    byPiece: 'by piece', byBoth: 'by piece or kg', byKg: 'by kg',
    detail: 'Details',
    notYet: (n, q) => `${n} more · ${q} not delivered yet, counted on delivery`,
    notYetFix: (n) => `${n1(n, 'correction')} not delivered yet, takes effect on delivery`,
    needsFix: (n) => `${n1(n, 'record')} to be fixed, not counted`,
    near: (d, a) => `${d} away · position good to ${a}`, picked: (d) => `your choice · ${d} away`, lastPlace: 'last place · no position', pickedPlain: 'your choice · no position',
    far: (d) => `nearest, ${d} away. If you are there, press “Here”`, here: 'Here', noSite: 'Not at a site', noSiteSub: (a) => `position only · good to ${a}`,
    choose: 'Choose the site', chooseSub: 'no position yet', locating: 'finding your position…', denied: 'position not allowed', noList: 'The list of sites comes with the first network',
    noSites: 'This zone has no sites yet. You can log all the same: at the door, or just where you are. For sites, have your company ask the planner.',
    notCollector: (org) => `You are no collector at “${org}”, so you cannot log here.`, switchOrg: 'Change organisation',
    noCatalogue: 'The categories are not here yet', noCatalogueHelp: 'The first use needs a network once. They appear by themselves, and later work without.',
    fused: 'Both networks', netA: 'Recycling', netB: 'Sorted waste', add: 'Add a kind', correcting: 'Correction', goOn: 'Go on', drop: 'Drop it',
  },
  foot: {
    allSent: 'All delivered', at: (t) => `last ${t}`, never: 'No records yet', unsent: (n) => `${n} unsent`, photos: (n) => n1(n, 'photo'),
    since: (t) => `since ${t}`, noNet: 'no signal', sending: 'sending', retryAt: (t) => `again ${t}`, soon: 'going now', signIn: 'sign in again', other: 'someone else is signed in', view: 'View', need: (n) => `${n} need you`,
    others: (n) => `${n} unsent of others`,
  },
}
export default en
