import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import { bytesOf, textOf } from '../core/file.js';
import type { FileContent } from '../core/file.js';
import { send } from '../core/send.js';
import type { CallOptions } from '../core/send.js';
import type {
  Category,
  CategoryUpdate,
  ImportReport,
  LabelList,
  NewCategory,
  NewProduct,
  Product,
  ProductUpdate,
} from '../types.js';

/**
 * How a change is guarded: with `version`, as read, it is refused when somebody else was faster.
 *
 * @public
 */
export interface GuardOptions extends CallOptions {
  /** `version` of what you read. */
  version?: number | undefined;
}

/**
 * Labels for which variants, and how many.
 *
 * @public
 */
export interface LabelQuery {
  /** Ids of 1 to 100 variants, separated by commas. */
  variants?: string | undefined;
  /** Id of a product: all its variants. */
  product?: string | undefined;
  /** Of each, 1 to 100. Default 1. */
  copies?: number | undefined;
  /** A roll or a sheet. Default `a4`. */
  paper?: '58mm' | 'a4' | undefined;
}

const guard = ({ version }: GuardOptions = {}): { headers?: Record<string, string> } =>
  version === undefined ? {} : { headers: { 'If-Match': `"${version}"` } };

/**
 * Changes of the catalogue. Needs a secret key or somebody signed in.
 *
 * @public
 */
export class Goods extends Resource {
  /**
   * Sells something new.
   *
   * @throws DukaConflictError `already_taken` for a SKU, barcode or slug that another product has.
   * @example
   * ```ts
   * await duka.goods.create({ title: 'Unga', category: 'flour', variants: [{ sku: 'UNGA-2KG', price: 18950 }] });
   * ```
   * @see `POST /api/products`
   */
  create(product: NewProduct, options?: CallOptions): Promise<Product> {
    return this.call<Product>({ method: 'POST', path: '/products', body: product }, options);
  }

  /**
   * Changes a product, its variants, or whether buyers see it.
   *
   * @throws DukaConflictError `already_taken`, `variant_in_stock`; DukaError `version_stale` with `version`.
   * @see `PATCH /api/products/{product}`
   */
  update(id: string, change: ProductUpdate, options?: GuardOptions): Promise<Product> {
    return this.call<Product>(
      { method: 'PATCH', path: path`/products/${id}`, body: change, ...guard(options) },
      options,
    );
  }

  /** Takes a product out of the catalogue; it can be restored. See `DELETE /api/products/{product}`. */
  delete(id: string, options?: GuardOptions): Promise<Product> {
    return this.call<Product>({ method: 'DELETE', path: path`/products/${id}`, ...guard(options) }, options);
  }

  /** Brings a deleted product back, unpublished. See `POST /api/products/{product}/restore`. */
  restore(id: string, options?: CallOptions): Promise<Product> {
    return this.call<Product>({ method: 'POST', path: path`/products/${id}/restore` }, options);
  }

  /** Gives an in-store barcode to each variant without one. See `POST /api/products/{product}/barcodes`. */
  makeBarcodes(id: string, options?: CallOptions): Promise<Product> {
    return this.call<Product>({ method: 'POST', path: path`/products/${id}/barcodes` }, options);
  }

  /** Puts up a shelf. See `POST /api/categories`. */
  createCategory(category: NewCategory, options?: CallOptions): Promise<Category> {
    return this.call<Category>({ method: 'POST', path: '/categories', body: category }, options);
  }

  /**
   * Renames a shelf or moves it, with all that stands on it.
   *
   * @throws DukaConflictError `category_cycle`, `already_taken`
   * @see `PATCH /api/categories/{category}`
   */
  updateCategory(id: string, change: CategoryUpdate, options?: GuardOptions): Promise<Category> {
    return this.call<Category>(
      { method: 'PATCH', path: path`/categories/${id}`, body: change, ...guard(options) },
      options,
    );
  }

  /** Takes down an empty shelf. See `DELETE /api/categories/{category}`. */
  deleteCategory(id: string, options?: CallOptions): Promise<Category> {
    return this.call<Category>({ method: 'DELETE', path: path`/categories/${id}` }, options);
  }

  /**
   * Adds a picture to a product. It is drawn afresh, at most 1,200 pixels a side.
   *
   * @param picture JPEG, PNG or WebP of up to 5 MiB.
   * @param query `alt`: what it shows, in words. Default: the title of the product.
   * @throws DukaValidationError `image_invalid`; DukaConflictError `too_many_images`; DukaNotFoundError.
   * @example
   * ```ts
   * await duka.goods.addImage(product.id, input.files[0], { alt: 'A bag of flour' });
   * ```
   * @see `POST /api/products/{product}/images`
   */
  async addImage(
    product: string,
    picture: FileContent,
    query: { alt?: string | undefined; type?: 'image/jpeg' | 'image/png' | 'image/webp' | undefined } = {},
    options?: CallOptions,
  ): Promise<Product> {
    const { type = (picture as Partial<Blob>).type || 'image/jpeg', ...rest } = query;
    const headers = { 'Content-Type': type };
    const to = path`/products/${product}/images`;
    return this.call<Product>(
      { method: 'POST', path: to, query: rest, headers, file: await bytesOf(picture) },
      options,
    );
  }

  /**
   * Takes in products from a CSV file, or says what that would do. Rows with faults are left out, and named with what is wrong.
   *
   * @param file CSV of up to 5,000 rows and 4 MiB; an export is one.
   * @throws DukaValidationError when it is no such file.
   * @example
   * ```ts
   * const { created, updated, rows } = await duka.goods.import(file, { preview: true });
   * ```
   * @see `POST /api/catalog/import`
   */
  async import(
    file: FileContent,
    query: { preview?: boolean | undefined } = {},
    options?: CallOptions,
  ): Promise<ImportReport> {
    const headers = { 'Content-Type': 'text/csv' };
    return this.call<ImportReport>(
      { method: 'POST', path: '/catalog/import', query, headers, file: await bytesOf(file) },
      options,
    );
  }

  /**
   * All products as a CSV file, one row per variant.
   *
   * @throws DukaAuthError
   * @example
   * ```ts
   * await writeFile('products.csv', await duka.goods.export());
   * ```
   * @see `GET /api/catalog/export`
   */
  async export(options?: CallOptions): Promise<string> {
    const call = { method: 'GET', path: '/catalog/export', headers: { Accept: 'text/csv' }, stream: true } as const;
    return textOf((await send(this.setup, call, options)).body);
  }

  /**
   * Shelf labels with barcodes, as data.
   *
   * @throws DukaNotFoundError for a product or variant that is not there.
   * @example
   * ```ts
   * const labels = await duka.goods.labels({ product: product.id });
   * ```
   * @see `GET /api/labels`
   */
  async labels(query: LabelQuery = {}, options?: CallOptions): Promise<LabelList['data']> {
    return (await this.read<LabelList>('/labels', options, query)).data;
  }

  /**
   * The same as a page to print.
   *
   * @returns HTML.
   * @throws DukaNotFoundError for a product or variant that is not there.
   * @example
   * ```ts
   * const page = await duka.goods.labelPage({ product: product.id, copies: 10, paper: '58mm' });
   * ```
   * @see `GET /api/labels`
   */
  async labelPage(query: LabelQuery = {}, options?: CallOptions): Promise<string> {
    const call = { method: 'GET', path: '/labels', query, headers: { Accept: 'text/html' }, stream: true } as const;
    return textOf((await send(this.setup, call, options)).body);
  }
}
