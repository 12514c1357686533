import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { faultsIn } from '../../test/axe.js';
import { aStage, type Stage } from '../../test/stage.js';
import type { DukaDeliveryField } from './duka-delivery-field.js';

let stage: Stage;
let form: HTMLFormElement;
let field: DukaDeliveryField;
beforeEach(() => {
  stage = aStage();
  Object.assign(stage.shop.shop.delivery.zones[0] ?? {}, {
    areas: ['Yaya', 'Adams'],
    landmarks: ['Yaya Centre', 'Chaka Place'],
    freeAbove: { amount: 300_000, currency: 'KES' },
  });
  form = document.createElement('form');
  field = Object.assign(document.createElement('duka-delivery-field'), { name: 'where', required: true });
  form.append(field);
  stage.show(form);
});
afterEach(() => stage.end());

describe('delivery field', () => {
  it('sends the delivery as the API takes it, once it is complete', async () => {
    await expect.element(page.getByLabelText('Area')).toBeVisible();
    expect([form.checkValidity(), new FormData(form).get('where')]).toEqual([false, null]);
    field.reportValidity();
    await expect.element(page.getByText('Area: please fill this in.')).toBeVisible();
    expect(await faultsIn(field)).toEqual([]);
    await userEvent.selectOptions(page.getByLabelText('Area'), 'zone_kilimani000000');
    await expect.element(page.getByText('Yaya, Adams')).toBeVisible();
    await userEvent.fill(page.getByLabelText('Estate, street or town'), 'Wood Avenue');
    await userEvent.fill(page.getByLabelText('Landmark'), 'Yaya Centre');
    await expect.poll(() => form.checkValidity()).toBe(true);
    expect(JSON.parse(new FormData(form).get('where') as string)).toEqual({
      method: 'delivery',
      zone: 'zone_kilimani000000',
      place: 'Wood Avenue',
      landmark: 'Yaya Centre',
    });
    expect(field.fee).toEqual({ amount: 15_000, currency: 'KES' });
    await userEvent.click(page.getByRole('radio', { name: 'I will collect it' }));
    await expect.poll(() => field.value).toEqual({ method: 'pickup', pickupPoint: 'loc_ngongroad00000' });
    expect(field.fee).toEqual({ amount: 0, currency: 'KES' });
  });

  it('is filled in by the page, and emptied with its form', async () => {
    field.value = { method: 'delivery', zone: 'zone_ruiru000000000', place: 'Juja' };
    await expect.element(page.getByLabelText('Estate, street or town')).toHaveValue('Juja');
    expect(form.checkValidity()).toBe(true);
    form.reset();
    await expect.element(page.getByLabelText('Estate, street or town')).toHaveValue('');
  });
});
