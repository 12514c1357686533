import type * as en from '../en/more.js';
import type { Same } from '../texts.js';

export const more: Same<typeof en.more> = {
  home: 'Rudi dukani',
  alike: 'Nyingine kama hii',
  order: 'Oda yako',
  'part.ready': 'Imefungwa',
  'part.handed_over': 'Iko njiani',
  'part.collected': 'Imekabidhiwa',
  'part.delivered': 'Imefika',
  'part.canceled': 'Haikutumwa',
  'part.rest': 'Zilizobaki zinatayarishwa',
  'part.items': 'Katika mzigo huu',
  track: 'Ifuatilie',
  tracking: 'Ya kuifuatilia: {text}',
};
