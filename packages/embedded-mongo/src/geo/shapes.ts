import { MongoError } from '../errors.js';
import { toNumber, type Numeric } from '../values/numbers.js';
import { isDoc, isNumeric } from '../values/types.js';
import type { Doc } from '../values/doc.js';

/** Longitude and latitude in degrees, or x and y in the plane. */
export type Position = readonly [number, number];

/** A closed line: its last position is its first. */
export type Ring = readonly Position[];

/** Any geometry, taken apart into what it consists of. The first ring of a polygon is its outline, the others are holes. */
export interface Shape {
  readonly points: readonly Position[];
  readonly lines: readonly (readonly Position[])[];
  readonly polygons: readonly (readonly Ring[])[];
}

const nothing: Shape = { points: [], lines: [], polygons: [] };

function refuse(why: string): never {
  throw new MongoError(2, `invalid geometry: ${why}`);
}

function position(value: unknown): Position {
  if (!Array.isArray(value) || value.length < 2) refuse('a position must be an array of two numbers');
  const [x, y] = [value[0] as unknown, value[1] as unknown];
  if (!isNumeric(x) || !isNumeric(y)) refuse('a position must consist of numbers');
  return [toNumber(x as Numeric), toNumber(y as Numeric)];
}

function onEarth(value: unknown): Position {
  const at = position(value);
  if (!(Math.abs(at[0]) <= 180 && Math.abs(at[1]) <= 90)) {
    refuse(`longitude/latitude is out of bounds, lng: ${at[0]} lat: ${at[1]}`);
  }
  return at;
}

function list<T>(value: unknown, read: (item: unknown) => T): T[] {
  if (!Array.isArray(value)) refuse('coordinates must be an array');
  return value.map(read);
}

function line(value: unknown): Position[] {
  const positions = list(value, onEarth);
  if (positions.length < 2) refuse('a line needs two positions');
  return positions;
}

function ring(value: unknown): Ring {
  const positions = list(value, onEarth);
  const [first, last] = [positions[0], positions.at(-1)];
  if (positions.length < 4 || !first || !last || first[0] !== last[0] || first[1] !== last[1]) {
    refuse('a loop of a polygon needs four positions, the last the same as the first');
  }
  return positions;
}

const polygon = (value: unknown): Ring[] => {
  const rings = list(value, ring);
  if (rings.length === 0) refuse('a polygon needs an outline');
  return rings;
};

/** Reads GeoJSON (RFC 7946). @throws MongoError 2 for anything else. */
export function readGeoJson(value: unknown): Shape {
  if (!isDoc(value)) refuse('GeoJSON must be a document');
  const { type, coordinates } = value;
  switch (type) {
    case 'Point':
      return { ...nothing, points: [onEarth(coordinates)] };
    case 'MultiPoint':
      return { ...nothing, points: list(coordinates, onEarth) };
    case 'LineString':
      return { ...nothing, lines: [line(coordinates)] };
    case 'MultiLineString':
      return { ...nothing, lines: list(coordinates, line) };
    case 'Polygon':
      return { ...nothing, polygons: [polygon(coordinates)] };
    case 'MultiPolygon':
      return { ...nothing, polygons: list(coordinates, polygon) };
    case 'GeometryCollection': {
      const parts = list(value['geometries'], readGeoJson);
      return {
        points: parts.flatMap(({ points }) => points),
        lines: parts.flatMap(({ lines }) => lines),
        polygons: parts.flatMap(({ polygons }) => polygons),
      };
    }
    default:
      return refuse(`unknown GeoJSON type ${JSON.stringify(type)}`);
  }
}

export function isGeoJson(value: unknown): value is Doc {
  return isDoc(value) && typeof value['type'] === 'string';
}

/** A pair of numbers as `[x, y]` or as the first two fields of a document; undefined for anything else. */
export function legacyPoint(value: unknown): Position | undefined {
  const [x, y] = Array.isArray(value) ? (value as unknown[]) : isDoc(value) ? Object.values(value) : [];
  return isNumeric(x) && isNumeric(y) ? [toNumber(x as Numeric), toNumber(y as Numeric)] : undefined;
}

/** What a stored value says of a place; undefined when it is no geometry. */
export function shapeOf(value: unknown): Shape | undefined {
  if (isGeoJson(value)) {
    try {
      return readGeoJson(value);
    } catch {
      return undefined;
    }
  }
  const point = legacyPoint(value);
  return point && { ...nothing, points: [point] };
}
