import { createHash } from 'node:crypto';
import type { VatClass } from '@smartduka/contract';
import type { Translations } from '../domains/catalog/model.js';
import { checkDigit, titleKey } from '../domains/catalog/rules.js';
import type { Picture } from '../pictures/draw.js';
import { bakery, dairy, drinks, snacks, tea } from './goods/fresh.js';
import { cleaning, household, stationery } from './goods/home.js';
import { baby, personalCare } from './goods/care.js';
import { cooking, flourAndGrains } from './goods/pantry.js';
import type { Goods, Shelf } from './goods/types.js';

/** The shelves of the demo shop, in the order in which they are shown. */
export const demoShelves: readonly Shelf[] = [
  flourAndGrains,
  cooking,
  dairy,
  bakery,
  tea,
  drinks,
  snacks,
  cleaning,
  personalCare,
  baby,
  household,
  stationery,
];

export interface DemoVariant {
  sku: string;
  barcode: string;
  title: string;
  options: Record<string, string>;
  price: number;
  /** Minor units, net of VAT. */
  cost: number;
  onHand: number;
}

export interface DemoProduct {
  slug: string;
  shelf: string;
  title: string;
  description: string;
  translations: Translations;
  brand: string;
  tags: string[];
  unit: 'piece' | 'kg' | 'litre';
  vatClass: 'standard' | 'zero' | 'exempt';
  picture: Picture;
  variants: DemoVariant[];
}

/** Everything on a shelf and on the shelves below it. */
export function productsOf(shelf: Shelf): DemoProduct[] {
  const own = (shelf.goods ?? []).map((goods) => toProduct(goods, shelf.slug));
  return [...own, ...(shelf.shelves ?? []).flatMap(productsOf)];
}

export const demoProducts: readonly DemoProduct[] = demoShelves.flatMap(productsOf);

function slugOf(text: string): string {
  return titleKey(text.replace(/[’']/g, '')).replaceAll(' ', '-');
}

function toProduct(goods: Goods, shelf: string): DemoProduct {
  const slug = slugOf(goods.title);
  const [shape, color, accent, label = goods.brand] = goods.picture;
  const [en, sw] = goods.about;
  return {
    slug,
    shelf,
    title: goods.title,
    description: en,
    translations: { sw: { title: goods.sw, description: sw } },
    brand: goods.brand,
    tags: goods.tags.split(' '),
    unit: goods.unit ?? 'piece',
    vatClass: goods.vat ?? 'standard',
    picture: { shape, color, accent, label },
    variants: goods.sizes.map(([title, shillings, onHand]) => {
      const sku = `${slug}-${slugOf(title)}`.toUpperCase();
      return {
        sku,
        barcode: madeUpBarcode(sku),
        title,
        options: goods.sizes.length > 1 ? { size: title } : {},
        price: shillings * 100,
        cost: costOf(sku, shillings * 100, goods.vat ?? 'standard'),
        onHand: onHand ?? 14 + (numberFrom(`stock of ${sku}`) % 90),
      };
    }),
  };
}

/** What a shopkeeper might pay for it: 8 to 25 % under the price without its VAT, to whole shillings. */
function costOf(sku: string, price: number, vatClass: VatClass): number {
  const net = vatClass === 'standard' ? price / 1.16 : price;
  return Math.round((net * (75 + (numberFrom(`cost of ${sku}`) % 18))) / 100 / 100) * 100;
}

/** The same number for the same text on every machine, so that a second seeding meets what the first one made. */
function numberFrom(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}

/**
 * An EAN-13 with Kenya's GS1 prefix and a right check digit. Made up from the SKU: it is not what the maker prints on the packet, so that nobody
 * takes this list for a register of real codes.
 */
function madeUpBarcode(sku: string): string {
  const twelve = `616${String(numberFrom(`barcode of ${sku}`) % 1_000_000_000).padStart(9, '0')}`;
  return `${twelve}${checkDigit(twelve)}`;
}
