import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { DukaPhoneField } from '@smartduka/elements';
import { an, scene, whenSet } from './scene.js';

type Args = Pick<DukaPhoneField, 'value' | 'required' | 'disabled'>;

const meta: Meta<Args> = {
  title: 'Fields/Phone field',
  component: 'duka-phone-field',
  args: { value: '', required: true, disabled: false },
  play: whenSet,
  parameters: { docs: { source: { code: '<duka-phone-field name="phone" required></duka-phone-field>' } } },
};
export default meta;
type Story = StoryObj<Args>;

export const Empty: Story = {
  render: scene<Args>((stage, args) => stage.show(an('duka-phone-field', { name: 'phone', ...args }))),
};
export const Filled: Story = { ...Empty, args: { value: '0712 345 678' } };
export const Disabled: Story = { ...Empty, args: { value: '0712 345 678', disabled: true } };
export const Wrong: Story = {
  args: { value: '0812' },
  render: scene<Args>(async (stage, args) => {
    const field = stage.show<DukaPhoneField>(an('duka-phone-field', { name: 'phone', ...args }));
    await field.updateComplete;
    field.reportValidity();
    await field.updateComplete;
  }),
};
