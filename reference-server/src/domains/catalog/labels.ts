import type { z } from 'zod';
import type { LabelList, LabelQuery } from '@smartduka/contract';
import { trusted } from '../../platform/database.js';
import { invalid, Refused } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { shopOf } from '../shops/service.js';
import { eanSvg } from './ean.js';
import { Products, type ProductRecord } from './model.js';

type Query = z.output<typeof LabelQuery>;
type Labels = z.infer<typeof LabelList>;

/**
 * What stands on the labels of a product or of chosen variants, as many times as asked.
 *
 * @throws Refused `not_found`, `validation_failed` when nothing is named or there would be more than 1,000.
 */
export async function labelsOf(tenant: Tenant, query: Query): Promise<Labels> {
  if ((query.product === undefined) === (query.variants === undefined))
    throw invalid('variants', 'invalid', 'name either a product or variants');
  const { currency } = await shopOf(tenant);
  const ids = query.variants?.split(',') ?? [];
  const which = query.product === undefined ? { 'variants._id': trusted({ $in: ids }) } : { _id: query.product };
  const products = await Products.find({ ...owned(tenant), ...which, deletedAt: null }).lean<ProductRecord[]>();
  const labels = products.flatMap((product) =>
    product.variants
      .filter(({ _id }) => query.product !== undefined || ids.includes(_id))
      .map(({ _id, title, sku, barcode, price }) => ({
        variant: _id,
        title: product.title,
        variantTitle: title,
        sku,
        barcode,
        price: { amount: price, currency },
      })),
  );
  if (labels.length === 0 || labels.length < ids.length) throw new Refused('not_found');
  const copies = query.copies ?? 1;
  if (labels.length * copies > 1_000) throw invalid('copies', 'too_big', 'would make more than 1,000 labels');
  return { data: labels.flatMap((label) => Array.from({ length: copies }, () => label)) };
}

const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const css = `
*{box-sizing:border-box;margin:0}body{font:9pt/1.2 system-ui,sans-serif;color:#000}
.label{display:flex;flex-direction:column;justify-content:space-between;overflow:hidden;break-inside:avoid;padding:2mm}
.name{font-weight:600;max-height:2.4em;overflow:hidden}.price{font-size:14pt;font-weight:700}svg{width:100%;height:12mm}.sku{font-size:7pt}
`;
const papers = {
  a4: '@page{size:A4;margin:8mm}main{display:grid;grid-template-columns:repeat(3,1fr);gap:2mm}.label{height:36mm;border:.2mm dashed #999}',
  '58mm': '@page{size:58mm 40mm;margin:0}.label{width:58mm;height:40mm;break-after:page}',
} as const;

export const labelPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'";

/** A page to print, without a script: bars are drawn by the server. */
export function labelPage({ data }: Labels, paper: keyof typeof papers, language: string): string {
  const money = new Intl.NumberFormat(`${language}-KE`, {
    style: 'currency',
    currency: data[0]?.price.currency ?? 'KES',
  });
  const labels = data.map(({ title, variantTitle, sku, barcode, price }) => {
    const name = [title, variantTitle].filter((part) => part !== '').join(' · ');
    const bars = barcode === null ? '' : eanSvg(barcode);
    return `<section class="label"><p class="name">${escape(name)}</p><p class="price">${escape(money.format(price.amount / 100))}</p>${bars}<p class="sku">${escape(sku)}</p></section>`;
  });
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>SKU</title><style>${css}${papers[paper]}</style></head><body><main>${labels.join('')}</main></body></html>`;
}
