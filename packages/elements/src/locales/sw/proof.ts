import type * as en from '../en/proof.js';
import type { Same } from '../texts.js';

export const proof: Same<typeof en.proof> = {
  proof: 'Nimelipa: onyesha ujumbe wa M-Pesa',
  'proof.label': 'Ujumbe wa M-Pesa au nambari ya risiti',
  'proof.hint': 'Bandika ujumbe wote. Unaanza hivi: UKO8F2K9QX Confirmed.',
  'proof.required': 'Bandika ujumbe, au andika nambari ya risiti yenye herufi na tarakimu 10.',
  'proof.send': 'Uangalie',
  'proof.asking': 'Tunauliza M-Pesa kuhusu malipo haya…',
  'proof.applied': 'Yamepatikana. Asante!',
  'proof.unanswered': 'M-Pesa bado haijajibu. Tafadhali angalia tena baada ya dakika moja; usilipe tena.',
  'proof.unavailable': 'Risiti haziwezi kuangaliwa hapa kwa sasa. Duka litayaona malipo yako lenyewe.',
  'proof.not_found': 'M-Pesa haijui malipo kama haya kwa duka hili. Tafadhali angalia ujumbe tena.',
  'proof.not_completed': 'Malipo haya yalifutwa au yalirudishwa.',
  'proof.other_shop': 'Pesa hizi zilienda kwa paybill au till nyingine.',
  'proof.other_order': 'Pesa hizi zililipia oda nyingine.',
  'proof.amount_differs': 'Kiasi si kile kilichotakiwa. Duka limejulishwa.',
  'proof.too_old': 'Malipo haya yalifanywa kabla ya oda.',
  'proof.already_used': 'Risiti hii imeshatumika.',
  'proof.order_paid': 'Oda hii tayari imelipwa.',
  'proof.order_canceled': 'Oda hii ilifutwa. Duka limejulishwa kuhusu pesa zako.',
  'proof.undecided': 'Duka linakagua malipo mengine ya oda hii. Tafadhali subiri.',
};
