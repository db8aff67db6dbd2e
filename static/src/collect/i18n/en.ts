import type { Messages } from './zh'

const n1 = (n: number, one: string, many = one + 's') => `${n} ${n === 1 ? one : many}`

const en: Messages = {
  app: 'Liangwang',
  demo: 'Sample data, not real records',
  nav: { name: 'Main', log: 'Log', records: 'Records', outbox: 'Outbox', me: 'Me' },
  sep: ', ',
  list: ', ',
  unit: { KG: 'kg', JIN: 'jin', PIECE: 'pcs', tonne: 't', metre: 'm', km: 'km', yuan: 'yuan', count: 'records', perKG: 'yuan/kg', perJIN: 'yuan/jin', perPIECE: 'yuan/pc' },
  opState: { captured: 'Saved on phone', queued: 'Will be sent again', sent: 'Delivered', needs_me: 'Needs you', refused: 'Refused', discarded: 'Discarded' },
  home: {
    title: 'Log', change: 'Change', what: 'What did you collect?', all: 'All categories', allCount: (n) => n1(n, 'kind'), last: (q) => `last ${q}`,
    byPiece: 'by piece', byBoth: 'by piece or kg', byKg: 'by kg',
    today: 'Today', detail: 'Details',
    notYet: (n, q) => `${n} more · ${q} not delivered yet, counted on delivery`,
    notYetNone: (n) => `${n} more not delivered yet, counted on delivery`,
    needsFix: (n) => `${n1(n, 'record')} to be fixed, not counted`,
    near: (d, a) => `${d} away · position good to ${a}`, picked: (d) => `your choice · ${d} away`, lastPlace: 'last place · no position', pickedPlain: 'your choice · no position',
    far: (d) => `nearest, ${d} away. If you are there, press “Here”`, here: 'Here', noSite: 'Not at a site', noSiteSub: (a) => `position only · good to ${a}`,
    choose: 'Choose the site', chooseSub: 'no position yet', locating: 'finding your position…', denied: 'position not allowed', noList: 'The list of sites comes with the first network',
    notCollector: (org) => `You are no collector at “${org}”, so you cannot log here.`, switchOrg: 'Change organisation',
    noCatalogue: 'The categories are not here yet', noCatalogueHelp: 'The first use needs a network once. They appear by themselves, and later work without.',
    fused: 'Both networks', netA: 'Recycling', netB: 'Sorted waste', add: 'Add a kind', correcting: 'Correction', goOn: 'Go on', drop: 'Drop it',
  },
  saved: {
    here: (what, at) => `${what}, saved on phone ${at}`, sent: (at) => `delivered ${at}`, waiting: 'waiting to be sent', undo: (s) => `Undo (${s})`, undone: 'Undone', undoneWaits: 'Undone, voided on delivery',
    needsFix: 'delivered, needs a fix', needsMe: 'needs you', undoing: 'undoing', undoReason: 'undone at once',
  },
  foot: {
    allSent: 'All delivered', at: (t) => `last ${t}`, never: 'No records yet', unsent: (n) => `${n} unsent`, photos: (n) => n1(n, 'photo'),
    since: (t) => `since ${t}`, noNet: 'no signal', sending: 'sending', retryAt: (t) => `again ${t}`, soon: 'going now', signIn: 'sign in again', other: 'someone else is signed in', view: 'View', need: (n) => `${n} need you`,
    others: (n) => `${n} unsent of others`,
  },
}
export default en
