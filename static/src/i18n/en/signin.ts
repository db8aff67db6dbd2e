import type zh from '../zh/signin'

const signin: typeof zh = {
  title: 'Sign in', phone: 'Phone', password: 'Password', submit: 'Sign in', busy: 'Signing in…', forgot: 'Forgot it? Ask your company’s administrator for a new one.',
  join: 'Join by invitation code', joinHint: 'The one-time code from your company, instead of a password.', code: 'Invitation code', name: 'Name', newPassword: 'Choose a password', joinSubmit: 'Join', backToPassword: 'Sign in by password',
  phoneBad: 'A phone number has 11 digits', passwordEmpty: 'Type your password', codeEmpty: 'Type the code', again: 'You will come back to where you were.', device: 'Computer browser', deviceTouch: 'Phone or tablet browser',
  lead: 'What was collected, what was weighed, what is within reach: in one place.', demo: 'This is a demo; you can look around without a password.', toStart: 'Choose a role',
}
export default signin
