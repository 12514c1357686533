import { toE164, type Cart, type CustomerInput, type DeliveryInput, type FieldError } from '@smartduka/sdk/buyer';

/** Fields of the checkout, by the names under which they are shown. */
export type Field = 'name' | 'phone' | 'email' | 'zone' | 'place' | 'landmark' | 'notes' | 'point';
export type Fault = 'required' | 'phone' | 'email' | 'long' | 'value';
export type Faults = Partial<Record<Field, Fault>>;

/** What the buyer has typed so far. */
export type Draft = Record<Field, string> & { how: 'delivery' | 'pickup' };

/** Longest texts that the API takes. */
export const longest: Record<Field, number> = {
  name: 80,
  phone: 24,
  email: 254,
  zone: 60,
  place: 140,
  landmark: 140,
  notes: 280,
  point: 60,
};

export const emptyDraft = (): Draft => ({
  name: '',
  phone: '',
  email: '',
  how: 'delivery',
  zone: '',
  place: '',
  landmark: '',
  notes: '',
  point: '',
});

/** Fields of the contact step: `phone,name,email?` asks for an email without insisting. */
export interface Wanted {
  field: 'name' | 'phone' | 'email';
  optional: boolean;
}

export function wantedFields(collect: string): Wanted[] {
  return collect.split(',').flatMap((word) => {
    const [, field, mark] = /^\s*(name|phone|email)(\?)?\s*$/.exec(word) ?? [];
    return field ? [{ field: field as Wanted['field'], optional: Boolean(mark) }] : [];
  });
}

/** What is wrong with the contact step; empty when all is well. */
export function faultsOfContact(draft: Draft, wanted: readonly Wanted[]): Faults {
  const faults: Faults = {};
  for (const { field, optional } of wanted) {
    const value = draft[field].trim();
    if (!value) {
      if (!optional) faults[field] = 'required';
    } else if (value.length > longest[field]) faults[field] = 'long';
    else if (field === 'phone' && !toE164(value)) faults.phone = 'phone';
    else if (field === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(value)) faults.email = 'email';
  }
  return faults;
}

/** What is wrong with the delivery step. */
export function faultsOfDelivery(draft: Draft): Faults {
  if (draft.how === 'pickup') return draft.point ? {} : { point: 'required' };
  const faults: Faults = {};
  for (const field of ['zone', 'place'] as const) if (!draft[field].trim()) faults[field] = 'required';
  for (const field of ['place', 'landmark', 'notes'] as const)
    if (draft[field].length > longest[field]) faults[field] = 'long';
  return faults;
}

/** The same faults as the server names them: `customer.phone` is our `phone`. */
export function faultsFrom(errors: readonly FieldError[] | undefined): Faults {
  const faults: Faults = {};
  for (const { path } of errors ?? []) {
    const last = path.split('.').at(-1) ?? '';
    const field = last === 'pickupPoint' ? 'point' : last;
    if (field in longest) faults[field as Field] = field === 'phone' || field === 'email' ? field : 'value';
  }
  return faults;
}

export function customerOf(draft: Draft, wanted: readonly Wanted[]): CustomerInput {
  const customer: CustomerInput = {};
  for (const { field } of wanted) {
    const value = draft[field].trim();
    if (value) customer[field] = value;
  }
  return customer;
}

export function deliveryOf(draft: Draft): DeliveryInput {
  if (draft.how === 'pickup') return { method: 'pickup', pickupPoint: draft.point };
  const { zone, place, landmark, notes } = draft;
  return {
    method: 'delivery',
    zone,
    place: place.trim(),
    ...(landmark.trim() && { landmark: landmark.trim() }),
    ...(notes.trim() && { notes: notes.trim() }),
  };
}

/** What the cart already knows, after a reload. The phone comes back masked, so that one is asked for again. */
export function draftFrom(cart: Cart, draft: Draft): Draft {
  const { customer, delivery } = cart;
  return {
    ...draft,
    name: draft.name || (customer?.name ?? ''),
    email: draft.email || (customer?.email ?? ''),
    ...(delivery && {
      how: delivery.method,
      zone: delivery.zone ?? '',
      point: delivery.pickupPoint ?? '',
      place: delivery.place ?? '',
      landmark: delivery.landmark ?? '',
      notes: delivery.notes ?? '',
    }),
  };
}

const shelf = 'duka:me';

/** Keeps the contact fields on this device: only when the buyer ticked the box for it. */
export function remember(draft: Draft, wish: boolean): void {
  try {
    const { name, phone, email } = draft;
    if (wish) localStorage.setItem(shelf, JSON.stringify({ name, phone, email }));
    else localStorage.removeItem(shelf);
  } catch (error) {
    reportError(error);
  }
}

export function recall(): Partial<Draft> | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(shelf) ?? 'null') as Partial<Draft> | null;
    return kept ?? undefined;
  } catch {
    return undefined; // Refused, or not ours: the buyer types it again.
  }
}
