import type zh from '../zh/common'

const common: typeof zh = {
  brand: 'Liangwang',
  demo: 'Demo data',
  skip: 'Skip to content',
  damaged: 'The server found damaged data: it can be read, not changed, and new records wait on the phones. Tell the administrator now; a backup brings it back.',
  mainNav: 'Main',
  nav: { today: 'Today', receive: 'Receive', records: 'Records', fix: 'To fix', tickets: 'Tickets', compare: 'Compare', sellers: 'Sellers', plan: 'Map', import: 'Import', people: 'People', backup: 'Backups', me: 'Me', more: 'More' },
  search: {
    label: 'Search', placeholder: 'Site, collector, plate, ticket, date', none: (q) => `Nothing found for “${q}”. Try a site number, the end of a plate, or a date like 11-22.`,
    searching: 'Searching…', open: 'Open search', close: 'Close search', hits: (n) => `${n} found`,
  },
  state: {
    loading: 'Loading…', error: 'Could not be read', retry: 'Try again', code: 'Code', empty: 'Nothing here yet', more: 'Load more', allShown: (n) => `All ${n} listed`,
    shown: (n, all) => `${n} of ${all} listed`, tooMany: (all) => `${all} are too many to look through. Narrow them by date, category or site; totals and export cover all.`,
  },
  act: {
    save: 'Save', cancel: 'Cancel', close: 'Close', back: 'Back', confirm: 'Confirm', undo: 'Undo', edit: 'Edit', print: 'Print', clear: 'Clear', remove: 'Remove',
    exportRows: (n) => `Export ${n} rows`, exportRecords: (n) => `Export ${n} records`, exportTickets: (n) => `Export ${n} tickets`, exporting: 'Exporting…', exported: (name) => `Exported ${name}`, reload: 'Reload', seeTable: 'Table', seeChart: 'Chart',
    choose: 'Choose', all: 'All', none: 'No match', signIn: 'Sign in', home: 'Home', optional: 'optional',
  },
  page: { notFound: 'No such page', notFoundHint: 'The address may be wrong, or the page has moved.', forbidden: 'You cannot see this page in your present role', forbiddenHint: 'Switch organisation or role, then open the link again.' },
  unit: { kg: 'kg', t: 't', piece: 'pcs', yuan: 'yuan', metre: 'm', km: 'km', minute: 'min', hour: 'h' },
  time: {
    today: 'Today', yesterday: 'Yesterday', weekdays: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'], asOf: (t) => `as of ${t}`,
    day: 'Day', from: 'From', to: 'To', prevDay: 'Day before', nextDay: 'Day after',
  },
}
export default common
