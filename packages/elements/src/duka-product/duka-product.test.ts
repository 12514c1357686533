import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { faultsIn } from '../../test/axe.js';
import { heard } from '../../test/find.js';
import { aStage, type Stage } from '../../test/stage.js';
import type { DukaProduct } from './duka-product.js';

let stage: Stage;
const product = (facts: Partial<DukaProduct>): DukaProduct =>
  stage.show<DukaProduct>(Object.assign(document.createElement('duka-product'), facts));

beforeEach(() => (stage = aStage()));
afterEach(() => stage.end());

describe('product', () => {
  it('changes its price with the size chosen, and is bought in that size', async () => {
    const events = heard('duka-product-load', 'duka-variant-change', 'duka-cart-add');
    const element = product({ product: 'unga-wa-dola' });
    await expect.element(page.getByText('KSh 129')).toBeVisible();
    expect(await faultsIn(element)).toEqual([]);
    await userEvent.click(page.getByText('2 kg'));
    await expect.element(page.getByText('KSh 245')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Add to cart: Dola Maize Flour' }));
    await expect.poll(() => stage.duka.cart.current?.lines[0]?.variantTitle).toBe('2 kg');
    expect(events.map(({ type }) => type)).toEqual(['duka-product-load', 'duka-variant-change', 'duka-cart-add']);
  });

  it('that is sold out cannot be bought', async () => {
    product({ product: 'nescafe-100g' });
    await expect.element(page.getByText('Sold out')).toBeVisible();
    expect(page.getByRole('button').elements()).toHaveLength(0);
  });

  it('given by the page is shown without asking the server', async () => {
    product({ data: stage.shop.products[1]! });
    await expect.element(page.getByText('EXE All Purpose Wheat Flour 2 kg')).toBeVisible();
    expect(stage.shop.count('GET', /products/)).toBe(0);
  });
});

describe('add to cart', () => {
  it('says what went wrong and leaves the cart as it was', async () => {
    const events = heard('duka-cart-error');
    stage.show(Object.assign(document.createElement('duka-add-to-cart'), { product: 'no-such-thing' }));
    await userEvent.click(page.getByRole('button', { name: 'Add to cart' }));
    await expect.element(page.getByText('This is not sold any more.')).toBeVisible();
    expect(events).toHaveLength(1);
    expect(stage.duka.cart.current).toBeNull();
  });

  it('can be stopped by the page', async () => {
    const element = stage.show<HTMLElement>(
      Object.assign(document.createElement('duka-add-to-cart'), { product: 'omo-1kg' }),
    );
    element.addEventListener('duka-cart-add', (event) => event.preventDefault());
    await userEvent.click(page.getByRole('button', { name: 'Add to cart' }));
    expect(stage.shop.requests).toEqual([]);
  });
});
