/** What a receipt says, in English. The other languages have the same entries. */
export const en = {
  receipt: 'Receipt',
  order: 'Order',
  date: 'Date',
  test: 'TEST: no money has moved',
  item: 'Item',
  quantity: 'Qty',
  amount: 'Amount',
  subtotal: 'Subtotal',
  discount: 'Discount',
  delivery: 'Delivery',
  pickup: 'Pick-up',
  rounding: 'Rounding',
  total: 'Total',
  taxInside: 'Tax included above',
  rate: 'Rate',
  vatClass: { standard: 'VAT', zero: 'Zero-rated', exempt: 'Exempt' },
  net: 'Net',
  tax: 'Tax',
  paidBy: 'Paid by',
  methods: {
    mpesa: 'M-Pesa',
    cash: 'Cash',
    card: 'Card',
    bank: 'Bank transfer',
    voucher: 'Voucher',
    other: 'Another way',
  },
  tendered: 'Cash given',
  change: 'Change',
  reference: 'Reference',
  phone: 'Phone',
  proof: 'M-Pesa receipt',
  customer: 'Customer',
  kraPin: 'KRA PIN',
  thanks: 'Thank you for shopping with us.',
  otherLanguage: 'Kiswahili',
} as const;

type Text<Shape> = { readonly [Key in keyof Shape]: Shape[Key] extends string ? string : Text<Shape[Key]> };
/** Every sentence of a receipt; a missing one does not compile. */
export type ReceiptTexts = Text<typeof en>;
