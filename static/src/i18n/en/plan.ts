import type zh from '../zh/plan'

const plan: typeof zh = {
  title: 'Map',
  map: 'Map: sites of both networks, routes, areas and coverage. Arrow keys move it, plus and minus zoom; every place on it is also in the list beside it.',
  zoomIn: 'Zoom in', zoomOut: 'Zoom out', whole: 'Whole zone', scale: 'Scale', loadingMap: 'Reading the map…', panels: 'Panels',
  tab: { figure: 'Figures', layers: 'Layers', list: 'List', sheetUp: 'Open the panel', sheetDown: 'Close the panel' },
  show: { label: 'Which figure', coverage: 'Coverage', routes: 'Routes', fusion: 'Fusion' },
  layers: {
    title: 'Layers', fused: 'Fused sites', a: 'Recycling sites', b: 'Sorted-waste sites', back: 'Transfer and sorting', cover: 'Covered ground', gap: 'Households not covered', gapPeople: 'People not covered', routes: 'Collection routes', areas: 'Zone and subdistricts', communities: 'Communities, villages',
    unit: { fused: 'places', a: 'places', b: 'places', back: 'places', cover: 'open', routes: '', areas: 'subdistricts', communities: '' },
    total: (places, open) => `${places} places, ${open} of them open`, hollow: 'Hollow: not open on this day', doubtful: (n) => `${n} entries have a doubtful position; they are drawn, and their card says so`, noPlace: (n) => `${n} sites have no position and are not drawn`,
  },
  counted: {
    title: 'How sites are counted', place: 'Place: one spot. One register entry is one place; a recycling and a sorted-waste entry that make a pair are one.', record: 'Entry: one line of the register, as lists and exports have it; a paired place has two.', open: 'Open: in state “open” on this day. Transfer and sorting are listed apart: no places, and no part of coverage.',
    shown: 'Places', opened: 'Open', back: 'Transfer and sorting', all: 'All entries', outside: 'With a doubtful position', both: (places, records) => (places === records ? `${places}` : `${places} (${records} entries)`), records: (n) => `${n} entries`,
  },
  filter: {
    within: 'How near is covered', withinInput: 'Radius in metres', withinUnit: 'm', limited: (min, max, now) => `The radius is ${min} to ${max} m; it was set to ${now} m.`, radii: 'Usual radii', at: 'As of', atSlider: 'Which of the last sixty days', atInput: 'Date', today: 'Today', daysAgo: (n) => `${n} days ago`,
    network: 'Which sites count', any: 'All', A: 'Recycling', B: 'Sorted', AB: 'Fused', category: 'That take', anyCategory: 'Anything', weight: 'Weigh by', households: 'Homes', people: 'People',
  },
  list: {
    title: 'In view', hint: 'Move the map and the list follows.', perRecord: 'One row a register entry; a paired place has two.', doubtful: 'doubtful position', sites: 'Entries', areas: 'Areas', routes: 'Routes', gaps: 'Gaps', find: 'Find by name', none: 'Nothing in view. Zoom out or look elsewhere.', noneFound: (q) => `Nothing in view is called “${q}”.`,
    more: (n) => `${n} more: zoom in or type a name`, gap: (n, unit) => `Gap: ${n} ${unit}`, gapDetail: (points, from, to) => `${points} demand points, ${from}–${to} m from the nearest site`, gapDetailOne: (points, d) => `${points} demand points, ${d} m from the nearest site`, gapAlone: (points) => `${points} demand points, no open site`,
    truncated: (shown, all) => `${all} demand points are not covered; the ${shown} with the most households are drawn. The figures count all.`,
  },
  coverage: {
    figure: (within, weight) => `${weight} with an open site within ${within} m`, households: 'Households', people: 'People', covered: 'Covered', of: (covered, all, unit) => `${covered} of ${all} ${unit}`, uncovered: 'Not covered',
    definition: 'Definition and data', formula: 'Coverage = households whose nearest open site is at most the radius away in a straight line ÷ all households', formulaPeople: 'Coverage = people whose nearest open site is at most the radius away in a straight line ÷ all people',
    open: 'Open = a drop-off or recycling point in state “open” on this day; transfer and sorting do not count; hours are not judged yet. Exactly the radius counts.', areaRule: 'A point on a border is inside; one inside several areas counts in each and once in the total.', source: 'Where there are no demand points, the community’s own position and households are used.',
    radius: 'Radius', date: 'Date', network: 'Sites', category: 'Category', weight: 'Weight', sitesUsed: 'Open places', pointsUsed: 'Demand points', pointUnit: '', value: (n, unit) => `${n} ${unit}`, places: '',
    area: { ZONE: 'Zone', SUBDISTRICT: 'Subdistrict', COMMUNITY: 'Community' }, level: 'Level', cols: { area: 'Area', weight: { households: 'Homes', people: 'People' }, share: 'Covered', gap: 'Gap', sites: 'Sites' }, tableHint: 'Largest gap first; a row moves the map there.', nobody: 'Nobody', noBorder: 'No border',
    noDemand: 'There is no demand yet, so no coverage.', noDemandHint: 'Import demand points, or give the communities their households.', noSites: 'No open site matches on this day, so nobody is covered.', biggest: 'The largest gaps', gapRule: 'A gap is a patch of demand points that are not covered; by households or by people it is the same patch, only ranked differently.',
  },
  routes: {
    figure: (d) => `Register entries of sites within ${d} m of a route`, records: '', of: (all) => `of ${all} entries of open sites`, fused: (n) => `${n} of them fused`, within: 'How near', metres: (d) => `${d} m`, cols: { route: 'Route', length: 'Length', sites: 'Sites' }, none: 'There are no routes yet.', noneHint: 'Once routes are imported, this lists how many sites lie along each.',
    definition: 'Definition and data', formula: 'A site lies along a route if its shortest straight distance to the planned line is at most the one chosen; equal counts.', once: 'By register entries: a paired place has two, each with its own position. An entry along several routes counts in each and once in the total. What is not open, transfer and sorting do not count.', tableHint: 'Fewest first; a row moves the map there.', nearest: 'Route',
  },
  fusion: {
    figure: 'Sorted-waste sites fused with a recycling site', of: (fused, msw) => `${fused} of ${msw} sorted-waste sites`, definition: 'Definition and data', formula: 'Fusion rate = fused places ÷ sorted-waste places',
    rule: (d) => `A fused place is one site in both networks; or a recycling site and a sorted-waste site at most ${d} m apart, both open, with an operator and hours, paired one to one, nearest first, and counted once on the sorted-waste side.`, record: 'One site', pair: 'A pair', places: 'Open places', cols: { area: 'Subdistrict', fused: 'Fused', msw: 'Sorted', rate: 'Rate' }, pairs: 'Pairs', pairDetail: (d) => `${d} m apart`, none: 'There are no sorted-waste sites yet.', noneHint: 'Import sorted-waste sites with network B.', tableHint: 'Lowest first; a row moves the map there.', noPairs: 'There are no pairs.',
  },
  card: {
    close: 'Close', zoom: 'Centre the map here', kind: 'Kind', state: 'State', networks: 'Network', operator: 'Operator', address: 'Address', hours: 'Hours', categories: 'Takes', area: 'Floor area', capacity: 'Capacity a day', position: 'Position', since: 'from', now: 'to now', untilDay: (d) => `to ${d}`, history: 'History of the entry', firstKnown: 'First entry', changedTo: (what) => `Changed ${what}`, reason: 'Reason', evidence: 'Evidence', link: 'See in the register', none: 'not given',
    netA: 'Recycling network', netB: 'Sorted-waste network', fusedRecord: 'Fused: one site in both networks', fusedPair: 'Fused: paired with its neighbour', mate: 'Paired with', apart: (d) => `${d} m apart`, noPosition: 'No position', hourWords: { days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'], every: 'Every day', holidays: 'holidays', always: 'Always', off: 'closed', to: '–', and: ', ' },
    rawDatum: (d) => `given in ${d}`, squareMetre: 'm²', perDay: 'kg', distance: (d) => `${d} m`,
    households: 'Households', people: 'People', coverage: 'Covered', sites: 'Open places', settlement: 'Settlement', URBAN: 'Urban', RURAL: 'Rural', length: 'Length', code: 'Code', vehicle: 'Vehicle', nearSites: 'Sites along it', points: 'Demand points', place: 'In', nearest: 'Nearest site', gapTitle: (n, unit) => `${n} ${unit} not covered`, from: (d) => `from ${d}`, outside: 'Doubtful position, outside the areas',
    fields: { name: 'name', kind: 'kind', state: 'state', networks: 'networks', operatorName: 'operator', categories: 'categories', address: 'address', hours: 'hours', areaM2: 'floor area', capacityKgDay: 'capacity', lon: 'position', lat: 'position', district: 'district' },
  },
  export: {
    title: 'Export what is shown', what: { sites: 'Entries of open sites', uncovered: 'Uncovered points', areas: 'Figures by area', routes: 'Routes' }, rows: (n) => `${n} rows`, excel: 'Excel', geojson: 'GeoJSON', hint: 'With the date, radius and filters of now; one row a register entry, else as many rows as on the map and in the table.', busy: 'Exporting…', done: (name) => `Exported ${name}`,
  },
  print: { fusion: 'Fusion rate', button: 'Print', preparing: 'Preparing…', sheet: 'Coverage of the two networks', legend: 'Legend', made: (t) => `Made ${t}`, demo: 'Sample data: no real people or places', source: 'Source: register of the two networks' },
  empty: { title: 'Nothing to see yet', text: 'Import the areas first, then sites and households; the map and the coverage follow.', areas: 'Import areas', sites: 'Import sites', demand: 'Import households', routes: 'Import routes', onlyAuditor: 'Ask a planner to import.' },
  state: { proposed: 'Proposed', surveyed: 'Surveyed', approved: 'Approved', under_construction: 'Under construction', acceptance_pending: 'Awaiting acceptance', active: 'Open', suspended: 'Suspended', rectification: 'Under rectification', relocating: 'Relocating', closing: 'Closing', closed: 'Closed', rejected: 'Rejected' },
  unit: { households: 'households', people: 'people', km: 'km', metre: 'm' },
  retry: 'Try again', error: 'Could not read', code: 'Code', updating: 'Computing…', updated: (share) => `Coverage ${share}`,
}
export default plan
