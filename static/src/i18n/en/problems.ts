import type zh from '../zh/problems'

const problems: typeof zh = {
  and: '; ',
  fields: (what) => `A few things to mend: ${what}. Then send it again.`,
  server: 'The server failed; what you typed is still here. Try again in a while, or tell the administrator the code below.',
  other: 'It did not work. Try again, or tell the administrator the code below.',
  codes: {
    'client.offline': 'The server cannot be reached. Check the network, then press “Try again”.',
    'client.error': 'The page itself failed. Reload it and try again.',
    'client.aborted': 'Cancelled.',
    'auth.required': 'Your session is over. Sign in again; what you have not sent is kept.',
    'auth.failed': 'Wrong phone number or password. Type them again; if you forgot the password, ask your company’s administrator.',
    'auth.limited': 'Too many tries. Wait a few minutes.',
    'auth.forbidden': 'You may not do this in your present role. Switch organisation or role, or ask someone who may.',
    'auth.code': 'This invitation code is wrong or was used. Ask the company for a new one.',
    'server.busy': 'The server is busy; what you typed is still here. Try again in a few seconds.',
    'pickup.not_found': 'There is no such record, or it is not your organisation’s. Go back to the list.',
    'ticket.not_found': 'There is no such ticket, or it is not your organisation’s. Go back to the list.',
    'pickup.conflict': 'This record was stored before with other content. Look at the stored one, then decide whether to correct it.',
    'ticket.conflict': 'This ticket was stored before with other content. Look at the stored one, then decide whether to correct it.',
    'import.changed': 'The data changed after the dry run. Check again, then import.',
    'export.too_large': 'Too many rows. Narrow the dates or the category.',
    'request.invalid': 'Something is filled in wrongly. Check it and send again.',
  },
  families: {
    not_found: 'Not found: it may have been replaced, or is not your organisation’s. Go back to the list.',
    conflict: 'Someone changed it, or other content was stored before. Reload, then edit.',
    state: 'Its present state does not allow this. Reload to see where it stands.',
    invalid: 'Something is filled in wrongly. Check what is marked.',
  },
  statuses: {
    '401': 'Please sign in.', '403': 'You may not do this in your present role. Ask someone who may, or switch organisation.',
    '404': 'Not found. Go back to the list.', '409': 'Someone just changed this. Reload, then edit.', '412': 'Someone just changed this. Reload, then edit.',
    '413': 'The file is too large. Use a smaller one.', '428': 'The page is out of date. Reload, then edit.',
    '429': 'Too fast. Wait a few seconds.', '503': 'The server is busy; what you typed is still here. Try again in a few seconds.',
  },
  field: {
    required: 'missing', pattern: 'wrong form', range: 'out of range', oneOf: 'choose from the list', text: 'too long, or with characters that cannot be used',
    count: 'wrong number', min: 'too small', max: 'too large', grossLessTare: 'gross less tare must be net', idNumber: 'no ID number here',
    dateTime: 'not a date and time', invalid: 'not valid', maxLength: 'too long', minLength: 'too short', wrong: 'wrong', unknown: 'not known',
    future: 'not in the future', plate: 'not a plate number', weak: 'too simple',
  },
}
export default problems
