import type { Money, Receipt } from '@smartduka/contract';
import { plainSum, texts, type ReceiptLanguage } from './texts.js';

export interface TextOptions {
  readonly width: 32 | 42 | 48;
  readonly language: ReceiptLanguage;
  readonly timeZone: string;
  /** Which print this is; from the second on it is marked as a copy. */
  readonly print?: number;
}

/** A receipt in lines of so many signs, none of them longer, for a roll of paper. Only signs that every printer has. */
export function receiptText(receipt: Receipt, { width, language, timeZone, print = 1 }: TextOptions): string[] {
  const t = texts[language];
  const lines: string[] = [];
  const wrap = (text: string, indent = 0) => {
    for (const part of folded(text, width - indent)) lines.push(' '.repeat(indent) + part);
  };
  const center = (text: string) => {
    for (const part of folded(text, width)) lines.push(' '.repeat(Math.floor((width - part.length) / 2)) + part);
  };
  /** A label and its figure at the right edge; on two lines where both do not fit. */
  const pair = (label: string, figure: string, indent = 0) => {
    const left = printable(label);
    const right = printable(figure);
    if (indent + left.length + 1 + right.length <= width) {
      lines.push(' '.repeat(indent) + left + right.padStart(width - indent - left.length));
      return;
    }
    wrap(left, indent);
    for (const part of folded(right, width)) lines.push(part.padStart(width));
  };
  const sum = (label: string, money: Money) => pair(label, plainSum(money));
  const rule = () => lines.push('-'.repeat(width));

  const { shop, totals, customer, delivery } = receipt;
  center(shop.name);
  for (const line of [shop.address, shop.phone, shop.kraPin && `${t.kraPin}: ${shop.kraPin}`, ...(shop.header ?? [])])
    if (line) center(line);
  if (receipt.mode === 'test') center(`*** ${t.test} ***`);
  if (print > 1) center(`*** ${t.copy} ${print - 1} ***`);
  if (receipt.standing && receipt.standing !== 'valid') center(`*** ${t.standing[receipt.standing]} ***`);
  rule();
  pair(t.receipt, receipt.number);
  pair(t.date, timeOf(receipt.issuedAt, timeZone));
  if (customer?.name) pair(t.customer, customer.name);
  rule();
  for (const line of receipt.lines) {
    wrap(line.variantTitle ? `${line.title}, ${line.variantTitle}` : line.title);
    const mark = totals.taxes.length > 0 ? ` ${{ standard: 'A', zero: 'Z', exempt: 'E' }[line.vatClass]}` : '';
    pair(`${line.quantity} x ${plainSum(line.unitPrice)}${mark}`, plainSum(gross(line)), 1);
    if (line.discount.amount) pair(t.discount, plainSum(negative(line.discount)), 1);
  }
  rule();
  sum(t.subtotal, totals.subtotal);
  if (totals.discount.amount) sum(t.discount, negative(totals.discount));
  if (delivery && totals.delivery.amount) sum(delivery.method === 'pickup' ? t.pickup : t.delivery, totals.delivery);
  if (totals.rounding.amount) sum(t.rounding, totals.rounding);
  pair(`${t.total} ${totals.total.currency === 'KES' ? 'KSh' : totals.total.currency}`, plainSum(totals.total));
  rule();
  for (const { method, amount, tender, receiptNumber } of receipt.tenders) {
    const kind = tender?.kind ?? (method === 'paybill' ? 'mpesa' : method);
    sum(kind in t.methods ? t.methods[kind as keyof typeof t.methods] : kind, amount);
    if (tender?.tendered && tender.change?.amount) {
      pair(t.tendered, plainSum(tender.tendered), 1);
      pair(t.change, plainSum(tender.change), 1);
    }
    if (tender?.reference) pair(t.reference, tender.reference, 1);
    if (receiptNumber) pair(t.proof, receiptNumber, 1);
  }
  if (receipt.refunded?.amount) sum(t.refunded, negative(receipt.refunded));
  if (totals.taxes.length > 0) {
    rule();
    wrap(t.taxInside);
    for (const { vatClass, rate, net, tax } of totals.taxes) {
      const mark = { standard: 'A', zero: 'Z', exempt: 'E' }[vatClass];
      pair(`${mark} ${rate / 100}% ${t.net} ${plainSum(net)}`, `${t.tax} ${plainSum(tax)}`);
    }
  }
  rule();
  for (const line of shop.footer?.length ? shop.footer : [t.thanks]) center(line);
  return lines;
}

const gross = ({ unitPrice, quantity }: Receipt['lines'][number]): Money => ({
  amount: unitPrice.amount * quantity,
  currency: unitPrice.currency,
});
const negative = ({ amount, currency }: Money): Money => ({ amount: -amount, currency });

function timeOf(instant: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', timeZone },
  }).formatToParts(new Date(instant));
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('day')}/${of('month')}/${of('year')} ${of('hour')}:${of('minute')}`;
}

/** Letters without their accents, plain quotes and dashes; what is left beyond ASCII becomes a question mark rather than nonsense. */
export function printable(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\u00d7/g, 'x')
    .replace(/\p{Cc}/gu, ' ')
    .replace(/[^ -~]/gu, '?');
}

/** Breaks at spaces; a word longer than a line is cut. */
function folded(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (let word of printable(text).split(/ +/).filter(Boolean)) {
    while (word.length > width) {
      if (line) lines.push(line);
      line = '';
      lines.push(word.slice(0, width));
      word = word.slice(width);
    }
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line && word ? `${line} ${word}` : line || word;
  }
  return line ? [...lines, line] : lines;
}
