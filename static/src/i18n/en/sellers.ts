import type zh from '../zh/sellers'

const sellers: typeof zh = {
  title: 'Sellers', hint: 'Sellers and agents whose identity the rules ask for. What you see is masked.', name: 'Name', phone: 'Phone', address: 'Address', idType: 'Document', idNumber: 'Number',
  form: {
    title: 'Register the seller', submit: 'Register and add', note: 'The number is stored encrypted, for the registration only. To see it whole one must give a purpose, which is logged.', known: (name) => `This number is registered already (${name}); that record is used.`, optional: 'optional',
    faults: { name: 'Enter the name, at most 50 characters', address: 'Enter the address, at most 200 characters', phone: 'This is no telephone number', idNumber: 'This number cannot be right: look again', idType: 'Choose the document', inText: 'No document number here' },
  },
  find: { label: 'Find by number', submit: 'Find', none: 'This number is not registered.', wrong: 'This number cannot be right: look again.' },
  list: { none: 'Nobody is registered yet. When production scrap asks for it, register the seller under “To fix”.', since: 'Registered', erased: 'Erased', erasedAt: (at) => `erased ${at}`, keysUntil: (day) => `the last copy of the key ends on ${day}; after that nobody can read it`, noKeys: 'there is no copy of the key: nobody can read it', noNumber: 'the keys are not here', more: 'More' },
  reveal: { act: 'Reveal', title: 'See the whole record', text: 'Who looked, when and for what stays in the audit log.', why: 'Purpose', submit: 'Reveal', close: 'Close', shown: 'Close it when you are done; it is kept nowhere.' },
  erase: {
    act: 'Erase', title: 'Erase this seller', text: 'Name, phone, address and number are overwritten and the key is destroyed; no backup brings them back. Records and quantities stay. It cannot be undone.', submit: 'Erase', done: 'Erased',
    held: (duty, until) => `${duty}; it can be erased after ${until}.`,
  },
  duty: { scrap_registration: 'Article 9 of the rules on recycling asks to keep the registration of a purchase for two years' },
  type: { RESIDENT_ID: 'Resident identity card', HMT_PERMIT: 'Residence permit (Hong Kong, Macao, Taiwan)', PR_CARD: 'Permanent residence card', PASSPORT: 'Passport' },
  reason: { CHECK_DOCUMENT: 'Check the document', POLICE_REQUEST: 'Asked by the police', TAX_FILING: 'Tax filing', OWNER_REQUEST: 'The person asked' },
  registered: 'registered seller',
}
export default sellers
