import type zh from '../zh/me'

const me: typeof zh = {
  title: 'Me', who: 'Who I am', actingFor: 'Acting for', switchTo: 'Switch to this', acting: 'In use', switched: (name) => `Now acting for ${name}`,
  devices: 'Signed-in devices', deviceHint: 'Sign out at once what you do not know.', thisDevice: 'This one', since: 'Signed in', last: 'Last contact', revoke: 'Sign it out',
  revokeAsk: (name) => `Sign out “${name}”? It must sign in again; records not sent yet stay on that device.`, revoked: 'Signed out', noDevices: 'Only this device.',
  password: 'Password', oldPassword: 'Present password', newPassword: 'New password', passwordHint: 'At least 8 characters. Other devices then have to sign in again.', change: 'Change password', changed: 'Password changed', tooShort: 'At least 8 characters', oldEmpty: 'Type your present password',
  demoPassword: 'Demo accounts keep their password.', language: 'Language', signOut: 'Sign out', signedOut: 'Signed out', signOutHint: 'What you have not sent stays on this device.', onlyOrg: 'Only this organisation.', roles: 'Roles',
}
export default me
