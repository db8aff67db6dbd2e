import type { PageMessages } from './zh-pages'

const n1 = (n: number, one: string, many = one + 's') => `${n} ${n === 1 ? one : many}`

const en: PageMessages = {
  fatal: {
    storage: 'This browser stores nothing',
    storageHelp: 'Private mode is probably on, or the phone is full. A record must be saved on the phone first, so this page stops here. Use a normal window or free some space, then open it again.',
    outdated: 'Another window already has a newer version',
    outdatedHelp: 'This window must be opened again. Nothing that you logged is lost.',
    reload: 'Open again',
  },
  insecure: {
    title: 'This address is not encrypted (no https). Three things do not work',
    items: ['Opening this page without a signal', 'Your position: choose the place yourself', 'Taking photos'],
    help: 'Records are still saved on the phone and sent when there is a network. Ask your company for the https address.',
  },
  back: 'Back',
  close: 'Close',
  cancel: 'Cancel',
  ok: 'OK',
  more: 'More',
  loading: 'Opening…',
  retry: 'Try again',
  per: { KG: 'yuan/kg', JIN: 'yuan/jin', PIECE: 'yuan/pc' },
  method: { SCALE: 'Scale', ESTIMATE: 'Est.', COUNT: 'Count' },
  methodLong: { SCALE: 'weighed', ESTIMATE: 'estimated', COUNT: 'counted' },
  state: { accepted: 'Counted', needs_fix: 'Needs a fix', voided: 'Voided', superseded: 'Corrected', duplicate: 'Duplicate' },
  opState: { captured: 'Saved on phone', queued: 'Will be sent again', sent: 'Delivered', needs_me: 'Needs you', refused: 'Refused', discarded: 'Discarded' },
  saved: {
    here: (what, at) => `${what}, saved on phone ${at}`, sent: (at) => `delivered ${at}`, waiting: 'waiting to be sent', undo: (s) => `Undo (${s})`, undone: 'Undone', undoneWaits: 'Undone, voided on delivery',
    needsFix: 'delivered, needs a fix', needsMe: 'needs you', undoReason: 'undone at once',
  },
  storageAtRisk: 'If the phone runs short of space, the browser may delete what was not sent. Add this page to your home screen, or go online soon.',
  signin: {
    title: 'Sign in', lead: 'Once signed in, it works without a signal.', phone: 'Phone number', password: 'Password', go: 'Sign in', going: 'Signing in…',
    join: 'Got an invitation code? Start here', demo: 'Enter as the sample collector', phoneBad: 'A phone number has 11 digits', passwordBad: 'Password is missing',
    again: 'You were signed out', againHelp: (n) => (n ? `${n1(n, 'unsent record')} still on this phone: sign in and sending goes on.` : 'Sign in to go on.'),
    others: (n) => `${n1(n, 'record')} of someone else on this phone not sent yet. Only that person can send them, and you cannot see them.`,
    offline: 'The server cannot be reached. Signing in needs a network.',
  },
  join: {
    title: 'Join with a code', lead: 'Your company gave you the code. It works once.', code: 'Invitation code', name: 'Name (leave it if right)', password: 'Set a password, 8 characters or more', passwordHelp: 'You sign in later with it and your phone number. Without one you can only use this phone.',
    go: 'Join', going: 'Joining…', codeBad: 'The code is missing', passwordBad: 'At least 8 characters', filled: 'The code is filled in. Press “Join”.', signin: 'Have an account? Sign in',
  },
  site: {
    title: 'Choose the site', find: 'Type a name', none: 'Not at a site (door, roadside)', noneHelp: 'keeps only your position', noneOff: 'No position now: choose a site',
    rest: (n) => `${n} more: type a name`, noSites: 'This zone has no sites yet', noSitesHelp: 'You can log all the same: press “Not at a site” above, for the door or just where you are. For sites, have your company ask the planner.', noneFix: 'No position now: turn it on and allow the browser to use it',
    nothing: 'No site of that name', nothingHelp: 'Try fewer letters.', away: (d) => d, sortedBy: 'Nearest first', unsorted: 'No position, by name',
  },
  cats: { title: 'All categories', find: 'Type a name', nothing: 'No such category', UNIT_CERT: 'papers', LICENSED: 'licensed only', NOT_BOUGHT: 'never bought' },
  pad: {
    switch: 'Change', price: 'Price', priceDone: 'Done', both: (q) => `and ${q}`, about: (q) => `about ${q}`,
    unit: 'Unit', method: 'How found', key: 'Keys', backspace: 'Backspace', point: 'Point', add: 'Add a kind', photo: 'Photo', photos: (n) => n1(n, 'photo'), photoBusy: 'Shrinking…',
    save: 'Log it', saving: 'Saving…', saveFix: 'Log all the same (to be fixed)', total: (q) => `Total ${q}`, none: 'Press the digits first',
    moreSet: 'More (set)', remove: (what) => `Remove ${what}`, correcting: 'Correction', correctingHelp: 'Press a line to change it. Once saved, the old record no longer counts.', saveFixed: 'Save correction', saveFixedFix: 'Save correction (to be fixed)', edit: 'Edit', fold: 'Done', unfold: 'Show all', allLines: (n) => `${n} lines so far`,
    failed: 'Not saved. The phone may be full: free some space and press again. What you typed is still here.', noPlace: 'No site and no position. Choose a site first.', noFix: 'This zone has no sites yet, and the phone has no position. Turn the position on and press again; what you typed is still here.', choosePlace: 'Choose a site',
    photoBad: 'This photo cannot be read. Take another.', photoOff: 'No photos: this address is not https', tooMuch: (most) => `Too much, at most ${most}`, oddOne: (q) => `This record has ${q}`,
    dear: (what) => `A price of ${what} is far above what is paid. Look again?`,
    odd: (what) => `${what}, far more than usual. Look again?`, oddYes: 'It is right, log it',
    sendTo: (where) => `Goes to: ${where}`,
  },
  gate: {
    UNIT_CERT: 'This kind counts only with its papers', LICENSED: 'This kind may not be taken by everyone', NOT_BOUGHT: 'This kind is never bought',
    UNIT_CERT_help: 'It counts once the papers are there. Without them you can log it: it waits as “needs a fix”.',
    LICENSED_help: 'Send the seller to the place below. What you have already taken is logged too, as “needs a fix”.',
    NOT_BOUGHT_help: 'Do not take it and do not pay.',
    police: 'Arms, explosives, dug-up goods, suspected theft: call the police (110) at once.',
    needs: 'It needs', sendTo: 'Send it to', go: 'Already taken, log it', goPapers: 'Go on', back: 'Leave it, back', have: 'there',
    later: 'the company registers it', companys: 'the company has it',
  },
  extra: {
    title: 'More', note: 'Note', noteHelp: 'up to 500 characters', seller: 'The seller is', sellerNone: 'not asked', delivery: 'How it came', trigger: 'Why you came', origin: 'Whose it was',
    papers: 'Papers', paperNumber: 'Number', paperPhoto: 'Photo of it', paperTaken: 'taken', addPaper: 'Add this paper', noPapers: 'This record needs no papers', idNumber: 'No ID numbers here: enter the number of the paper', done: 'Done',
    numberOrPhoto: 'Enter the number or take a photo',
  },
  records: {
    title: 'Today', sum: 'Counted', none: 'No records today', noneHelp: 'Every record is listed here, delivered or not.', go: 'Log one',
    notCounted: (n, q) => `not counted ${n} (${q})`, unsentSum: (n, q) => `not delivered ${n} (${q})`, stale: (t) => `No connection: as of ${t}`, never: 'No connection: only what is on this phone', lines: (n) => n1(n, 'kind'), pendingVoid: 'to be voided',
    needs: (n) => `${n1(n, 'record')} need you`,
  },
  detail: {
    title: 'Record', gone: 'Record not found', goneHelp: 'It may be on another phone, or too old to be kept here.', when: 'Time', place: 'Place', noSite: 'not at a site', how: 'How it came', photos: 'Photos', pending: (n) => `${n} not delivered`, note: 'Note', phoneTime: 'phone time',
    why: 'Why it needs a fix', who: (who) => `from the ${who}`, correct: 'Correct', void: 'Void', voidTitle: 'Void this record?', voidHelp: (q) => `${q} will no longer count. The record stays visible.`, voidReason: 'Reason', voidGo: 'Void 1 record', papersTitle: 'Add a paper', papersGo: 'Add', replaced: 'corrected by another', isFix: 'a correction', seller: 'Seller', papers: 'Papers', total: 'Total', received: 'Delivered at',
    reasons: ['Wrong entry', 'Entered twice', 'No deal'],
  },
  need: {
    title: 'Needs me', none: 'Nothing needs you', noneHelp: 'What your company sent back or the server has differently is listed here.', fix: 'Needs a fix', conflict: 'Two versions', refusedTitle: 'Not taken', open: 'Open',
    conflictLead: 'The server already has this record with other content. Choose one:', mine: 'On the phone', theirs: 'On the server', sendMine: 'Send the phone’s as a correction', keepTheirs: 'Keep the server’s', same: 'same', field: { lines: 'Kinds and amounts', site: 'Place', time: 'Time', note: 'Note' },
    rewrite: 'Change and log again', discard: 'Discard', resend: 'Send again as it is',
  },
  outbox: {
    title: 'Outbox', none: 'All delivered', noneHelp: 'What is not sent is listed here, oldest first, each with its reason.', retryAll: 'Send now', retrying: 'Sending…', exportFile: 'Export as a file', exportHelp: 'If nothing can be sent, give the file to your company: nothing is lost.', discardTitle: 'Discard this record?', discardHelp: 'It will not be sent. It stays on the phone for 30 days and in the exported file.', discardReason: 'Reason', discardGo: 'Discard 1 record', gone: (n) => `${n} discarded (30 days)`, kinds: { pickup: 'Record', void: 'Void', paper: 'Paper' }, voidOf: 'Void a record', paperOf: (what) => `Paper: ${what}`, retry: 'Send again', photo: 'Photo', reasons: ['Wrong entry', 'Entered twice', 'No deal'], other: 'Other reason', reasonMissing: 'Give a reason first', attempts: (n) => `tried ${n1(n, 'time')}`, others: (n) => `${n1(n, 'record')} of someone else on this phone not sent. That person must sign in.`,
    day: (d) => `discarded ${d}`,
  },
  me: {
    title: 'Me', org: 'Organisation', orgs: 'Change organisation', orgActive: 'in use', language: 'Language', devices: 'Signed-in devices', thisDevice: 'this one', lastSeen: (t) => `last ${t}`, revoke: 'Sign out', revokeTitle: (name) => `Sign “${name}” out?`, revokeHelp: 'That device must sign in again. What it has not sent is not lost.', revokeGo: 'Sign it out', devicesOff: 'No connection: devices cannot be shown', password: 'Change password', oldPassword: 'Present password', newPassword: 'New password, 8 characters or more', passwordGo: 'Change password', passwordDone: 'Password changed', signOut: 'Sign out', signOutTitle: 'Sign out?', signOutHelp: 'Signing in again needs a network.', signOutUnsent: (n) => `${n1(n, 'record')} not sent. They stay on this phone and are sent when you sign in again.`, signOutGo: 'Sign out', signOutUnsentGo: (n) => `Sign out, leave ${n} unsent`, storage: 'Storage', storageSafe: 'kept by the browser', storageRisk: 'the browser may delete it', version: 'Version', update: 'Update', updateReady: 'New version', updateGo: 'Update now', updateUnsent: (n) => `${n} unsent. Updating loses nothing; you can also send first.`, clock: 'Phone clock', clockOk: 'right', clockOff: (t) => `${t} off; records are put on the day by the server’s clock`, roles: 'Roles', offline: 'Offline', offlineReady: 'opens without a signal', offlineNot: 'not ready offline yet: open once more with a network', minute: 'min', second: 's', hour: 'h',
    needsNet: 'This needs a network.',
  },
  error: {
    'client.offline': 'The server cannot be reached; it is sent by itself once there is a signal.', 'client.timeout': 'The network is too slow; it is sent again by itself.', 'client.stranger': 'This network wants you to sign in first (a shop’s Wi-Fi, say); it is sent again by itself.',
    'server.busy': 'The server is busy; it is sent again by itself.', 'storage.full': 'The server’s disk is full; it is sent again by itself.', 'storage.failed': 'The server’s disk failed; it is sent again by itself.', 'server.internal': 'The server has a problem; it is sent again by itself.', 'auth.required': 'You were signed out; sign in and sending goes on.', 'auth.failed': 'Phone number or password is wrong. Try again, or ask your company.',
    'auth.limited': 'Too many tries. Wait a few minutes.', 'auth.forbidden': 'Your role does not allow this. Ask your company.', 'join.used': 'This code was used already; each works once. Ask your company for another.', 'join.expired': 'This code has expired. Ask your company for another.', 'join.code': 'This code was used, has expired or is wrong. Compare it with what your company sent, or ask for another.', 'join.password': 'This phone number has an account: enter its password below and press Join again.', 'pickup.conflict': 'The server already has this record with other content.',
    'pickup.invalid': 'The server does not accept', 'request.invalid': 'The server does not accept', parent: 'Waits for the step before it.', signedOut: 'Its owner must sign in.',
  },
  status: { '403': 'Your role does not allow this. Ask your company.', '404': 'The server does not know the organisation, the site or the record.', '409': 'Its present state does not allow this.', '412': 'Someone just changed it. Look again.', '413': 'Too large for the server.', '422': 'The server does not accept' },
  fields: { siteId: 'site', category: 'category', grams: 'weight', pieces: 'pieces', unitPrice: 'price', note: 'note', number: 'number of the paper', photo: 'photo', occurredAt: 'time', replaces: 'the record to correct', orgId: 'organisation', old: 'present password', new: 'new password', code: 'code', phone: 'phone number', password: 'password', name: 'name', reason: 'reason' },
  unknownError: 'It did not work. Try again.',
  errorCode: (code) => `code ${code}`,
}
export default en
