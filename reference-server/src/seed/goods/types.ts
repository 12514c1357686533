import type { VatClass } from '@smartduka/contract';
import type { Shape } from '../../pictures/shapes.js';

/** A size: what it is called, its price in whole shillings, and how many are on the shelf when that matters (else made from its SKU). */
export type Size = readonly [title: string, shillings: number, onHand?: number];

export interface Goods {
  title: string;
  sw: string;
  brand: string;
  /** One sentence in English and in Swahili. */
  about: readonly [string, string];
  sizes: readonly Size[];
  picture: readonly [shape: Shape, color: string, accent: string, label?: string];
  /** Default `standard`. */
  vat?: VatClass;
  unit?: 'piece' | 'kg' | 'litre';
  /** Words people look for it by, in both languages. */
  tags: string;
}

export interface Shelf {
  slug: string;
  title: string;
  sw: string;
  goods?: readonly Goods[];
  shelves?: readonly Shelf[];
}
