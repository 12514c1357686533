import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { DukaDeliveryField } from '@smartduka/elements';
import type { Stage } from '../packages/elements/test/stage.js';
import { an, scene, until, whenSet } from './scene.js';

type Args = Pick<DukaDeliveryField, 'required' | 'disabled'>;

const meta: Meta<Args> = {
  title: 'Fields/Delivery field',
  component: 'duka-delivery-field',
  args: { required: true, disabled: false },
  play: whenSet,
  parameters: { docs: { source: { code: '<duka-delivery-field name="delivery" required></duka-delivery-field>' } } },
};
export default meta;
type Story = StoryObj<Args>;

const shown = async (stage: Stage, args: Args): Promise<DukaDeliveryField> => {
  Object.assign(stage.shop.shop.delivery.zones[0] ?? {}, {
    areas: ['Yaya', 'Adams', 'Ngong Road'],
    landmarks: ['Yaya Centre', 'Chaka Place'],
    freeAbove: { amount: 300_000, currency: 'KES' },
  });
  const field = stage.show<DukaDeliveryField>(an('duka-delivery-field', { name: 'delivery', ...args }));
  await until(() => field.renderRoot.querySelector('select, [name=point], .state'));
  return field;
};

export const Empty: Story = { render: scene<Args>(shown) };
export const Filled: Story = {
  render: scene<Args>(async (stage, args) => {
    const field = await shown(stage, args);
    field.value = {
      method: 'delivery',
      zone: 'zone_kilimani000000',
      place: 'Wood Avenue',
      landmark: 'Yaya Centre',
    };
    await field.updateComplete;
  }),
};
export const Collected: Story = {
  render: scene<Args>(async (stage, args) => {
    const field = await shown(stage, args);
    field.value = { method: 'pickup', pickupPoint: 'loc_ngongroad00000' };
    await field.updateComplete;
  }),
};
export const Missing: Story = {
  render: scene<Args>(async (stage, args) => {
    const field = await shown(stage, args);
    field.reportValidity();
    await field.updateComplete;
  }),
};
export const Disabled: Story = { ...Filled, args: { disabled: true } };
export const Failed: Story = {
  render: scene<Args>(async (stage, args) => {
    stage.shop.refuse('GET /shop', 500, 'internal');
    await shown(stage, args);
  }),
};
