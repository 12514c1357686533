import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { faultsIn } from '../../test/axe.js';
import { aStage, type Stage } from '../../test/stage.js';
import type { DukaOrder } from './duka-order.js';

let stage: Stage;
const order = (id: string, facts: Partial<DukaOrder> = {}): DukaOrder =>
  stage.show<DukaOrder>(Object.assign(document.createElement('duka-order'), { order: id, ...facts }));

beforeEach(() => (stage = aStage()));
afterEach(() => stage.end());

describe('order', () => {
  it('shows what was ordered, and takes the money that is owed', async () => {
    const { id, number } = await stage.anOrder({ product: 'pishori-rice-5kg', quantity: 2 }, { product: 'ndengu-1kg' });
    const element = order(id);
    await expect.element(page.getByRole('heading', { name: `Order ${number}` })).toBeVisible();
    await expect.element(page.getByText('2 × Mwea Pishori Rice 5 kg')).toBeVisible();
    expect(await faultsIn(element)).toEqual([]);
    await userEvent.click(page.getByRole('button', { name: /Pay with M-Pesa/ }));
    await userEvent.fill(page.getByLabelText('M-Pesa phone number'), '0712345678');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('timer')).toBeVisible();
    stage.shop.pays();
    await expect
      .element(page.getByRole('link', { name: 'Receipt' }))
      .toHaveAttribute('href', `https://shop.example/receipts/${number}`);
    await expect.element(page.getByText('Paid', { exact: true })).toBeVisible();
    expect(await faultsIn(element)).toEqual([]);
  });

  it('that was cancelled says so, and asks for no money', async () => {
    const made = await stage.anOrder({ product: 'pishori-rice-5kg' });
    Object.assign(stage.shop.order, { status: 'canceled', canceledAt: new Date().toISOString() });
    order(made.id);
    await expect.element(page.getByText('Cancelled')).toBeVisible();
    expect(page.getByRole('button', { name: /M-Pesa/ }).elements()).toHaveLength(0);
  });

  it('that is not there says so, with a way to ask again', async () => {
    order('ord_999999999999');
    await expect.element(page.getByText('This is no longer here.')).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  });

  it('tells of each parcel: what is in it, where it is, and how to follow it', async () => {
    const made = await stage.anOrder({ product: 'pishori-rice-5kg', quantity: 2 }, { product: 'ndengu-1kg' });
    stage.shop.paidByMenu();
    const [rice, ndengu] = stage.shop.order.lines;
    const parcel = (line: string, facts: object) => ({
      ...{ id: `ful_${line}`, state: 'handed_over', lines: [{ line, quantity: 1 }], tracking: null, note: null },
      ...{ createdAt: made.createdAt, handedOverAt: made.createdAt, deliveredAt: null, ...facts },
    });
    Object.assign(stage.shop.order, {
      fulfilmentStatus: 'partial',
      fulfilments: [
        parcel(rice?.id ?? '', { tracking: 'https://track.example/1', note: 'Rider Otieno' }),
        parcel(ndengu?.id ?? '', { state: 'delivered', deliveredAt: made.createdAt, tracking: 'javascript:alert(1)' }),
      ],
    });
    const element = order(made.id);
    await expect.element(page.getByText('1 × Mwea Pishori Rice 5 kg')).toBeVisible();
    await expect.element(page.getByText('Rider Otieno')).toBeVisible();
    await expect
      .element(page.getByRole('link', { name: 'Follow it' }))
      .toHaveAttribute('href', 'https://track.example/1');
    await expect.element(page.getByText('To follow it: javascript:alert(1)')).toBeVisible();
    await expect.element(page.getByText('The rest is being prepared')).toBeVisible();
    expect(await faultsIn(element)).toEqual([]);
  });
});
