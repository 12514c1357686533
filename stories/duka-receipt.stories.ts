import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { DukaReceipt } from '@smartduka/elements';
import { an, scene, until, whenSet } from './scene.js';

type Args = Pick<DukaReceipt, 'format'>;

const meta: Meta<Args> = {
  title: 'Paying/Receipt',
  component: 'duka-receipt',
  args: { format: 'screen' },
  argTypes: { format: { control: 'inline-radio', options: ['screen', '58mm', '80mm'] } },
  play: whenSet,
  parameters: { docs: { source: { code: '<duka-receipt order="ord_…" format="58mm"></duka-receipt>' } } },
};
export default meta;
type Story = StoryObj<Args>;

export const Screen: Story = {
  render: scene<Args>(async (stage, args) => {
    const { id } = await stage.anOrder({ product: 'pishori-rice-5kg', quantity: 2 }, { product: 'ndengu-1kg' });
    await stage.duka.payments.start(id, { phone: '0712345678' });
    stage.shop.pays();
    const receipt = stage.show<DukaReceipt>(an('duka-receipt', { ...args, order: id }));
    await until(() => receipt.renderRoot.querySelector('.lines'));
  }),
};
export const Roll58: Story = { ...Screen, args: { format: '58mm' } };
export const Roll80: Story = { ...Screen, args: { format: '80mm' } };
export const NotPaidYet: Story = {
  render: scene<Args>(async (stage, args) => {
    const { id } = await stage.anOrder({ product: 'pishori-rice-5kg' });
    const receipt = stage.show<DukaReceipt>(an('duka-receipt', { ...args, order: id }));
    await until(() => receipt.renderRoot.querySelector('.state'));
  }),
};
