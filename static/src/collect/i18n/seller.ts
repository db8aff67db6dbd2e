import { computed } from 'vue'
import { lang } from '.'

// The words of the form that registers a seller: apart from those of the pages, for few records ask for it.
const zh = {
  type: '证件', number: '证件号码', name: '姓名', phone: '电话（可不填）', address: '住址', help: '要有网络。号码直接送到服务器加密存放，不留在手机里。', go: '登记', busy: '正在登记…', have: '已登记', offline: '没有网络，现在登记不了。这一笔可以先记，有网再补。',
  faults: { idNumber: '证件号码不对，再看一眼', name: '填姓名', address: '填住址', phone: '电话不像', idType: '选证件' } as Record<string, string>,
  types: { RESIDENT_ID: '居民身份证', HMT_PERMIT: '港澳台居民居住证', PR_CARD: '外国人永久居留身份证', PASSPORT: '护照' },
}

const en: typeof zh = {
  type: 'Document', number: 'Number', name: 'Name', phone: 'Phone (optional)', address: 'Address', help: 'Needs a network. The number goes straight to the server, is stored encrypted and stays not on the phone.', go: 'Register', busy: 'Registering…', have: 'registered', offline: 'No network: this cannot be registered now. Log it, and add this later.',
  faults: { idNumber: 'This number cannot be right: look again', name: 'Enter the name', address: 'Enter the address', phone: 'No telephone number', idType: 'Choose the document' },
  types: { RESIDENT_ID: 'Resident identity card', HMT_PERMIT: 'Residence permit (HK, Macao, Taiwan)', PR_CARD: 'Permanent residence card', PASSPORT: 'Passport' },
}

export const sellerWords = computed(() => (lang.value === 'en' ? en : zh))
