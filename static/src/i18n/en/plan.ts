import type zh from '../zh/plan'

const plan: typeof zh = {
  title: 'Map',
  map: 'Map: sites of both networks, routes, areas and coverage. Arrow keys move it, plus and minus zoom; every place on it is also in the list beside it.',
  zoomIn: 'Zoom in', zoomOut: 'Zoom out', whole: 'Whole zone', scale: 'Scale', loadingMap: 'Reading the map…', panels: 'Panels',
  tab: { figure: 'Figures', layers: 'Layers', list: 'List', sheetUp: 'Open the panel', sheetDown: 'Close the panel' },
  show: { label: 'Which figure', coverage: 'Coverage', routes: 'Routes', fusion: 'Fusion' },
  layers: {
    title: 'Layers', fused: 'Fused sites', a: 'Recycling sites', b: 'Sorted-waste sites', back: 'Transfer and sorting', cover: 'Covered ground', gap: 'Households not covered', gapPeople: 'People not covered', routes: 'Collection routes', areas: 'Subdistricts', communities: 'Communities, villages',
    records: (places, records) => `${places} places in ${records} records; a pair counts once`, hollow: 'Hollow: not open on this day', noPlace: (n) => `${n} sites have no position and are not drawn`,
  },
  filter: {
    within: 'How near is covered', withinInput: 'Radius in metres', withinUnit: 'm', radii: 'Usual radii', at: 'As of', atSlider: 'Which of the last sixty days', atInput: 'Date', today: 'Today', daysAgo: (n) => `${n} days ago`,
    network: 'Which sites count', any: 'All', A: 'Recycling', B: 'Sorted', AB: 'Fused', category: 'That take', anyCategory: 'Anything', weight: 'Weigh by', households: 'Homes', people: 'People',
  },
  list: {
    title: 'In view', hint: 'Move the map and the list follows.', sites: 'Sites', areas: 'Areas', routes: 'Routes', gaps: 'Gaps', find: 'Find by name', none: 'Nothing in view. Zoom out or look elsewhere.', noneFound: (q) => `Nothing in view is called “${q}”.`,
    more: (n) => `${n} more: zoom in or type a name`, gap: (n, unit) => `Gap: ${n} ${unit}`, gapDetail: (points, from, to) => `${points} places, ${from}–${to} m from the nearest site`, gapDetailOne: (points, d) => `${points} places, ${d} m from the nearest site`, gapAlone: (points) => `${points} places, no open site`,
    truncated: (shown, all) => `${all} places are not covered; the ${shown} heaviest are drawn. The figures count all.`,
  },
  coverage: {
    figure: (within, weight) => `${weight} with an open site within ${within} m`, households: 'Households', people: 'People', covered: 'Covered', of: (covered, all, unit) => `${covered} of ${all} ${unit}`, uncovered: 'Not covered',
    definition: 'Definition and data', formula: 'Coverage = households whose nearest open site is at most the radius away in a straight line ÷ all households', formulaPeople: 'Coverage = people whose nearest open site is at most the radius away in a straight line ÷ all people',
    open: 'Open = a drop-off or recycling point in state “open” on this day; transfer and sorting do not count; hours are not judged yet. Exactly the radius counts.', areaRule: 'A point on a border is inside; one inside several areas counts in each and once in the total.', source: 'Where there are no demand points, the community’s own position and households are used.',
    radius: 'Radius', date: 'Date', network: 'Sites', category: 'Category', weight: 'Weight', sitesUsed: 'Sites that count', pointsUsed: 'Demand points', value: (n, unit) => `${n} ${unit}`, places: '',
    area: { ZONE: 'Zone', SUBDISTRICT: 'Subdistrict', COMMUNITY: 'Community' }, level: 'Level', cols: { area: 'Area', weight: { households: 'Homes', people: 'People' }, share: 'Covered', gap: 'Gap', sites: 'Sites' }, tableHint: 'Largest gap first; a row moves the map there.', nobody: 'Nobody', noBorder: 'No border',
    noDemand: 'There is no demand yet, so no coverage.', noDemandHint: 'Import demand points, or give the communities their households.', noSites: 'No open site matches on this day, so nobody is covered.', biggest: 'The largest gaps',
  },
  routes: {
    figure: (d) => `Sites within ${d} m of a route`, of: (all) => `of ${all} sites of the two networks`, fused: (n) => `${n} of them fused`, within: 'How near', metres: (d) => `${d} m`, cols: { route: 'Route', length: 'Length', sites: 'Sites' }, none: 'There are no routes yet.', noneHint: 'Once routes are imported, this lists how many sites lie along each.',
    definition: 'Definition and data', formula: 'A site lies along a route if its shortest straight distance to the planned line is at most the one chosen; equal counts.', once: 'A site along several routes counts in each and once in the total. Transfer and sorting do not count.', tableHint: 'Fewest first; a row moves the map there.', nearest: 'Route',
  },
  fusion: {
    figure: 'Sorted-waste sites fused with a recycling site', of: (fused, msw) => `${fused} of ${msw} sorted-waste sites`, definition: 'Definition and data', formula: 'Fusion rate = fused places ÷ sorted-waste places',
    rule: (d) => `A fused place is one site in both networks; or a recycling site and a sorted-waste site at most ${d} m apart, both open, with an operator and hours, paired one to one, nearest first, and counted once on the sorted-waste side.`, record: 'One site', pair: 'A pair', places: 'Places of both networks', cols: { area: 'Subdistrict', fused: 'Fused', msw: 'Sorted', rate: 'Rate' }, pairs: 'Pairs', pairDetail: (d) => `${d} m apart`, none: 'There are no sorted-waste sites yet.', noneHint: 'Import sorted-waste sites with network B.', tableHint: 'Lowest first; a row moves the map there.', noPairs: 'There are no pairs.',
  },
  card: {
    close: 'Close', zoom: 'Centre the map here', kind: 'Kind', state: 'State', networks: 'Network', operator: 'Operator', address: 'Address', hours: 'Hours', categories: 'Takes', area: 'Floor area', capacity: 'Capacity a day', position: 'Position', since: 'from', until: 'to', now: 'now', history: 'History of the entry', firstKnown: 'First entry', changedTo: (what) => `Changed ${what}`, reason: 'Reason', evidence: 'Evidence', link: 'See in the register', none: 'not given',
    netA: 'Recycling network', netB: 'Sorted-waste network', fusedRecord: 'Fused: one site in both networks', fusedPair: 'Fused: paired with its neighbour', noPosition: 'No position', hourWords: { days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'], every: 'Every day', holidays: 'holidays', always: 'Always', off: 'closed', to: '–', and: ', ' },
    rawDatum: (d) => `given in ${d}`, squareMetre: 'm²', perDay: 'kg', distance: (d) => `${d} m`,
    households: 'Households', people: 'People', coverage: 'Covered', sites: 'Open sites', settlement: 'Settlement', URBAN: 'Urban', RURAL: 'Rural', length: 'Length', code: 'Code', vehicle: 'Vehicle', nearSites: 'Sites along it', points: 'Demand points', place: 'In', nearest: 'Nearest site', gapTitle: (n, unit) => `${n} ${unit} not covered`, from: (d) => `from ${d}`, outside: 'Doubtful position, outside the areas',
    fields: { name: 'name', kind: 'kind', state: 'state', networks: 'networks', operatorName: 'operator', categories: 'categories', address: 'address', hours: 'hours', areaM2: 'floor area', capacityKgDay: 'capacity', lon: 'position', lat: 'position', district: 'district' },
  },
  export: {
    title: 'Export what is shown', what: { sites: 'Sites', uncovered: 'Uncovered points', areas: 'Figures by area', routes: 'Routes' }, rows: (n) => `${n} rows`, excel: 'Excel', geojson: 'GeoJSON', hint: 'With the date, radius and filters of now; as many rows as on the map and in the table.', busy: 'Exporting…', done: (name) => `Exported ${name}`,
  },
  print: { fusion: 'Fusion rate', button: 'Print', preparing: 'Preparing…', sheet: 'Coverage of the two networks', legend: 'Legend', made: (t) => `Made ${t}`, demo: 'Sample data: no real people or places', source: 'Source: register of the two networks' },
  empty: { title: 'Nothing to see yet', text: 'Import the areas first, then sites and households; the map and the coverage follow.', areas: 'Import areas', sites: 'Import sites', demand: 'Import households', routes: 'Import routes', onlyAuditor: 'Ask a planner to import.' },
  state: { proposed: 'Proposed', surveyed: 'Surveyed', approved: 'Approved', under_construction: 'Under construction', acceptance_pending: 'Awaiting acceptance', active: 'Open', suspended: 'Suspended', rectification: 'Under rectification', relocating: 'Relocating', closing: 'Closing', closed: 'Closed', rejected: 'Rejected' },
  unit: { households: 'households', people: 'people', km: 'km', metre: 'm' },
  retry: 'Try again', error: 'Could not read', code: 'Code', updating: 'Computing…', updated: (share) => `Coverage ${share}`,
}
export default plan
