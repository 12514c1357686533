import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { faultsIn } from '../../test/axe.js';
import { heard } from '../../test/find.js';
import { aStage, type Stage } from '../../test/stage.js';
import type { DukaShop } from './duka-shop.js';
import { baseOf, placeOf } from './route.js';

let stage: Stage;
const shop = (facts: Partial<DukaShop> = {}): DukaShop =>
  stage.show<DukaShop>(Object.assign(document.createElement('duka-shop'), facts));

beforeEach(() => (stage = aStage()));
afterEach(() => {
  stage.end();
  history.replaceState(null, '', location.pathname + location.search);
});

describe('shop in one tag', () => {
  it('sells from the list to the drawer, and goes to a product and back by its address', async () => {
    const element = shop();
    await expect.element(page.getByRole('heading', { name: 'Mama Mboga Store' })).toBeVisible();
    await expect.element(page.getByText('KSh 1,150')).toBeVisible();
    expect(await faultsIn(element)).toEqual([]);
    await userEvent.click(page.getByRole('link', { name: 'Mwea Pishori Rice 5 kg' }));
    await expect.poll(() => location.hash).toBe('#/p/pishori-rice-5kg');
    await expect.element(page.getByRole('heading', { name: 'More like this' })).toBeVisible();
    expect(await faultsIn(element)).toEqual([]);
    await userEvent.click(page.getByRole('button', { name: 'Add to cart: Mwea Pishori Rice 5 kg' }).first());
    await userEvent.click(page.getByRole('button', { name: 'Cart, 1 item' }));
    await expect.element(page.getByRole('button', { name: 'Check out' })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await userEvent.click(page.getByRole('link', { name: 'Back to the shop' }));
    await expect.element(page.getByRole('searchbox')).toBeVisible();
  });

  it('shows an order by its address', async () => {
    const { id, number } = await stage.anOrder({ product: 'ndengu-1kg' });
    location.hash = `#/orders/${id}`;
    shop();
    await expect.element(page.getByRole('heading', { name: `Order ${number}` })).toBeVisible();
    await expect.element(page.getByRole('link', { name: 'Back to the shop' })).toBeVisible();
  });

  it('says what is wrong with its key', async () => {
    const errors = heard('duka-load-error');
    const report = vi.spyOn(globalThis, 'reportError').mockImplementation(() => undefined);
    shop({ server: 'shop.example', publicKey: 'pk_test_1' });
    await expect.element(page.getByRole('button', { name: 'Try again' })).toBeVisible();
    expect(errors).toMatchObject([{ detail: { code: 'config_invalid' } }]);
    expect(report).toHaveBeenCalledOnce();
    report.mockRestore();
  });

  it.each([
    ['/p/unga', { at: 'product', product: 'unga' }],
    ['/duka/c/chai%20na%20sukari', { at: 'shelf', category: 'chai na sukari' }],
    ['/orders/ord_1/', { at: 'order', order: 'ord_1' }],
    ['/about', { at: 'shelf', category: '' }],
    ['/p/%E0%A4', { at: 'shelf', category: '' }],
  ])('reads the address %s', (path, place) => expect(placeOf(path)).toEqual(place));

  it.each([
    ['/duka/p/unga', '/duka'],
    ['/duka/', '/duka'],
    ['/p/unga', ''],
    ['/', ''],
  ])('begins its addresses, on the page %s, with “%s”', (path, base) => expect(baseOf(path)).toBe(base));
});
