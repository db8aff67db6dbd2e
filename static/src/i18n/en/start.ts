import type zh from '../zh/start'

const start: typeof zh = {
  title: 'Liangwang', demo: 'Sample data: no real people or places', headline: 'From the doorstep to the weighbridge, it adds up',
  lead: 'A sample of Jining High-tech Zone. Choose a role; no password.', leadReal: 'The recycling network and the sorted-waste network in one book: collectors note it, companies check it, planners see where it lacks.',
  figures: { label: 'The sample zone in figures', places: 'places', fused: (n) => `${n} of them in both networks`, pickups: 'pickups', days: (n) => `in ${n} days`, tickets: 'weighbridge tickets', coverage: 'households with a site within 300 m' },
  roles: {
    label: 'Choose a role',
    collector: { name: 'Collector', what: 'A pickup in ten seconds on the phone, nothing lost without signal. Best seen on a phone or in a narrow window.', go: 'Note a pickup' },
    company_operator: { name: 'Recycling company', what: 'What was collected beside what was weighed, by category, and why they differ.', go: 'See today' },
    planner: { name: 'Planner', what: 'Which households are within reach, where it lacks, which sites lie along the routes.', go: 'See the map' },
    yard_operator: { name: 'Weighbridge', what: 'Gross, tare, net: one ticket a truck.', go: 'Start weighing' },
    admin: { name: 'Administrator', what: 'People and devices, backups and drills.', go: 'See the people' },
  },
  entering: 'Entering…', also: 'Or', signIn: 'Sign in', join: 'Join with a code', continue: (name) => `Go on as ${name}`, toCollect: 'Note a pickup',
  stories: {
    title: 'There are a few things to find', open: 'Look',
    scales: 'Three scales always weigh wrong. Which?', late: 'One phone always sends hours late.', village: 'One village has no site within a kilometre.', yard: 'One transfer station takes in more than it can. Which?', pair: 'One fused pair stands so near that it could be one place.',
  },
  what: [['Collector', 'Notes a pickup on the phone: category, kilograms, photo. Without signal it waits and sends itself.'], ['Recycling company', 'One page a day: collected, weighed, the difference, and which papers lack.'], ['Planner', 'One map: sites of both networks, coverage, routes, fusion; every figure shows how it is computed.']],
}
export default start
