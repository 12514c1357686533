import { formatMoney as format, type Money } from '@smartduka/sdk/buyer';

/** `KSh 1,250`, never broken over two lines. */
export const formatMoney = (money: Money): string => format(money).replace(' ', '\u00a0');

/** The number to type into M-Pesa, which moves whole shillings: `1250`. */
export const plainAmount = (money: Money): string => format(money).replace(/[^\d.]/g, '');
