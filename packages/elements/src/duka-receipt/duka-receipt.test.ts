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

  it('takes the message of M-Pesa, and says what M-Pesa says of it', async () => {
    const { id } = await stage.anOrder({ product: 'pishori-rice-5kg' });
    const panel = stage.show<HTMLElement>(Object.assign(document.createElement('duka-paybill'), { order: id }));
    await userEvent.click(page.getByRole('button', { name: 'I have paid: show the M-Pesa message' }));
    await userEvent.click(page.getByRole('button', { name: 'Check it' }));
    await expect.element(page.getByRole('alert')).toHaveTextContent('Paste the message');
    expect(await faultsIn(panel)).toEqual([]);
    stage.shop.receiptIs = { state: 'refused', reason: 'other_shop' };
    const message = 'UKO8F2K9QX Confirmed. Ksh1,150.00 paid to MAMA MBOGA STORE on 24/11/26.';
    await userEvent.fill(page.getByLabelText('M-Pesa message or receipt number'), message);
    await userEvent.click(page.getByRole('button', { name: 'Check it' }));
    await expect.element(page.getByRole('alert')).toHaveTextContent('This money went to another paybill or till.');
    stage.shop.receiptIs = { state: 'applied', reason: null };
    await userEvent.click(page.getByRole('button', { name: 'Check it' }));
    await expect.element(page.getByText('Found. Thank you!')).toBeVisible();
    expect(stage.shop.requests.findLast(({ path }) => path.endsWith('/receipts'))?.body).toEqual({ receipt: message });
  });
});
