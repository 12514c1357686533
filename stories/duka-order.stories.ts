import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { Order } from '@smartduka/sdk/buyer';
import type { DukaOrder } from '@smartduka/elements';
import type { Stage } from '../packages/elements/test/stage.js';
import { an, scene, until, whenSet } from './scene.js';

const meta: Meta = {
  title: 'Paying/Order',
  component: 'duka-order',
  play: whenSet,
  parameters: { docs: { source: { code: '<duka-order order="ord_…"></duka-order>' } } },
};
export default meta;
type Story = StoryObj;

const after = (happens: (stage: Stage, order: Order) => unknown): Story => ({
  render: scene(async (stage) => {
    await stage.fill({ product: 'pishori-rice-5kg', quantity: 2 }, { product: 'ndengu-1kg' });
    await stage.duka.cart.setDelivery({
      method: 'delivery',
      zone: 'zone_kilimani000000',
      place: 'Wood Avenue',
      landmark: 'Blue gate',
    });
    const { order } = await stage.duka.checkout();
    await happens(stage, stage.shop.order);
    const element = stage.show<DukaOrder>(an('duka-order', { order: order.id }));
    await until(() => element.renderRoot.querySelector('.timeline, .state'));
  }),
});

export const Unpaid: Story = after(() => undefined);
export const Paid: Story = after(async ({ shop, duka }, { id }) => {
  await duka.payments.start(id, { phone: '0712345678' });
  shop.pays();
});
export const HandedOver: Story = after(({ shop }, order) => {
  shop.paidByMenu();
  order.fulfilmentStatus = 'fulfilled';
});
/** Sent in two parcels: one on its way, one there, the rest still to come. */
export const InParcels: Story = after(({ shop }, order) => {
  shop.paidByMenu();
  const parcel = (at: number, facts: object): unknown => ({
    id: `ful_${at}`,
    state: 'handed_over',
    lines: [{ line: order.lines[at]?.id ?? '', quantity: 1 }],
    tracking: null,
    note: null,
    createdAt: order.createdAt,
    handedOverAt: order.createdAt,
    deliveredAt: null,
    ...facts,
  });
  Object.assign(order, {
    fulfilmentStatus: 'partial',
    fulfilments: [
      parcel(1, { state: 'delivered', deliveredAt: order.createdAt }),
      parcel(0, { tracking: 'Rider KMEA 123B', note: 'Otieno calls when he is at the gate' }),
    ],
  });
});
export const Cancelled: Story = after((_stage, order) => {
  order.status = 'canceled';
  order.canceledAt = new Date().toISOString();
});
export const Failed: Story = after(({ shop }) => shop.refuse('GET /orders', 404, 'not_found'));
