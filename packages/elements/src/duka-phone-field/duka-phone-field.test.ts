import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { faultsIn } from '../../test/axe.js';
import './define.js';

const form = (): { form: HTMLFormElement; field: HTMLElementTagNameMap['duka-phone-field'] } => {
  const made = document.createElement('form');
  const field = document.createElement('duka-phone-field');
  Object.assign(field, { name: 'phone', required: true });
  made.append(field);
  document.body.append(made);
  return { form: made, field };
};
afterEach(() => document.querySelectorAll('form').forEach((one) => one.remove()));

describe('phone field', () => {
  it('sends the number in its international form', async () => {
    const { form: made, field } = form();
    await userEvent.fill(page.getByLabelText('Phone number'), '0712 345 678');
    await expect.poll(() => new FormData(made).get('phone')).toBe('+254712345678');
    expect([field.e164, field.network, made.checkValidity()]).toEqual(['+254712345678', 'safaricom', true]);
    expect(await faultsIn(made)).toEqual([]);
  });

  it('holds the form back while the number is none, and says why', async () => {
    const { form: made, field } = form();
    let changed = 0;
    made.addEventListener('change', () => changed++);
    await userEvent.fill(page.getByLabelText('Phone number'), '0812');
    await userEvent.tab();
    await expect.element(page.getByText('This is not a Kenyan mobile number.')).toBeVisible();
    expect(made.checkValidity()).toBe(false);
    expect(field.validity.typeMismatch).toBe(true);
    expect(changed).toBe(1);
    expect(await faultsIn(made)).toEqual([]);
    made.reset();
    await field.updateComplete;
    expect(field.value).toBe('');
  });
});
