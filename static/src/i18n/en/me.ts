import type zh from '../zh/me'

const me: typeof zh = {
  title: 'Me', who: 'Who I am', actingFor: 'Acting for', switchTo: 'Switch to this', acting: 'In use', switched: (name) => `Now acting for ${name}`,
  devices: 'Signed-in devices', deviceHint: 'Sign out at once what you do not know.', thisDevice: 'This one', since: 'Signed in', last: 'Last contact', revoke: 'Sign it out',
  revokeAsk: (name) => `Sign out “${name}”? It must sign in again; records not sent yet stay on that device.`, revoked: 'Signed out', noDevices: 'Only this device.',
  password: 'Password', oldPassword: 'Present password', newPassword: 'New password', passwordHint: 'At least 8 characters. Other devices then have to sign in again.', change: 'Change password', changed: 'Password changed', tooShort: 'At least 8 characters', oldEmpty: 'Type your present password',
  demoPassword: 'Demo accounts keep their password.', language: 'Language', signOut: 'Sign out', signedOut: 'Signed out', signOutHint: 'What you have not sent stays on this device.', onlyOrg: 'Only this organisation.', roles: 'Roles',
  keys: {
    title: 'Keys for programs', hint: 'With one a weighbridge’s or an accountant’s program fetches figures or records tickets by itself. One for each program; end it when it is no longer used.', none: 'No key yet.', add: 'Make a key',
    name: 'For which program', nameHint: 'Like: the program of scale 2', empty: 'Say which program', scopes: 'It may', noScope: 'Choose at least one', days: 'For how long', dayN: (n) => `${n} days`, make: 'Make the key',
    scope: { 'register.read': 'Read sites, organisations, categories', 'pickups.read': 'Read and export pickups', 'tickets.read': 'Read and export tickets', 'tickets.write': 'Record and void tickets', 'compare.read': 'Read and export the comparison' },
    ready: (name) => `The key of “${name}”`, once: 'It is shown this once: give it to the program now. Nobody can see it later; if it is lost, end it and make another.', use: 'The program sends this line each time:', token: 'Key', copy: 'Copy', copied: 'Copied', done: 'Done, close',
    lost: 'The key was made, but did not arrive here and is not shown again. End it, and make another.',
    until: (at) => `Good until ${at}`, used: 'Last used', unused: 'Never used', revoked: 'Ended', expired: 'Expired', others: 'Made by somebody else', mine: 'Made by me', revoke: 'End it', revokeAsk: (name) => `End the key of “${name}”? The program is shut out at once.`, ended: 'Ended',
  },
}
export default me
