import { patchFromRequest } from '../verbs/patch.ts';
import { getFromRequest } from '../verbs/read.ts';
import { updateFromRequest } from '../verbs/update.ts';
import type { Subresource } from './subresource.ts';

/** `status`: what controllers write. The main verbs know which part of the object it may change. */
export const statusSubresource: Subresource = {
  name: 'status',
  isOn: ({ kind }) => kind.hasStatus,
  get: getFromRequest,
  update: updateFromRequest,
  patch: patchFromRequest,
};
