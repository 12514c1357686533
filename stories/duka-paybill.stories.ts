import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { DukaPaybill } from '@smartduka/elements';
import type { Stage } from '../packages/elements/test/stage.js';
import { an, scene, until, whenSet } from './scene.js';

const meta: Meta = {
  title: 'Paying/Paybill',
  component: 'duka-paybill',
  play: whenSet,
  parameters: { docs: { source: { code: '<duka-paybill order="ord_…"></duka-paybill>' } } },
};
export default meta;
type Story = StoryObj;

const after = (happens: (stage: Stage) => unknown): Story => ({
  render: scene(async (stage) => {
    const { id } = await stage.anOrder({ product: 'pishori-rice-5kg' });
    happens(stage);
    const panel = stage.show<DukaPaybill>(an('duka-paybill', { order: id }));
    await until(() => panel.renderRoot.querySelector('.paybill, .good, .bad'));
  }),
});

export const Paybill: Story = after(() => undefined);
export const Till: Story = after(({ shop }) => (shop.shop.mpesa = { kind: 'till', number: '5201344' }));
export const Paid: Story = after(({ shop }) => shop.paidByMenu());
export const NoMpesa: Story = after(({ shop }) => (shop.shop.mpesa = null));
