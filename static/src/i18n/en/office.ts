import type zh from '../zh/office'

const office: typeof zh = {
  day: {
    shownOther: (asked, shown) => `${asked} has no record yet; this is ${shown}.`,
    collected: 'Collected', received: 'Weighed', diff: 'Difference', records: (n) => `${n} records`, people: (n) => `${n} people`, estimated: (p) => `${p} of it estimated`,
    tickets: (n) => `${n} tickets`, pieces: (n) => `${n} pieces`, chart: 'Last 14 days', chartLabel: 'Collected and weighed in the last 14 days, tonnes', todo: 'For you to do', nothing: 'All done; nothing waits for you today.',
    notCounted: (n, q) => `${n} to fix, ${q && `${q}, `}not counted`, goFix: (n) => `Fix ${n} records of all days`, noData: 'No records on these days.', source: 'Source: pickups and tickets that count',
    none: 'No record at all up to this day. The first one a collector logs shows here.', definition: 'Definition',
    definitionText: 'Collected = sum of the lines of counted pickups; weighed = sum of the net of counted tickets; difference = weighed less collected; the percentage is of the measured side, or of the mean where both are measured. By business day (Beijing time).',
  },
  todo: {
    needs_fix: { title: (n) => `${n} records to fix`, text: 'Of all days; add the paper, correct or void; they count once fixed', one: 'to fix', go: 'Fix' },
    no_receipt: { title: (n) => `${n} categories collected, not weighed`, text: 'Still on the road, or no ticket written', one: 'collected, not weighed', go: 'Look' },
    no_collection: { title: (n) => `${n} categories weighed, not collected`, text: 'A record may be missing, or on another day', one: 'weighed, no record', go: 'Look' },
    over_tolerance: { title: (n) => `${n} categories over tolerance`, text: 'Both sums differ by much; see which records', one: 'over tolerance', go: 'Look' },
    duplicate_suspect: { title: (n) => `${n} possible duplicates`, text: 'Same site, category and weight within ten minutes', one: 'possible duplicate', go: 'Look' },
    late: { title: (n) => `${n} late records`, text: 'A phone sent them later', one: 'late', go: 'Look' },
    other: { title: (n) => `${n} things to look at`, text: '', one: '', go: 'Look' },
  },
  compare: {
    title: 'Compare', byCategory: 'By category', hint: 'click a row for its records', day: 'Day', category: 'Category', collectedKg: 'Collected kg', receivedKg: 'Weighed kg', diffKg: 'Difference kg', share: 'Share', definition: 'How it is counted', definitionText: 'Difference = weighed less collected. Share = difference by its base: the mean where both sides were weighed on a scale, the weighed side where the other is an estimate, the only side there is where one is missing (then ±100 %). A day that is not over, and what waits to be weighed for seven days at most, has neither; a total adds both sides of it, and counts difference and share of what is settled.', why: 'Why', waiting: 'To fix', total: 'Total',
    by: 'By', byDayCategory: 'day and category', byDay: 'day', byCategoryOnly: 'category', allCategories: 'All categories', none: 'Nothing collected or weighed in this period. Try other dates.', rows: (n) => `${n} rows`,
    open: (day, what) => `Records of ${what} ${day}`, onlyOpen: 'Open ones only', period: 'in this period', kg: 'kg', collected: 'in', received: 'weighed', countN: (n) => `${n} records`, ticketN: (n) => `${n} tickets`,
    byScale: 'scale', byStation: 'weighing station', rangeBad: 'The first day cannot be after the last.', rangeLong: 'At most 366 days at once.', showReceipts: 'Tickets',
  },
  scales: {
    scale: 'Scale', station: 'Station', noStation: 'no station given', noScale: 'no scale given', tickets: 'Tickets', received: 'Weighed kg', pairs: 'Compared', pairN: (n) => `${n} pairs`, collected: 'Collected kg', matched: 'Weighed kg', diff: 'Difference kg', share: 'Share', verdict: 'Verdict', rest: 'Not compared kg',
    all: 'All', compared: 'What can be compared', band: (low, high) => `${low} to ${high}`, few: (n) => `fewer than ${n} pairs, not judged`, open: (what) => `Tickets of ${what}`, none: 'Nothing weighed in this period. Try other dates.', unknown: 'nothing to compare',
    definition: 'How it is compared', definitionText: (pairs, bias) => `A pickup does not say which scale it went to, so only what is certain is compared: a day and category of which everything was logged by a scale, weighed on this scale (or at this station) alone, with nothing to fix, is a pair; today is not over and makes none. Difference = weighed less collected, its share by the mean of both, below it the 95 % band. From ${pairs} pairs on, a band wholly beyond ±${bias} is always light or always heavy; losses on the way are light too, so only a test weight proves a scale.`,
  },
  reason: {
    equal: 'Equal', equalPieces: 'Equal to the piece', within: (limit, how) => `Within ±${limit}${how}`, withinPlain: 'Within the default tolerance',
    over: (pct, how) => `Over ${pct} %${how}`, overLimit: (limit, how) => `Beyond ±${limit}${how}`, overPieces: 'Pieces differ; counted items may not', how: (a, b) => `: ${a} against ${b}`,
    dayOpen: 'The day is not over: still collecting, or not all weighed', pending: (collected, received) => `Not settled and left out of the difference: collected ${collected} kg, weighed ${received} kg`, noReceipt: 'Collected, not weighed yet', noCollection: 'Weighed, no record of collection', needsFix: (n) => `${n} still to fix`, none: 'Judged by day and category',
  },
  records: {
    title: 'Records', list: 'Pickups', time: 'Time', site: 'Site / collector', what: 'Category', quantity: 'Quantity', state: 'State', noSite: 'Position only', more: (n) => `${n} lines`,
    filters: 'Filters', allStates: 'All states', allCollectors: 'All collectors', allSites: 'All sites', allCategories: 'All categories', q: 'Note, site, collector', allDays: 'All days', clear: 'Clear filters',
    total: (n, lines) => `${n} records, ${lines} lines`, notCounted: (n, q) => `${n} more do not count${q && `, ${q}`}`, none: 'No such records. Widen the dates or clear the filters.', choose: 'Choose a record to see its proofs and history.',
    keys: { next: 'next', prev: 'previous', edit: 'correct', void: 'void', close: 'close' }, readOnly: 'You may look only; the reconciler corrects and voids.',
    late: (d) => `${d} late`, lateAt: (at) => `, arrived ${at}`, lateFilter: 'Late', anyLate: 'Late or not', lateOver: (d) => `Late by more than ${d}`, lateHint: (d) => `Late: arrived more than ${d} after it happened. A correction at a desk is not late.`, ofCategory: 'quantities only of ', noClock: 'in doubt', noClockWhy: 'the phone’s clock is wrong; this is when it arrived',
    totalsLabel: 'Totals of what is listed', siteFilter: 'Site', collectorFilter: 'Collector', categoryFilter: 'Category', stateFilter: 'State',
  },
  detail: {
    lines: 'Lines', method: 'How', price: 'Price', amount: 'Amount', perKg: 'yuan/kg', perPiece: 'yuan/pc', sum: 'Total', flags: 'Notice', noFlags: 'Nothing to notice', photos: (here, all) => `Photos ${here} / ${all}`,
    noPhotos: 'No photos', photo: (n) => `Photo ${n}`, pending: 'Still on the phone', papers: 'Papers', noPapers: 'No papers', paperNo: (no) => `No. ${no}`, withPhoto: 'with photo', where: 'Position', noWhere: 'No position', noSitePosition: ' The site has no position to compare.', siteUnread: ' The site’s position could not be read.', onlyPosition: (delivery) => `${delivery}, a position only: `, position: (lon, lat, acc) => `${lon} east, ${lat} north, accurate to ${acc}.`,
    away: (d, acc) => `${d} from the site, accurate to ${acc}`, phoneHere: 'phone', siteHere: 'site', history: 'History', happened: 'Collected', phoneSays: 'the phone says', notTrusted: ', not trusted; the time of arrival counts', sent: 'Sent by the phone', arrived: 'Arrived', late: (d) => `${d} late`, corrected: 'Corrected at',
    replaces: 'Corrects an earlier version', replacedBy: 'Corrected by a newer version', duplicateOf: 'Duplicate of another record', reason: 'Reason', see: 'See it', note: 'Note', delivery: 'Delivery', origin: 'Source', seller: 'Seller', day: 'Counts for', id: 'Id', missing: 'Missing', mapLabel: (d) => `The phone was ${d} from the site`,
    actions: 'Actions', correct: 'Correct', void: 'Void', duplicate: 'Mark duplicate', notDuplicate: 'Not a duplicate', print: 'Print',
    whyNot: { voided: 'Voided; it cannot be changed. Log a new record instead.', superseded: 'There is a newer version; change that one.', duplicate: 'Marked as a duplicate; press “Not a duplicate” first.' },
  },
  flag: {
    price_unlikely: (v) => `Price ${v} yuan, far above what is paid; please check`,
    clock_skew: (v) => `The phone’s clock was off by ${v}; corrected by the server’s`, far_from_site: (v) => `Logged ${v} from the site`, no_position: 'Logged without a position', other_operator: 'At another company’s site',
    time_uncertain: (v) => `Time uncertain by ${v}; counts for the day it arrived`, identity_owed: 'The seller was not registered when this was taken in',
  },
  void: {
    title: 'Void this record', text: (q, day) => `${q} will no longer count for ${day}. The record stays, with who voided it and why.`, reason: 'Why', reasonHint: 'e.g. the same bag was logged twice', reasonEmpty: 'Give the reason', submit: 'Void', done: 'Voided; totals are updated',
    ticketTitle: 'Void this ticket', ticketText: (q, day) => `The net of ${q} will no longer count for ${day}. The ticket stays on record.`,
  },
  duplicate: {
    title: 'Duplicate of which record', text: 'This one will no longer count; the other still does. You can undo it at any time.', none: 'No other record of that day and site: this hardly is a duplicate.', submit: 'Mark duplicate', done: 'Marked; it no longer counts', notTitle: 'Not a duplicate', notText: 'It counts again, and the pair is not suggested again.', notSubmit: 'Count it again', notDone: 'It counts again',
  },
  correct: {
    odd: (what) => `${what}, far more than usual. Look again?`, dear: (what) => `A price of ${what} is far above what is paid. Look again?`,
    title: 'Correct this record', text: 'This makes a new version; the old one stays on record and no longer counts.', time: 'Collected at', category: 'Category', method: 'How', kg: 'kg', pieces: 'Pieces', addLine: 'Add a line', removeLine: 'Remove this line', note: 'Note', submit: 'Save correction', done: 'Corrected; the new version counts', stillFix: 'Corrected; papers are still missing',
    notAsked: 'not asked',
    needKg: 'Not a weight', needPieces: 'Not a number of pieces', needCategory: 'Choose a category', needLine: 'At least one line', needTime: 'Not a time', price: 'Price yuan', per: 'per', pricePer: 'Price per', amount: 'Amount', site: 'Site', siteFind: 'Type a name to find a site', needSite: 'There is no position: choose a site', noSite: 'Position only', needPrice: 'Not a price; at most four decimals', photo: 'Add a photo', photoN: (n) => `${n} photos`, line: (n) => `Line ${n}`,
  },
  fix: {
    title: 'To fix', list: 'Records to fix', none: 'Nothing to fix.', noneHint: 'Records that lack papers or break a rule come here; they count once fixed.', why: 'Why it is here', missing: 'Missing', who: 'Who can supply it', ways: 'What to do', add: 'Add the paper', kind: 'Paper', number: 'Number', photo: 'Take or choose a photo', photoChosen: (name) => `Chosen: ${name}`,
    submit: 'Add', done: 'Added; the record counts now', stillMissing: 'Added; more is missing', numberOrPhoto: 'Give a number or a photo', needsSeller: 'Was the seller a unit? Correct the seller, then add the unit’s certificate.', overrideTitle: 'Take it all the same', overrideText: 'It then counts; who did so and why stays on record.', overrideDone: 'Taken; the record counts now', correctHint: 'Category or quantity is wrong', voidHint: 'It should not have been taken', override: 'Override',
    overrideNotYet: 'Register the seller above first; then it can be let through.', overrideNone: 'There is no override for this category.', by: (who) => `from ${who}`, nothingHelps: 'No paper helps; void or correct it', sendTo: (to) => `Send it to: ${to}`, total: (n, q) => `${n} records, ${q}; they count once fixed`, choose: 'Choose a record to see what is missing and what to do.',
    photoTooBig: 'The photo is too large; at most 10 MB.', photoBad: 'This is no photo; choose a JPG or PNG.', photoInsecure: 'This address is not encrypted, so the browser cannot send photos. Open the address with the lock; numbers can be typed all the same.',
  },
  tickets: {
    title: 'Tickets', list: 'List of tickets', number: 'Ticket', party: 'Delivered by', weighedBy: 'Weighed by', category: 'Category', gross: 'Gross', tare: 'Tare', net: 'Net', plate: 'Plate', time: 'Time', kind: 'Weighed on', scale: 'Scale', state: 'State', note: 'Note', pieces: 'Pieces', total: (n) => `${n} tickets`, none: 'No such tickets. Widen the dates or clear the filters.',
    noneToday: 'No ticket today yet. Write the first one on the left.', choose: 'Choose a ticket to see it.', write: 'Write a ticket', q: 'Number, plate, organisation', allKinds: 'All', onlyYard: 'The weighing organisation writes tickets; you can only look.', sideLabel: 'Whose tickets', delivered: 'Delivered by us', weighed: 'Weighed by us', totalsLabel: 'Totals of what is listed', netOnly: 'net only',
    kg: 'kg', slip: 'Weighing ticket', weigher: 'Weighed by', signs: ['Driver', 'Weigher', 'Receiver'], slipFoot: 'Printed from the stored record', printed: 'Printed', site: 'Station', plateUnit: 'Plate', correctTitle: 'Correct the ticket', today: 'Today’s tickets',
    notCounted: 'It counts no longer and cannot be printed.', seeNew: 'See the corrected one',
  },
  station: { load: (day, q, most) => `${day}: ${q} received, this station can take ${most} a day`, over: (q) => `, ${q} too much` },
  ask: {
    title: 'Look once more before it is saved', grossOver: (typed, limit) => `Gross ${typed}, over ${limit}. Look again?`, netOver: (typed, limit) => `Net ${typed}, over ${limit}. Look again?`,
    tareNew: (typed, last) => `Tare ${typed}; this plate had ${last} here last time, far from it. Look again?`, tareLight: (net, tare) => `Net ${net} on a vehicle of ${tare}: it cannot carry that. Look again at the tare?`,
    tareFar: (typed, known) => `Tare ${typed}; this vehicle is registered with ${known}, far from it. Look again?`, numberUsed: (no) => `Number ${no} was used on this scale that day.`,
    see: 'See that one', edit: 'Change', use: 'Take', sure: 'It is right, save',
  },
  form: {
    title: 'Write a ticket', org: 'Delivered by', category: 'Category', plate: 'Plate', gross: 'Gross kg', tare: 'Tare kg', net: 'Net kg', netComputed: 'gross less tare', netDirect: 'type it if only a net was read', pieces: 'Pieces', kind: 'Weighed on', scale: 'Scale no.', number: 'Ticket no.', time: 'Weighed at', timeNow: 'now', note: 'Note', submit: 'Save ticket', submitCorrection: 'Save correction', busy: 'Saving…',
    saved: (no, net) => `${no} saved, net ${net}`, corrected: (no) => `${no} corrected`, undone: (no) => `${no} undone`, undoReason: 'undone at once', restored: 'Continues what you had not saved', discard: 'Start over', enterHint: 'Enter goes to the next field', enterNow: 'with Enter saves at once', last: 'Organisation, category and scale are remembered',
    need: { deliveredOrgId: 'Choose who delivered', category: 'Choose a category', net: 'The net must be over 0', gross: 'Not a weight', tare: 'Not a weight', tareOver: 'Tare cannot exceed gross', pieces: 'Not a number of pieces', weighedAt: 'Not a time', future: 'That time has not come yet', grossAlone: 'Give both gross and tare', plate: 'Not like a plate number', number: 'Give the ticket number' },
    notBought: 'This is never bought; no ticket can be written.', licensed: 'Only a licence holder may take this; check the licence.', check: 'Mend what is marked, then save',
  },
}
export default office
