import { createHash } from 'node:crypto';
import type { Money, Receipt } from '@smartduka/contract';
import type { ReceiptTexts } from './locales/en.js';
import { texts, type ReceiptLanguage } from './texts.js';

export type { ReceiptLanguage } from './texts.js';

/** Looks like the roll of a 58 mm printer, on paper and on a phone. */
const style = `
:root{color-scheme:light}
body{margin:0;background:#eef0ee;color:#111;font:15px/1.45 system-ui,sans-serif}
main{max-width:22rem;margin:1rem auto;padding:1.25rem;background:#fff;border-radius:.5rem;box-shadow:0 1px 4px #0002}
h1{margin:0;font-size:1.25rem;text-align:center}
header p,footer p{margin:.1rem 0;text-align:center}
.test{margin:.75rem 0;padding:.4rem;border:2px solid #111;font-weight:700;text-align:center}
.genuine{margin:.5rem 0;text-align:center;color:#0b5d2a}
dl{display:grid;grid-template-columns:auto 1fr;gap:.1rem .75rem;margin:.75rem 0}
dd{margin:0;text-align:right;overflow-wrap:anywhere}
table{width:100%;border-collapse:collapse}
caption{padding-top:.5rem;font-size:.9em;text-align:left}
th{font-weight:600;text-align:left}
td,th{padding:.2rem 0;vertical-align:top}
td:last-child,th:last-child{padding-left:.75rem;text-align:right;white-space:nowrap}
tbody tr td small{display:block;color:#444}
.sums{border-top:1px dashed #111;margin-top:.5rem}
.total td,.total th{font-size:1.2rem;font-weight:700;border-top:1px solid #111}
.taxes td,.taxes th{font-size:.85em;text-align:right}
.taxes td:first-child,.taxes th:first-child{text-align:left}
a{color:#0b5d2a}
@media print{
@page{size:58mm auto;margin:2mm}
body{background:#fff;font-size:10pt}
main{max-width:none;margin:0;padding:0;border-radius:0;box-shadow:none}
h1{font-size:12pt}.total td,.total th{font-size:12pt}
nav{display:none}
}`;

/** What the page may do: show itself, with exactly this style. */
export const receiptPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A receipt for people: printable, in their language, in the shop's time. */
export function receiptPage(receipt: Receipt, options: { language: ReceiptLanguage; timeZone: string }): string {
  const t = texts[options.language];
  const other = options.language === 'en' ? 'sw' : 'en';
  const date = new Intl.DateTimeFormat(`${options.language}-KE`, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: options.timeZone,
  }).format(new Date(receipt.issuedAt));
  const { totals, shop, customer } = receipt;
  return `<!doctype html>
<html lang="${options.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${esc(`${t.receipt} ${receipt.number} · ${shop.name}`)}</title>
<style>${style}</style>
</head>
<body>
<main>
<header>
<h1>${esc(shop.name)}</h1>
${[shop.address, shop.phone, shop.kraPin && `${t.kraPin}: ${shop.kraPin}`, ...(shop.header ?? [])]
  .filter(Boolean)
  .map((line) => `<p>${esc(String(line))}</p>`)
  .join('\n')}
</header>
${receipt.mode === 'test' ? `<p class="test">${esc(t.test)}</p>` : ''}
${receipt.standing ? `<p class="${receipt.standing === 'valid' ? 'genuine' : 'test'}">${esc(t.standing[receipt.standing])}</p>` : ''}
<dl>
${row(t.receipt, receipt.number)}${row(t.order, receipt.orderNumber)}${row(t.date, date)}${customer?.name ? row(t.customer, customer.name) : ''}
</dl>
<table>
<thead><tr><th scope="col">${esc(t.item)}</th><th scope="col">${esc(t.amount)}</th></tr></thead>
<tbody>
${receipt.lines.map((line) => lineRow(line, t)).join('\n')}
</tbody>
</table>
<table class="sums">
<tbody>
${sum(t.subtotal, totals.subtotal)}
${totals.discount.amount ? sum(t.discount, { ...totals.discount, amount: -totals.discount.amount }) : ''}
${receipt.delivery ? sum(`${receipt.delivery.method === 'pickup' ? t.pickup : t.delivery}: ${receipt.delivery.title}`, totals.delivery) : ''}
${totals.rounding.amount ? sum(t.rounding, totals.rounding) : ''}
<tr class="total"><th scope="row">${esc(t.total)}</th><td>${kes(totals.total)}</td></tr>
</tbody>
</table>
${totals.taxes.length > 0 ? taxTable(receipt, t) : ''}
<dl>
${receipt.tenders.map((tender) => tenderRows(tender, t)).join('\n')}${receipt.refunded?.amount ? row(t.refunded, kes(receipt.refunded)) : ''}
</dl>
<footer>
${(shop.footer?.length ? shop.footer : [t.thanks]).map((line) => `<p>${esc(line)}</p>`).join('\n')}
<nav><p><a href="?lang=${other}" lang="${other}" hreflang="${other}">${esc(t.otherLanguage)}</a></p></nav>
</footer>
</main>
</body>
</html>
`;
}

function lineRow(line: Receipt['lines'][number], t: ReceiptTexts): string {
  // "400 g" goes to the next line whole.
  const kind = line.variantTitle.replaceAll(' ', '\u00a0');
  const name = kind ? `${line.title}, ${kind}` : line.title;
  const count = `${line.quantity} × ${kes(line.unitPrice)} · ${t.vatClass[line.vatClass]}`;
  return `<tr><td>${esc(name)}<small>${esc(count)}</small></td><td>${kes(line.total)}</td></tr>`;
}

function taxTable({ totals }: Receipt, t: ReceiptTexts): string {
  const rows = totals.taxes.map(
    (line) =>
      `<tr><td>${esc(t.vatClass[line.vatClass])} ${line.rate / 100} %</td><td>${kes(line.net)}</td><td>${kes(line.tax)}</td></tr>`,
  );
  return `<table class="taxes sums"><caption>${esc(t.taxInside)}</caption>
<thead><tr><th scope="col">${esc(t.rate)}</th><th scope="col">${esc(t.net)}</th><th scope="col">${esc(t.tax)}</th></tr></thead>
<tbody>${rows.join('')}</tbody></table>`;
}

function tenderRows(tender: Receipt['tenders'][number], t: ReceiptTexts): string {
  const name = tender.tender?.kind ?? (tender.method === 'paybill' ? 'mpesa' : tender.method);
  const method = name in t.methods ? t.methods[name as keyof ReceiptTexts['methods']] : name;
  // Handed over exactly, there is nothing to add to the amount.
  const { tendered, change, reference } = tender.tender ?? { tendered: null, change: null, reference: null };
  return [
    row(t.paidBy, method),
    row(t.amount, kes(tender.amount)),
    tendered && change?.amount ? row(t.tendered, kes(tendered)) + row(t.change, kes(change)) : '',
    reference ? row(t.reference, reference) : '',
    tender.phone ? row(t.phone, tender.phone) : '',
    tender.receiptNumber ? row(t.proof, tender.receiptNumber) : '',
  ].join('');
}

const row = (label: string, value: string): string => `<dt>${esc(label)}</dt><dd>${esc(value)}</dd>`;
const sum = (label: string, money: Money): string =>
  `<tr><th scope="row">${esc(label)}</th><td>${kes(money)}</td></tr>`;

/** `KSh 1,234.50`, from whole minor units and without a float in between. */
function kes({ amount, currency }: Money): string {
  const cents = Math.abs(amount);
  const mark = currency === 'KES' ? 'KSh' : currency;
  const whole = String(Math.floor(cents / 100)).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${amount < 0 ? '−' : ''}${mark} ${whole}.${String(cents % 100).padStart(2, '0')}`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
function esc(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
