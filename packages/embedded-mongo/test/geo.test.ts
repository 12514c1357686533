import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sphere } from '../src/geo/geometry.js';
import { useServer } from './kit.js';

const server = useServer();
const towns: [name: string, lng: number, lat: number][] = [
  ['Nairobi', 36.8219, -1.2921],
  ['Thika', 37.0693, -1.0333],
  ['Nakuru', 36.0667, -0.2833],
  ['Mombasa', 39.6682, -4.0435],
  ['Kisumu', 34.7617, -0.0917],
];
const point = (lng: number, lat: number) => ({ type: 'Point', coordinates: [lng, lat] });

async function shops() {
  const collection = server.db().collection('shops');
  await collection.insertMany(towns.map(([name, lng, lat]) => ({ name, at: point(lng, lat), xy: [lng, lat] })));
  await collection.createIndex({ at: '2dsphere' });
  return collection;
}
const square = (west: number, south: number, east: number, north: number) => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

describe('places', () => {
  it('are found nearest first, within a distance in metres', async () => {
    const collection = await shops();
    const near = { $near: { $geometry: point(36.8219, -1.2921), $maxDistance: 150_000, $minDistance: 1000 } };
    const found = collection.find({ at: near });
    expect(await found.map(({ name }) => name).toArray()).toEqual(['Thika', 'Nakuru']);
    expect(await collection.find({ at: near, name: /k/ }).limit(1).toArray()).toMatchObject([{ name: 'Thika' }]);
    expect(await collection.find({ at: near }).sort({ name: 1 }).toArray()).toMatchObject([
      { name: 'Nakuru' },
      { name: 'Thika' },
    ]);
    const measured = collection.aggregate([
      { $geoNear: { near: point(36.8219, -1.2921), distanceField: 'far.metres', query: { name: { $ne: 'Nairobi' } } } },
      { $limit: 1 },
    ]);
    const [thika] = await measured.toArray();
    expect(thika).toMatchObject({ name: 'Thika' });
    expect(thika!['far'].metres).toBeCloseTo(39_868, -3);
  });

  it('need an index to be put in order', async () => {
    const collection = server.db().collection('shops');
    await collection.insertOne({ at: [1, 2] });
    await expect(collection.find({ at: { $near: [0, 0] } }).toArray()).rejects.toMatchObject({ code: 291 });
    await collection.createIndex({ at: '2d' });
    await collection.insertOne({ at: [0, 1] });
    expect(await collection.find({ at: { $near: [0, 0], $maxDistance: 5 } }).toArray()).toMatchObject([
      { at: [0, 1] },
      { at: [1, 2] },
    ]);
    await expect(collection.insertOne({ at: 'here' })).rejects.toMatchObject({ code: 16755 });
    await expect(collection.countDocuments({ at: { $near: [0, 0] } })).rejects.toMatchObject({ code: 5626500 });
  });

  const highlands = { type: 'Polygon', coordinates: [square(35, -2, 38, 1)] };
  const withHole = { type: 'Polygon', coordinates: [square(35, -2, 38, 1), square(36.5, -1.5, 36.9, -1.1)] };
  it.each([
    ['a polygon', { at: { $geoWithin: { $geometry: highlands } } }, ['Nairobi', 'Nakuru', 'Thika']],
    ['a polygon with a hole', { at: { $geoWithin: { $geometry: withHole } } }, ['Nakuru', 'Thika']],
    [
      'two polygons',
      {
        at: {
          $geoIntersects: {
            $geometry: { type: 'MultiPolygon', coordinates: [[square(34, -1, 35, 1)], [square(39, -5, 40, -4)]] },
          },
        },
      },
      ['Kisumu', 'Mombasa'],
    ],
    [
      'a box',
      {
        xy: {
          $geoWithin: {
            $box: [
              [36, -2],
              [38, 0],
            ],
          },
        },
      },
      ['Nairobi', 'Nakuru', 'Thika'],
    ],
    ['a circle in the plane', { xy: { $geoWithin: { $center: [[36.8, -1.3], 0.5] } } }, ['Nairobi', 'Thika']],
    [
      'a circle on the sphere',
      { at: { $geoWithin: { $centerSphere: [[36.8, -1.3], 200 / 6378.1] } } },
      ['Nairobi', 'Nakuru', 'Thika'],
    ],
    [
      'a legacy polygon',
      {
        xy: {
          $within: {
            $polygon: [
              [34, -1],
              [35, -1],
              [35, 1],
              [34, 1],
            ],
          },
        },
      },
      ['Kisumu'],
    ],
  ])('are found in %s', async (_, filter, expected) => {
    const collection = await shops();
    expect((await collection.distinct('name', filter)).map(String).sort((a, b) => a.localeCompare(b))).toEqual(
      expected,
    );
  });

  it('are lines and areas as well', async () => {
    const collection = server.db().collection('roads');
    await collection.insertMany([
      {
        _id: 'a' as never,
        path: {
          type: 'LineString',
          coordinates: [
            [36.8, -1.3],
            [39.7, -4.0],
          ],
        },
      },
      { _id: 'b' as never, path: { type: 'Polygon', coordinates: [square(10, 10, 11, 11)] } },
    ]);
    const across = {
      type: 'LineString',
      coordinates: [
        [38, -4],
        [39, -1],
      ],
    };
    expect(await collection.distinct('_id', { path: { $geoIntersects: { $geometry: across } } })).toEqual(['a']);
    const around = { type: 'Polygon', coordinates: [square(9, 9, 12, 12)] };
    expect(await collection.distinct('_id', { path: { $geoWithin: { $geometry: around } } })).toEqual(['b']);
  });

  it.each([
    [
      {
        $geoWithin: {
          $geometry: {
            type: 'Polygon',
            coordinates: [
              [
                [0, 0],
                [1, 1],
              ],
            ],
          },
        },
      },
    ],
    [{ $geoWithin: { $geometry: { type: 'Circle' } } }],
    [{ $geoIntersects: { $geometry: { type: 'Point', coordinates: [200, 0] } } }],
    [{ $geoWithin: { $box: [[0, 0]] } }],
  ])('are refused when they cannot be: %j', async (condition) => {
    await expect(server.db().collection('a').find({ at: condition }).toArray()).rejects.toMatchObject({ code: 2 });
  });

  it('are as far apart as the haversine formula says', () => {
    const degrees = fc.tuple(
      fc.double({ min: -179, max: 179, noNaN: true }),
      fc.double({ min: -89, max: 89, noNaN: true }),
    );
    fc.assert(
      fc.property(degrees, degrees, (a, b) => {
        const [x1, y1, x2, y2] = [...a, ...b].map((angle) => (angle * Math.PI) / 180) as [
          number,
          number,
          number,
          number,
        ];
        const half = Math.sin((y2 - y1) / 2) ** 2 + Math.cos(y1) * Math.cos(y2) * Math.sin((x2 - x1) / 2) ** 2;
        expect(sphere.distance(a, b)).toBeCloseTo(2 * Math.asin(Math.min(1, Math.sqrt(half))), 7);
      }),
    );
  });
});
