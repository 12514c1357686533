import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { faultsIn } from '../../test/axe.js';
import { heard } from '../../test/find.js';
import { aStage, type Stage } from '../../test/stage.js';
import type { DukaProducts } from './duka-products.js';

let stage: Stage;
const shown = (): Promise<number> => Promise.resolve(page.getByRole('listitem').elements().length);
const products = (facts: Partial<DukaProducts> = {}): DukaProducts =>
  stage.show<DukaProducts>(Object.assign(document.createElement('duka-products'), facts));

beforeEach(() => (stage = aStage()));
afterEach(() => stage.end());

describe('products', () => {
  it('are shown with their prices, and go into the cart', async () => {
    const element = products();
    await expect.element(page.getByText('KSh 1,150')).toBeVisible();
    expect(await faultsIn(element)).toEqual([]);
    await userEvent.click(page.getByRole('button', { name: 'Add to cart: Mwea Pishori Rice 5 kg' }));
    await expect.poll(() => stage.duka.cart.current?.lines[0]?.slug).toBe('pishori-rice-5kg');
    await expect.element(page.getByText('Mwea Pishori Rice 5 kg was added to your cart.')).toBeInTheDocument();
  });

  it('are found by a word, and all come back when the search is cleared', async () => {
    products();
    await expect.poll(shown).toBe(14);
    await userEvent.fill(page.getByRole('searchbox'), 'unga');
    await expect.poll(shown).toBe(3);
    await userEvent.fill(page.getByRole('searchbox'), 'gold');
    await expect.element(page.getByText('Nothing found for “gold”.')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Show everything' }));
    await expect.poll(shown).toBe(14);
  });

  it('are sorted out by shelf with the arrow keys', async () => {
    products();
    await expect.poll(shown).toBe(14);
    page.getByRole('radio', { name: 'All' }).element().dispatchEvent(new FocusEvent('focus'));
    (page.getByRole('radio', { name: 'All' }).element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(shown).toBe(4);
    await expect.element(page.getByText('EXE All Purpose Wheat Flour 2 kg')).toBeVisible();
  });

  it('come page by page, and what is shown stays', async () => {
    const events = heard('duka-products-load');
    products({ pageSize: 6 });
    await expect.poll(shown).toBe(6);
    await userEvent.click(page.getByRole('button', { name: 'Show more' }));
    await expect.poll(shown).toBe(12);
    await userEvent.click(page.getByRole('button', { name: 'Show more' }));
    await expect.poll(shown).toBe(14);
    expect(page.getByRole('button', { name: 'Show more' }).elements()).toHaveLength(0);
    expect(events.at(-1)?.detail).toEqual({ count: 14, hasMore: false });
  });

  it('keep their place while they load', async () => {
    const element = products();
    await element.updateComplete;
    const place = (): number[] => {
      const { top, height } = element.renderRoot.querySelector('.picture')!.getBoundingClientRect();
      return [top - element.getBoundingClientRect().top, height];
    };
    const before = place();
    await expect.element(page.getByText('KSh 1,150')).toBeVisible();
    expect(place()).toEqual(before);
  });

  it('say that they did not load, and load when asked again', async () => {
    const events = heard('duka-load-error');
    stage.shop.refuse('GET /products', 404, 'not_found');
    const element = products();
    await expect.element(page.getByText('This is no longer here.')).toBeVisible();
    expect(await faultsIn(element)).toEqual([]);
    expect(events.at(-1)?.detail).toMatchObject({ code: 'not_found' });
    delete stage.shop.broken['GET /products'];
    await userEvent.click(page.getByRole('button', { name: 'Try again' }));
    await expect.element(page.getByText('KSh 1,150')).toBeVisible();
  });

  it('are bought in the size that was chosen', async () => {
    products({ query: 'dola' });
    await userEvent.selectOptions(page.getByRole('combobox', { name: 'Choose: Dola Maize Flour' }), '2 kg');
    await expect.element(page.getByText('KSh 245')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Add to cart: Dola Maize Flour' }));
    await expect.poll(() => stage.duka.cart.current?.lines[0]?.variantTitle).toBe('2 kg');
  });

  it('are named in Swahili where the shop has the words', async () => {
    stage.end();
    stage = aStage({ lang: 'sw' });
    products();
    await expect.element(page.getByText('Mchele wa Pishori Mwea 5 kg')).toBeVisible();
    await expect.element(page.getByRole('radio', { name: 'Chai na sukari' })).toBeInTheDocument();
    await expect.element(page.getByText('Imeisha')).toBeVisible();
  });

  it('change their language with the page', async () => {
    products();
    await expect.element(page.getByText('Sold out')).toBeVisible();
    stage.root.lang = 'sw';
    await expect.element(page.getByText('Imeisha')).toBeVisible();
  });

  it('link to pages of their own, and only to safe ones', async () => {
    const element = products({ productHref: '/p/{slug}?id={id}', query: 'omo' });
    await expect
      .poll(() => element.renderRoot.querySelector('a')?.getAttribute('href'))
      .toMatch(/\/p\/omo-1kg\?id=prod_/);
    element.productHref = 'javascript:alert(1)//{slug}';
    await element.updateComplete;
    expect(element.renderRoot.querySelector('a')).toBeNull();
  });

  it('show hostile text as text and drop hostile pictures', async () => {
    const [first] = stage.shop.products;
    Object.assign(first!, {
      title: '<img src=x onerror=alert(1)>',
      images: [{ url: 'javascript:alert(1)', alt: '', width: 1, height: 1 }],
    });
    const element = products();
    await expect.element(page.getByText('<img src=x onerror=alert(1)>')).toBeVisible();
    expect(element.renderRoot.querySelector('[src^=javascript]')).toBeNull();
  });

  it('offer no search where the page has one', async () => {
    stage.show(Object.assign(document.createElement('duka-products'), { hideSearch: true }));
    await expect.element(page.getByText('KSh 1,150')).toBeVisible();
    expect(page.getByRole('searchbox').query()).toBeNull();
  });

  it('look as the page wants them to look, by its template, and stay data', async () => {
    const element = products({ category: 'flour' });
    const template = document.createElement('template');
    template.slot = 'item';
    template.innerHTML = `<article class="theirs"><img data-duka="image"><a data-duka="link"><b data-duka="title"></b></a>
      <i data-duka="price"></i><duka-add-to-cart></duka-add-to-cart></article>`;
    element.productHref = '/goods/{slug}';
    const [first] = stage.shop.products;
    Object.assign(first ?? {}, { title: '<img src=x onerror=alert(1)>' });
    element.append(template);
    await expect.poll(() => element.querySelectorAll('.theirs').length).toBe(4);
    const [one] = element.querySelectorAll('.theirs');
    expect(one?.querySelector('b')?.textContent).toBe('<img src=x onerror=alert(1)>');
    expect(one?.querySelector('a')?.href).toMatch(/\/goods\/unga-wa-dola$/);
    const rice = [...element.querySelectorAll('.theirs')].find((item) => item.textContent?.includes('Pishori'));
    await userEvent.click(rice?.querySelector('duka-add-to-cart')?.shadowRoot?.querySelector('button') as HTMLElement);
    await expect.poll(() => stage.duka.cart.current?.lines[0]?.slug).toBe('pishori-rice-5kg');
    element.query = 'gold';
    await expect.poll(() => element.querySelectorAll('.theirs').length).toBe(0);
  });
});
