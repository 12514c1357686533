import type { Category, Money, Product, Shop, Variant } from '@smartduka/sdk/buyer';

export const kes = (shillings: number): Money => ({ amount: Math.round(shillings * 100), currency: 'KES' });
const then = '2026-11-02T06:00:00.000Z';
const idOf = (kind: string, slug: string): string => `${kind}_${slug.replace(/[^a-z0-9]/g, '')}00000000`;

const shelves = [
  ['flour', 'Flour & grains', 'Unga na nafaka'],
  ['tea', 'Tea & sugar', 'Chai na sukari'],
  ['fresh', 'Fresh produce', 'Mboga na matunda'],
  ['home', 'Home & cleaning', 'Nyumba na usafi'],
] as const;

export const categories: Category[] = shelves.map(([slug, title, sw], position) => ({
  id: idOf('cat', slug),
  slug,
  title,
  translations: { sw: { title: sw } },
  parent: null,
  position,
  productCount: 4,
}));

interface Good {
  slug: string;
  title: string;
  sw: string;
  shelf: number;
  price: number;
  kinds?: Record<string, number>;
  availability?: string;
  picture?: boolean;
  about?: string;
}

const goods: Good[] = [
  {
    slug: 'unga-wa-dola',
    title: 'Dola Maize Flour',
    sw: 'Unga wa Mahindi wa Dola',
    shelf: 0,
    price: 129,
    kinds: { '1 kg': 129, '2 kg': 245 },
    picture: true,
    about: 'Sifted maize meal for soft, white ugali.',
  },
  {
    slug: 'exe-wheat-2kg',
    title: 'EXE All Purpose Wheat Flour 2 kg',
    sw: 'Unga wa Ngano EXE 2 kg',
    shelf: 0,
    price: 219,
    picture: true,
  },
  {
    slug: 'pishori-rice-5kg',
    title: 'Mwea Pishori Rice 5 kg',
    sw: 'Mchele wa Pishori Mwea 5 kg',
    shelf: 0,
    price: 1150,
    picture: true,
  },
  {
    slug: 'ndengu-1kg',
    title: 'Green Grams (Ndengu) 1 kg',
    sw: 'Ndengu 1 kg',
    shelf: 0,
    price: 189.5,
    availability: 'low_stock',
  },
  {
    slug: 'ketepa-500g',
    title: 'Ketepa Pride Tea Leaves 500 g',
    sw: 'Majani ya Chai Ketepa 500 g',
    shelf: 1,
    price: 285,
    picture: true,
  },
  {
    slug: 'mumias-sugar-2kg',
    title: 'Kabras Sugar 2 kg',
    sw: 'Sukari ya Kabras 2 kg',
    shelf: 1,
    price: 330,
    picture: true,
  },
  {
    slug: 'brookside-500ml',
    title: 'Brookside Whole Milk 500 ml',
    sw: 'Maziwa ya Brookside 500 ml',
    shelf: 1,
    price: 60,
  },
  {
    slug: 'nescafe-100g',
    title: 'Nescafé Classic 100 g',
    sw: 'Kahawa ya Nescafé 100 g',
    shelf: 1,
    price: 520,
    availability: 'out_of_stock',
  },
  { slug: 'sukuma-wiki', title: 'Sukuma Wiki, bunch', sw: 'Sukuma wiki, fungu', shelf: 2, price: 20, picture: true },
  { slug: 'hass-avocado', title: 'Hass Avocado', sw: 'Parachichi la Hass', shelf: 2, price: 35 },
  { slug: 'red-onions-1kg', title: 'Red Onions 1 kg', sw: 'Vitunguu vyekundu 1 kg', shelf: 2, price: 110 },
  {
    slug: 'kitenge-tote',
    title: 'Kitenge Tote Bag',
    sw: 'Mkoba wa Kitenge',
    shelf: 3,
    price: 650,
    kinds: { Blue: 650, Red: 650, Green: 700 },
  },
  { slug: 'omo-1kg', title: 'Omo Hand Washing Powder 1 kg', sw: 'Sabuni ya unga Omo 1 kg', shelf: 3, price: 345 },
  {
    slug: 'jamaa-800g',
    title: 'Jamaa Multi-Purpose Bar Soap 800 g, extra long lasting family pack with palm oil',
    sw: 'Sabuni ya mche Jamaa 800 g, pakiti ya familia inayodumu zaidi yenye mafuta ya mawese',
    shelf: 3,
    price: 199,
  },
];

function product(good: Good): Product {
  const shelf = categories[good.shelf] as Category;
  const availability = good.availability ?? 'in_stock';
  const kinds = Object.entries(good.kinds ?? { '': good.price });
  const variants = kinds.map(([title, price], at): Variant => ({
    id: idOf('var', good.slug + at),
    sku: `${good.slug}-${at}`.toUpperCase(),
    barcode: null,
    title,
    options: title ? { size: title } : {},
    price: kes(price),
    availability,
  }));
  return {
    id: idOf('prod', good.slug),
    slug: good.slug,
    title: good.title,
    description: good.about ?? '',
    translations: { sw: { title: good.sw } },
    brand: null,
    category: { id: shelf.id, slug: shelf.slug, title: shelf.title },
    tags: [],
    unit: 'piece',
    vatClass: good.shelf === 2 ? 'exempt' : 'standard',
    images: good.picture ? [{ url: `/goods/${good.slug}.svg`, alt: good.title, width: 400, height: 400 }] : [],
    price: kes(Math.min(...kinds.map(([, price]) => price))),
    availability,
    variants,
    createdAt: then,
    updatedAt: then,
  } as Product;
}

export const products: Product[] = goods.map(product);

const everywhere = { county: 'Nairobi' as const, areas: [], landmarks: [], bands: [], freeAbove: null };

export const shop: Shop = {
  id: 'shop_mamambogatestshop',
  name: 'Mama Mboga Store',
  mode: 'test',
  currency: 'KES',
  country: 'KE',
  language: 'en',
  timeZone: 'Africa/Nairobi',
  tagline: {},
  rounding: 'nearest',
  openingHours: [],
  policies: {},
  vatRegistered: true,
  contact: { phone: '+254700000001', email: null, address: 'Ngong Road, Nairobi' },
  mpesa: { kind: 'paybill', number: '174379' },
  paymentMethods: [
    { method: 'mpesa', ready: true, reason: null },
    { method: 'cash', ready: true, reason: null },
  ],
  delivery: {
    zones: [
      { id: 'zone_kilimani000000', title: 'Kilimani & Hurlingham', fee: kes(150), estimate: 'Same day', ...everywhere },
      { id: 'zone_westlands00000', title: 'Westlands & Parklands', fee: kes(200), estimate: 'Same day', ...everywhere },
      { id: 'zone_ruiru000000000', title: 'Ruiru & Juja', fee: kes(350), estimate: '1 to 2 days', ...everywhere },
    ],
    pickupPoints: [
      {
        id: 'loc_ngongroad00000',
        title: 'Shop, Ngong Road',
        address: 'Next to Naivas, Ngong Road',
        hours: 'Mon–Sat 8–20',
      },
    ],
  },
};
