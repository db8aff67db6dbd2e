import type zh from '../zh/devui'

const devui: typeof zh = {
  title: 'Parts', lead: 'Each part in each state, with made-up data. Look here first when you change a style.',
  sections: { colour: 'Colours', type: 'Type', buttons: 'Buttons', tags: 'Tags', marks: 'Marks of sites and layers', icons: 'Icons', fields: 'Fields', figures: 'Figures and times', states: 'Four states', dialogs: 'Dialogs and notices', plan: 'Panels of the map', import: 'Panels of the import' },
  sampleText: 'It adds up', kg: 'kg', primary: 'Save', plain: 'Cancel', danger: 'Void 3 records', link: 'History', disabled: 'Write', withIcon: 'Print', why: 'Choose a file first', tags: ['Done', 'Waiting', 'Needs you', 'Closed'],
  layers: { fused: 'Fused', a: 'Recycling', b: 'Sorted', back: 'Transfer', cover: 'Covered', gap: 'Not covered', routes: 'Routes', areas: 'Subdistricts', communities: 'Communities' }, shut: 'not open',
  field: 'Ticket number', example: 'Sample 0001', wrong: 'No number', choice: 'Category', date: 'Date', loading: 'Loading', empty: 'Empty', error: 'Error', stale: 'Stale data stay', emptyText: 'No record today.', notice: 'Two records are still on a phone.',
  openDialog: 'Open a dialog', tell: 'Show a notice', saved: 'Saved', dialogTitle: 'Void 3 records', dialogText: 'They no longer count; it can be undone.', anything: 'Anything', village: 'Demo village 041',
}
export default devui
