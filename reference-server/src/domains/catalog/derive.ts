import type { CategoryRecord, ProductRecord } from './model.js';
import { gtin, titleKey } from './rules.js';
import { searchEntry } from './search.js';

/** What a product is stored with for the sake of being found, all of it made from the rest. */
type Derived = Pick<ProductRecord, 'shelves' | 'lists' | 'price' | 'titleKey' | 'gtins' | 'coded' | 'skus' | 'search'>;
type Given = Pick<ProductRecord, 'title' | 'brand' | 'translations' | 'tags' | 'variants' | 'published' | 'deletedAt'>;

/** @param shelves Its category and those above it. */
export function derive(product: Given, shelves: readonly CategoryRecord[]): Derived {
  const { variants, title, brand, tags } = product;
  const gtins = variants.flatMap(({ barcode }) => (barcode === null ? [] : [gtin(barcode)]));
  const ids = shelves.map((shelf) => shelf._id);
  const titlesOf = (translations: ProductRecord['translations']) =>
    Object.values(translations).map((translated) => translated.title);
  return {
    shelves: ids,
    lists: listsOf(product, ids),
    price: Math.min(...variants.map((variant) => variant.price)),
    titleKey: titleKey(title),
    gtins,
    coded: gtins.length > 0,
    skus: variants.map(({ sku }) => sku.toUpperCase()),
    search: searchEntry(
      [title, brand ?? '', ...titlesOf(product.translations)],
      [
        ...tags,
        ...variants.map((variant) => variant.title),
        ...shelves.flatMap((shelf) => [shelf.title, ...titlesOf(shelf.translations)]),
      ],
    ),
  };
}

/**
 * Names of the lists that a product stands in, alone and by shelf, so that one index per order serves every list: `published`,
 * `published/cat_…`, and `listed` for all that is not deleted.
 */
export function listsOf(product: Pick<Given, 'published' | 'deletedAt'>, shelves: readonly string[]): string[] {
  const names = product.deletedAt ? ['deleted'] : ['listed', product.published ? 'published' : 'unpublished'];
  return names.flatMap((name) => [name, ...shelves.map((shelf) => listName(name, shelf))]);
}

export const listName = (state: string, shelf: string | null): string => (shelf === null ? state : `${state}/${shelf}`);
