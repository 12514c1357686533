import { MongoError } from '../errors.js';
import { toNumber, type Numeric } from '../values/numbers.js';
import { isDoc, isNumeric, typeOf } from '../values/types.js';
import type { Doc } from '../values/doc.js';
import { distanceTo, earthRadius, intersects, plane, sphere, within, type Space } from './geometry.js';
import { isGeoJson, legacyPoint, readGeoJson, shapeOf, type Position, type Shape } from './shapes.js';

type Test = (value: unknown) => boolean;

function needNumber(value: unknown, name: string): number {
  const number = isNumeric(value) ? toNumber(value as Numeric) : Number.NaN;
  if (!(number >= 0)) throw new MongoError(2, `${name} must be a non-negative number`);
  return number;
}

function needPoints(value: unknown, name: string, count: number): Position[] {
  const points = Array.isArray(value) ? value.map(legacyPoint) : [];
  if (points.length < count || points.some((point) => !point)) {
    throw new MongoError(2, `${name} needs at least ${count} positions`);
  }
  return points as Position[];
}

const polygonOf = (ring: readonly Position[]): Shape => ({ points: [], lines: [], polygons: [[[...ring, ring[0]!]]] });

/** `$geoWithin`: GeoJSON on the sphere; `$box`, `$polygon` and `$center` in the plane, `$centerSphere` in radians. */
export function geoWithin(operand: unknown): Test {
  if (!isDoc(operand)) throw new MongoError(2, `$geoWithin needs a document, not ${typeOf(operand)}`);
  const [name] = Object.keys(operand).filter((key) => key !== '$uniqueDocs');
  const value = name === undefined ? undefined : operand[name];
  switch (name) {
    case '$geometry': {
      const region = readGeoJson(value);
      if (region.polygons.length === 0) throw new MongoError(2, '$within not supported with provided geometry');
      return holds(sphere, region);
    }
    case '$box': {
      const [a, b] = needPoints(value, '$box', 2) as [Position, Position];
      return holds(plane, polygonOf([a, [b[0], a[1]], b, [a[0], b[1]]]));
    }
    case '$polygon':
      return holds(plane, polygonOf(needPoints(value, '$polygon', 3)));
    case '$center':
    case '$centerSphere': {
      const space = name === '$center' ? plane : sphere;
      const [centre, radius] = Array.isArray(value) ? (value as unknown[]) : [];
      const at = legacyPoint(centre);
      if (!at) throw new MongoError(2, `${name} needs a position and a radius`);
      const limit = needNumber(radius, 'radius');
      return (stored) => {
        const shape = shapeOf(stored);
        const vertices = shape && [...shape.points, ...shape.lines.flat(), ...shape.polygons.flat(2)];
        return vertices !== undefined && vertices.every((vertex) => space.distance(at, vertex) <= limit);
      };
    }
    default:
      throw new MongoError(2, `unknown geo specifier: ${name ?? ''}`);
  }
}

function holds(space: Space, region: Shape): Test {
  return (stored) => {
    const shape = shapeOf(stored);
    return shape !== undefined && within(space, shape, region);
  };
}

export function geoIntersects(operand: unknown): Test {
  if (!isDoc(operand) || operand['$geometry'] === undefined)
    throw new MongoError(2, '$geoIntersects needs a $geometry');
  const region = readGeoJson(operand['$geometry']);
  return (stored) => {
    const shape = shapeOf(stored);
    return shape !== undefined && intersects(sphere, shape, region);
  };
}

/** Measures stored places from one point; undefined for what is no place, or too near or too far. */
export type Measure = (stored: unknown) => number | undefined;

/** How `$near` and `$geoNear` say where to measure from. */
export interface NearSpec {
  near: unknown;
  /** On the sphere even if the point is a bare pair of numbers; distances are in radians then. */
  spherical: boolean;
  min?: unknown;
  max?: unknown;
}

export function measureFrom({ near, spherical, min, max }: NearSpec): Measure {
  const isJson = isGeoJson(near);
  const [at] = isJson ? readGeoJson(near).points : [legacyPoint(near)];
  if (!at) throw new MongoError(2, 'near must be a point');
  const space = isJson || spherical ? sphere : plane;
  const unit = isJson ? earthRadius : 1;
  const least = min === undefined ? 0 : needNumber(min, 'minDistance');
  const most = max === undefined ? Infinity : needNumber(max, 'maxDistance');
  return (stored) => {
    const shape = shapeOf(stored);
    if (!shape) return undefined;
    const distance = distanceTo(space, at, shape) * unit;
    return distance >= least && distance <= most ? distance : undefined;
  };
}

/** `$near` or `$nearSphere`, with the distances that may stand beside them. */
export function nearOf(name: '$near' | '$nearSphere', operators: Doc): Measure {
  const operand = operators[name];
  const json = isDoc(operand) ? operand['$geometry'] : undefined;
  const source = json === undefined ? operators : (operand as Doc);
  return measureFrom({
    near: json ?? operand,
    spherical: name === '$nearSphere',
    min: source['$minDistance'] ?? operators['$minDistance'],
    max: source['$maxDistance'] ?? operators['$maxDistance'],
  });
}
