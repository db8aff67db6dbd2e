import type zh from '../zh/admin'

const admin: typeof zh = {
  people: {
    title: 'People', invite: 'Invite somebody', org: 'Organisation', allOrgs: 'All organisations', name: 'Name', nameHint: 'Part of the name', onlyOpen: 'Only to confirm', label: 'People',
    none: 'Nobody fits. Try another organisation or name.', nobody: 'Nobody yet. Begin with “Invite somebody”.', settled: 'All are confirmed.', noRole: 'No role today', self: 'You', disabled: 'Closed',
    head: { person: 'Person', roles: 'Organisation and role', devices: 'Devices', acts: 'Actions' }, devicesOf: (name) => `Devices of ${name}`,
    noDevice: 'Never signed in', signedIn: (t) => `signed in ${t}`, out: 'not signed in now', seen: 'seen', thisOne: 'This one', revokedMore: (n) => `${n} more, revoked`,
    toConfirm: 'To confirm', confirm: 'Confirm', confirmDevice: 'Confirm it', confirmOf: (name) => `Confirm ${name} and their devices`, confirmed: (name) => `${name} confirmed`, deviceConfirmed: 'Device confirmed',
    disable: 'Close', disableOf: (name) => `Close the account of ${name}`, disableAsk: (name, n) => `Close the account of “${name}”? They are signed out on ${n} devices at once and cannot sign in. What they did stays; the account can be opened again.`, disabledNow: (name) => `${name} closed`,
    enable: 'Open again', enableOf: (name) => `Open again: the account of ${name}`, enabled: (name) => `${name} opened; they sign in anew`, selfHint: 'Another administrator has to close your own account.',
    revoke: 'Revoke it', revokeOf: (device, name) => `Revoke it: ${device} of ${name}`, revokeAsk: (device, name) => `Revoke “${device}” of ${name}? It is signed out at once and cannot sign in to this account again; records not sent yet stay on the phone. This cannot be undone.`, revoked: 'Device revoked',
  },
  restored: {
    title: (t) => `The data were brought back from the backup of ${t}`,
    text: (people, devices) => `${people} people and ${devices} devices are not confirmed yet. Whoever was closed and whatever phone was lost after the backup may sign in again here: confirm whom you know, close what should not be. All sessions and invitations ended with the restore; everyone signs in anew.`,
    go: 'Confirm them one by one', done: 'All people and devices are confirmed.',
  },
  invite: {
    title: 'Invite somebody', org: 'Organisation', role: 'Role', phone: 'Mobile number', name: 'Name', nameHint: 'They may say it when they join', phoneHint: 'The number that they sign in with', make: 'Make a code', roleFirst: 'Choose the organisation first', empty: 'Missing',
    ready: (org, role) => `${org} · ${role}`, code: 'Code', link: 'Address to join', once: 'Good once, for 24 hours; it is not shown again. A new one ends this one.', scan: 'Let them scan it with their phone, or type the code where they sign in.', picture: 'QR code of the invitation', another: 'Invite another', copy: 'Copy the address', copied: 'Copied', close: 'Done',
  },
  backup: {
    title: 'Backups', last: 'Last good backup', age: 'Age', size: 'Size', where: 'Lies in', every: 'How often', keep: 'How many stay', files: 'Photos and files', encrypted: 'Encrypted', yes: 'Yes', no: 'No: names, phones and photos lie in it in clear',
    hours: (n) => `every ${n} hours`, minutes: (n) => `every ${n} minutes`, copies: (n) => n, pieces: (n) => n, days: (n) => `${n} days`,
    good: 'In order', late: 'Too old', never: 'No backup yet', failed: (t) => `The try of ${t} failed; the server tries again by itself. See whether the disk of the backups is full or gone.`,
    lateText: 'It is older than two intervals. See whether the disk of the backups is full or gone, and whether the server was running.', neverText: 'A running server makes the first one by itself. Come back in a few minutes.',
    leftOut: (n) => `${n} files were damaged before the backup and are not in it.`,
    none: 'No folder for backups is set', noneText: 'There is no backup at all: when the disk breaks, the data are gone. Let whoever runs the server make a folder on another disk, name it in the settings as the backup folder, and restart; the server then makes one every day.',
    postgres: 'The database makes its own backups', postgresText: 'The data lie on a database server, which is backed up by its own dump tool; this page cannot see it. The photos lie in the data directory and have to be copied too.',
  },
  drill: {
    title: 'Restore drill', what: 'Restores the last backup beside the data, checks every file, adds up the totals again, compares with the figures of now, and removes it. Nothing else changes, and the server goes on.', go: 'Begin a drill', never: 'Never drilled. A backup that was never drilled is none.',
    running: 'Drilling', since: (t) => `since ${t}`, steps: { FILES: 'Checking photos and files', DATABASE: 'Checking the database and its totals', COMPARE: 'Comparing with the figures of now' }, leave: 'You may leave this page; it goes on by itself.',
    ok: 'Passed', bad: 'Failed', result: (t) => `Drill of ${t}`, of: (t) => `with the backup of ${t}`, took: (s) => `took ${s} seconds`, read: (files, lines) => `${files} files checked, ${lines} lines of pickups and tickets add up to the totals`,
    okText: 'This backup can be restored, and has no more of anything than there is now.', badText: 'This backup must not be relied on. Make a new one and drill again; if that fails, ask whoever installed the system.',
    table: 'How much the backup has, and how much there is now', head: { what: 'What', backup: 'Backup', now: 'Now', more: 'New since' }, fewer: 'fewer than the backup',
    tables: { pickups: 'Pickups', tickets: 'Tickets', photos: 'Photos', vehicles: 'Vehicles', people: 'People', devices: 'Devices', orgs: 'Organisations', sites: 'Sites', site_versions: 'Versions of sites', demand_versions: 'Demand points', area_versions: 'Areas', route_versions: 'Routes', imports: 'Imports', audit_entries: 'Audit log' },
    faults: { fewer: (n) => `Of ${n} things there are fewer now than in the backup: data were lost, or it is a backup of another system.`, chain: (n) => `The audit logs of ${n} organisations are not as they were: they were changed, or it is a backup of another system.`, leftOut: (n) => `${n} files were damaged when the backup was made.` },
    errors: { 'drill.damaged': 'Files of the backup are damaged or missing: it cannot be restored.', 'drill.encrypted': 'The backup is encrypted and its key is not here.', 'drill.full': 'The disk of the data has no room for restored data. Make room and drill again.', 'drill.stopped': 'The server stopped before the drill ended. Drill again.', 'drill.failed': 'The backup folder cannot be read, or nothing can be written beside the data. Ask whoever runs the server.', 'drill.none': 'The folder has no finished backup.' },
  },
}
export default admin
