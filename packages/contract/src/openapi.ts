import { z } from 'zod';
import { exampleOf } from './examples.js';
import { Problem, refusals, type RefusalCode } from './refusals.js';
import { commonRefusals, tags, type Route } from './route.js';
import { routes } from './routes/index.js';
import { currentVersion } from './version.js';
import './resources/event.js';

export type Json = Record<string, unknown>;

const refTo = (id: string) => `#/components/schemas/${id}`;

/** Every schema with an id, as JSON Schema 2020-12, by id. What is read by `io: 'input'` is a request; the same ids serve both. */
export function componentSchemas(): Record<string, Json> {
  return (made ??= makeSchemas());
}
let made: Record<string, Json> | undefined;

function makeSchemas(): Record<string, Json> {
  const { schemas } = z.toJSONSchema(z.globalRegistry, { uri: refTo, io: 'input' });
  return Object.fromEntries(
    Object.entries(schemas)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, schema]) => {
        const { $id: _, $schema: __, id: ___, ...rest } = schema as Json;
        return [name, rest];
      }),
  );
}

/**
 * An example of what a route takes or gives: whole, or with only what it must have where rules between its fields forbid the whole.
 *
 * @throws Error that names the field, when nothing says what it looks like.
 */
export function exampleFor(schema: z.ZodType): unknown {
  const described = schemaOf(schema);
  const whole = exampleOf(described, componentSchemas());
  return schema.safeParse(whole).success ? whole : exampleOf(described, componentSchemas(), 'required');
}

function withExample(schema: z.ZodType): Json {
  return { schema: schemaOf(schema), example: exampleFor(schema) };
}

function schemaOf(schema: z.ZodType): Json {
  const id = z.globalRegistry.get(schema)?.id;
  if (id) return { $ref: refTo(id) };
  const { $schema: _, $defs: __, ...rest } = z.toJSONSchema(schema, { io: 'input' }) as Json;
  return JSON.parse(JSON.stringify(rest).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
}

function parametersOf(route: Route): Json[] {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map((found) => found[1] as string);
  const inPath = names.map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: route.params?.[name] ? schemaOf(route.params[name]) : { type: 'string', minLength: 1, maxLength: 140 },
  }));
  const inQuery = Object.entries(route.query?.shape ?? {}).map(([name, schema]) => {
    const { description, ...rest } = schemaOf(schema as z.ZodType);
    return { name, in: 'query', required: false, ...(description ? { description } : {}), schema: rest };
  });
  return [...inPath, ...inQuery, ...headersOf(route)];
}

function headersOf(route: Route): Json[] {
  const header = (name: string, description: string, required = false): Json => ({
    name,
    in: 'header',
    required,
    description,
    schema: { type: 'string' },
  });
  const headers = [];
  if (route.idempotency)
    headers.push(
      header(
        'Idempotency-Key',
        'Makes a repeat harmless; 16 to 255 printable ASCII characters.',
        route.idempotency === 'required',
      ),
    );
  if (route.ifMatch) headers.push(header('If-Match', 'The version that you read; 412 if it has changed since.'));
  return headers;
}

function securityOf(route: Route): Json[] {
  const by: Record<string, Json> = {
    open: {},
    anyone: {},
    publishable: { publishableKey: [] },
    buyer: { publishableKey: [], capabilitySecret: [] },
    secret: { secretKey: [] },
    staff: { staffToken: [] },
    token: { scopedToken: [] },
    platform: { platformToken: [] },
  };
  return route.callers.map((caller) => by[caller] as Json);
}

function responsesOf(route: Route): Json {
  const answer: Json = { 'application/json': withExample(route.response) };
  for (const type of route.alsoAnswers ?? []) answer[type] = { schema: { type: 'string' } };
  const codes: RefusalCode[] = [...new Set<RefusalCode>([...route.refusals, ...commonRefusals])];
  if (route.idempotency) codes.push('idempotency_key_invalid', 'idempotency_key_reused', 'idempotency_in_progress');
  if (route.idempotency === 'required') codes.push('idempotency_key_required');
  if (route.body) codes.push('malformed_json', 'payload_too_large', 'unsupported_media_type');
  if (route.upload) codes.push('payload_too_large', 'unsupported_media_type');
  const byStatus = new Map<number, RefusalCode[]>();
  for (const code of codes) byStatus.set(refusals[code].status, [...(byStatus.get(refusals[code].status) ?? []), code]);
  const failures = [...byStatus].map(([status, listed]) => [
    String(status),
    {
      description: listed.map((code) => `\`${code}\`: ${refusals[code].title}.`).join('\n\n'),
      content: { 'application/problem+json': { schema: { $ref: refTo('Problem') } } },
    },
  ]);
  return { [String(route.status)]: { description: 'Done.', content: answer }, ...Object.fromEntries(failures) };
}

/**
 * The OpenAPI 3.1 document of the whole API.
 *
 * @param server Address of the server that answers, such as `https://shop.example`.
 */
export function openApiDocument(server: string): Json {
  void Problem; // registers its schema
  const paths: Record<string, Json> = {};
  for (const [operationId, route] of Object.entries<Route>(routes)) {
    (paths[route.path] ??= {})[route.method] = {
      operationId,
      tags: [route.tag],
      summary: route.summary,
      ...(route.needs ? { description: `Keys, staff and tokens need the permission \`${route.needs}\`.` } : {}),
      security: securityOf(route),
      parameters: parametersOf(route),
      ...(route.upload
        ? {
            requestBody: {
              required: true,
              content: Object.fromEntries(
                route.upload.types.map((type) => [
                  type,
                  { schema: type.startsWith('text/') ? { type: 'string' } : { type: 'string', format: 'binary' } },
                ]),
              ),
            },
          }
        : {}),
      ...(route.body
        ? {
            requestBody: {
              required: !route.body.safeParse({}).success,
              content: { 'application/json': withExample(route.body) },
            },
          }
        : {}),
      responses: responsesOf(route),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'SmartDuka API',
      version: currentVersion,
      description:
        'Sell from any website, any counter and any phone in Kenya. Amounts are integers in minor units; instants are UTC; phones are E.164. Errors are RFC 9457 problem details with a stable `code`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: server }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        publishableKey: {
          type: 'apiKey',
          in: 'header',
          name: 'Duka-Key',
          description: '`pk_test_…` or `pk_live_…`, from an allowed origin.',
        },
        secretKey: {
          type: 'http',
          scheme: 'bearer',
          description: '`sk_test_…` or `sk_live_…`, or a restricted `rk_…`, from a server only.',
        },
        staffToken: { type: 'http', scheme: 'bearer', description: 'Access token of somebody signed in.' },
        scopedToken: {
          type: 'http',
          scheme: 'bearer',
          description: 'Short-lived token of a widget (`POST /api/tokens`).',
        },
        platformToken: { type: 'http', scheme: 'bearer', description: 'Access token of the operator of the server.' },
        capabilitySecret: {
          type: 'apiKey',
          in: 'header',
          name: 'Duka-Secret',
          description: 'The secret of one cart or order.',
        },
      },
    },
  };
}
