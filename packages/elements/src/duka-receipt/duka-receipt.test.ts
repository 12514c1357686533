import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { faultsIn } from '../../test/axe.js';
import { aStage, type Stage } from '../../test/stage.js';

let stage: Stage;
beforeEach(() => (stage = aStage()));
afterEach(() => {
  stage.end();
  vi.restoreAllMocks();
});

describe('receipt', () => {
  it('shows what was sold, the tax inside, and M-Pesa’s proof; and prints', async () => {
    const { id, number } = await stage.anOrder({ product: 'pishori-rice-5kg', quantity: 2 });
    await stage.duka.payments.start(id, { phone: '0712345678' });
    stage.shop.pays('UKO8F2K9QX');
    const element = stage.show<HTMLElement>(Object.assign(document.createElement('duka-receipt'), { order: id }));
    await expect.element(page.getByText(`Receipt R-${number}`)).toBeVisible();
    await expect.element(page.getByText('KRA PIN P051234567X')).toBeVisible();
    await expect.element(page.getByText('UKO8F2K9QX')).toBeVisible();
    await expect.element(page.getByText('VAT 16 %')).toBeVisible();
    expect(await faultsIn(element)).toEqual([]);
    const print = vi.spyOn(window, 'print').mockReturnValue();
    await userEvent.click(page.getByRole('button', { name: 'Print' }));
    expect(print).toHaveBeenCalledOnce();
  });

  it('of an unpaid order is not there', async () => {
    const { id } = await stage.anOrder({ product: 'pishori-rice-5kg' });
    stage.show(Object.assign(document.createElement('duka-receipt'), { order: id }));
    await expect.element(page.getByText('This is no longer here.')).toBeVisible();
  });
});

describe('paybill panel', () => {
  it('shows number, account and exact amount, copies them, and notices the money', async () => {
    const { id, number } = await stage.anOrder({ product: 'pishori-rice-5kg' });
    const copy = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const element = stage.show<HTMLElement>(Object.assign(document.createElement('duka-paybill'), { order: id }));
    await expect.element(page.getByText('174379')).toBeVisible();
    await expect.element(page.getByText(number)).toBeVisible();
    expect(await faultsIn(element)).toEqual([]);
    await userEvent.click(page.getByRole('button', { name: 'Copy: Amount' }));
    expect(copy).toHaveBeenCalledWith('1150');
    stage.shop.paidByMenu();
    document.dispatchEvent(new Event('visibilitychange'));
    await expect.element(page.getByText('Paid. Thank you!')).toBeVisible();
  });
});
