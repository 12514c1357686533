import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { ReportName } from '@smartduka/sdk/buyer';
import type { DukaReports } from '../packages/elements/src/duka-reports/define.js';
import '../packages/elements/src/duka-reports/define.js';
import { aReport, LittleOffice, salesOf } from '../packages/elements/test/little-office.js';
import { an, scene, until, whenSet } from './scene.js';

const meta: Meta = {
  title: 'Back office/Reports',
  component: 'duka-reports',
  play: whenSet,
  parameters: {
    docs: { source: { code: '<duka-reports server="https://shop.example" report="sales" range="7d"></duka-reports>' } },
  },
};
export default meta;
type Story = StoryObj;

const after = (
  report: ReportName,
  happens: (office: LittleOffice, element: DukaReports) => unknown = () => undefined,
  done = 'h2, .state',
): Story => ({
  render: scene(async (stage) => {
    const office = new LittleOffice();
    const element = an('duka-reports', { report, range: '7d', token: 'wt_test_story', send: office.send });
    await happens(office, element);
    stage.show(element);
    await until(() => element.renderRoot.querySelector(done));
  }),
});

export const Summary: Story = after('summary');
export const SalesOverTime: Story = after('sales', undefined, '.point');
export const SalesOfAYear: Story = after('sales', (office) => (office.facts = { tables: [salesOf(365)] }), '.line');
export const Products: Story = after('products', (_office, element) => (element.drilldown = true));
export const Categories: Story = after('categories');
export const Brands: Story = after('brands');
export const Payments: Story = after('payments');
export const Profit: Story = after('profit', undefined, '.point');
export const Vat: Story = after('tax');
export const Stock: Story = after('inventory');
export const Staff: Story = after('staff');
export const Locations: Story = after('locations');
export const Customers: Story = after('customers');
export const Shifts: Story = after('shifts');
export const Reconciliation: Story = after('reconciliation');
export const OrdersBehindARow: Story = after('products', (_office, element) =>
  Object.assign(element, { show: 'orders', row: 'Ndengu 1 kg' }),
);
export const OtherDays: Story = after('summary', (_office, element) =>
  Object.assign(element, { range: 'custom', from: '2026-11-18', to: '2026-11-24' }),
);
export const TestWithNotes: Story = after('summary', (office) => {
  office.facts = {
    mode: 'test',
    notes: [{ code: 'unfinished', text: 'This time has not ended; it is compared with as much of the other one.' }],
  };
});
export const Empty: Story = after('products', (office) => {
  office.facts = { tables: aReport('products').tables.map((one) => ({ ...one, rows: [], rowCount: 0 })) };
});
export const Loading: Story = after('sales', (office) => (office.trouble = 'never'), '.bone');
export const NoPermission: Story = after('profit', (office) => (office.trouble = { status: 403, code: 'forbidden' }));
export const TokenEnded: Story = after(
  'summary',
  (office) => (office.trouble = { status: 401, code: 'token_invalid' }),
);
export const Failed: Story = after('summary', (office) => (office.trouble = { status: 500, code: 'internal' }));
export const Offline: Story = after('summary', (office) => (office.trouble = 'offline'));
