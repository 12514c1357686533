import { newId } from '../platform/ids.js';
import type { openShop } from '../domains/shops/service.js';

/** The shop that a newcomer buys from. Name, people and numbers are made up. */
export function demoShop(): Parameters<typeof openShop>[0] {
  return {
    slug: 'duka-la-jirani',
    name: 'Duka la Jirani',
    tagline: {
      en: 'Your neighbourhood shop, now on your phone.',
      sw: 'Duka la mtaa wako, sasa liko kwenye simu yako.',
    },
    currency: 'KES',
    country: 'KE',
    language: 'en',
    timeZone: 'Africa/Nairobi',
    contact: { phone: '+254700000100', email: 'habari@jirani.example', address: 'Wood Avenue, Kilimani, Nairobi' },
    kraPin: 'P051999999J',
    tax: { vatRegistered: true, rates: { standard: 1600, zero: 0, exempt: 0 }, deliveryClass: 'standard' },
    // Safaricom's public sandbox paybill: no money ever goes there.
    mpesa: { kind: 'paybill', number: '174379' },
    locations: [
      {
        _id: newId('location'),
        title: 'Duka la Jirani, Kilimani',
        address: 'Wood Avenue, next to the chemist',
        hours: 'Mon-Sat 7:00-21:00, Sun 8:00-20:00',
        pickup: true,
      },
    ],
    zones: [
      { _id: newId('zone'), title: 'Kilimani & Kileleshwa', fee: 10_000, estimate: '45 min' },
      { _id: newId('zone'), title: 'Westlands & Parklands', fee: 20_000, estimate: '90 min' },
      { _id: newId('zone'), title: 'Lang’ata & South B', fee: 25_000, estimate: '2 h' },
      { _id: newId('zone'), title: 'Kasarani & Roysambu', fee: 30_000, estimate: '3 h' },
    ],
  };
}
