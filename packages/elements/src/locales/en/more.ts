/** The whole shop in one tag, and where an order's parcels are. */
export const more = {
  home: 'Back to the shop',
  alike: 'More like this',
  order: 'Your order',
  'part.ready': 'Packed',
  'part.handed_over': 'On its way',
  'part.collected': 'Handed over',
  'part.delivered': 'Delivered',
  'part.canceled': 'Not sent',
  'part.rest': 'The rest is being prepared',
  'part.items': 'In this parcel',
  track: 'Follow it',
  tracking: 'To follow it: {text}',
};
