import type { Handlers } from '../../platform/context.js';
import { createKey, createToken, listKeys, revokeKey, rotateKey, updateKey } from './service.js';

export const handlers = {
  listKeys: ({ tenant, query }) => listKeys(tenant, query),
  createKey: (call) => createKey(call, call.body, call.remember),
  updateKey: (call) => updateKey(call, call.params.key, call.body, call.remember),
  rotateKey: (call) => rotateKey(call, call.params.key, call.body.overlapHours, call.remember),
  revokeKey: (call) => revokeKey(call, call.params.key),
  createToken: (call) => createToken(call, call.body, call.remember),
} satisfies Handlers<'listKeys' | 'createKey' | 'updateKey' | 'rotateKey' | 'revokeKey' | 'createToken'>;
