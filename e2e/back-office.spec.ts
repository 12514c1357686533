import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Checkout, Report, ScopedToken } from '@smartduka/contract';
import { expectAccessible } from './steps.js';
import { expect, test } from './test.js';
import type { Shop } from './shop.js';

/** The example as its readers start it, on a free port. */
async function openBackOffice(shop: Shop): Promise<{ url: string; close: () => void }> {
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      '--conditions=duka-source',
      fileURLToPath(new URL('../examples/back-office/server.mjs', import.meta.url)),
    ],
    {
      env: { ...process.env, DUKA_SERVER: shop.dev.urls.shop, DUKA_SECRET_KEY: shop.dev.keys.secret, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (line: Buffer) => {
      const [found] = /http:\S+/.exec(String(line)) ?? [];
      if (found) resolve(found);
    });
    child.once('close', (code) => reject(new Error(`the back office ended with ${code}`)));
  });
  return { url, close: () => child.kill() };
}

test.describe('the back office on another origin', () => {
  test('shows a sale in its reports, opens the orders behind it, makes a file, and renews its token', async ({
    page,
    shop,
    goods,
  }) => {
    const cart = await shop.call<{ id: string }>('POST', '/carts', {
      body: { items: [{ variant: goods.variant, quantity: 1 }] },
    });
    const made = await shop.call<Checkout>('POST', `/carts/${cart.body.id}/checkout`, { body: {} });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const { order } = made.body;
    const paid = await shop.call('POST', `/orders/${order.id}/tenders`, { body: { method: 'cash' } });
    expect(paid.status, JSON.stringify(paid.body)).toBe(201);

    const office = await openBackOffice(shop);
    try {
      await page.clock.install();
      let tokens = 0;
      page.on('request', (request) => (tokens += request.url().endsWith('/report-token') ? 1 : 0));
      await page.goto(office.url);
      const widget = page.locator('duka-reports');
      await expect(widget.getByRole('heading', { name: 'Sales over time' })).toBeVisible();
      await expectAccessible(page);
      // Within seconds of the sale.
      await expect(async () => {
        await widget.getByRole('button', { name: 'Refresh' }).click();
        await widget.getByRole('button', { name: 'See its orders' }).click();
        await expect(widget.getByRole('rowheader', { name: order.number })).toBeVisible({ timeout: 2_000 });
      }).toPass();
      await widget.getByRole('button', { name: /^Back to/ }).click();
      await widget.getByRole('combobox', { name: 'Report' }).selectOption({ label: 'Products' });
      await widget.getByRole('button', { name: `Look closer: ${goods.title}` }).click();
      await expect(widget.getByRole('rowheader', { name: order.number })).toBeVisible();
      const download = page.waitForEvent('download');
      await widget.getByRole('button', { name: 'CSV file' }).click();
      expect((await download).suggestedFilename()).toMatch(/^products-[\d-]+\.csv$/);

      expect(tokens).toBe(1);
      await page.clock.fastForward(14.5 * 60_000);
      await expect.poll(() => tokens).toBe(2);
      await widget.getByRole('combobox', { name: 'Report' }).selectOption({ label: 'VAT' });
      await expect(widget.getByRole('heading', { name: 'VAT', level: 2 })).toBeVisible();
    } finally {
      office.close();
    }
  });

  test('gets nothing for another report, from another origin, with a token of nobody, or for other pages', async ({
    shop,
  }) => {
    const office = await openBackOffice(shop);
    try {
      const ask = (origin: string) =>
        fetch(`${office.url}/report-token`, { method: 'POST', headers: { Origin: origin } });
      expect((await ask('https://elsewhere.example')).status).toBe(403);
      const { token } = (await (await ask(office.url)).json()) as ScopedToken;
      const read = (report: string, headers: Record<string, string>) =>
        shop.call<Report & { code: string }>('GET', `/reports/${report}`, { headers });
      const good = { Authorization: `Bearer ${token}`, Origin: office.url };
      expect((await read('sales', good)).status).toBe(200);
      expect(await read('customers', good)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      expect(await read('profit', good)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      expect(await read('sales', { ...good, Origin: 'https://elsewhere.example' })).toMatchObject({ status: 403 });
      expect(
        await read('sales', { ...good, Authorization: `Bearer wt_test_${randomUUID().repeat(2).slice(0, 43)}` }),
      ).toMatchObject({
        status: 401,
      });
    } finally {
      office.close();
    }
  });
});
