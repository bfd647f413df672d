import { unknownResource } from '#machinery/status-errors.ts';
import type { ApiAnswer, ApiCall } from './api-call.ts';
import { methodNotAllowed } from './non-resource.ts';
import { readObject } from './request-body.ts';
import { findSubresource } from './subresources/catalog.ts';
import { createFromRequest } from './verbs/create.ts';
import { deleteFromRequest } from './verbs/delete.ts';
import { deleteCollectionFromRequest } from './verbs/delete-collection.ts';
import { patchFromRequest } from './verbs/patch.ts';
import { getFromRequest, listFromRequest } from './verbs/read.ts';
import { updateFromRequest } from './verbs/update.ts';

/** Carries out a request for a resource that answers at once. @throws StatusError */
export function answerResource(call: ApiCall): ApiAnswer {
  const { info, resource } = call;
  requireRightScope(call);
  if (resource.kind.deprecation && !call.trusted) call.warnings.push(resource.kind.deprecation);
  if (info.subresource !== '') return answerSubresource(call);
  const { verb } = info;
  const needsName = verb === 'update' || verb === 'patch';
  if (!resource.kind.verbs.includes(verb) || (needsName && info.name === '')) throw methodNotAllowed();
  switch (verb) {
    case 'get':
      return getFromRequest(call);
    case 'list':
      return listFromRequest(call);
    case 'create':
      if (info.name !== '' || (resource.kind.namespaced && info.namespace === '')) throw methodNotAllowed();
      if (resource.review) return { status: 201, body: resource.review.answer(call, readObject(call)) };
      return createFromRequest(call);
    case 'update':
      return updateFromRequest(call);
    case 'patch':
      return patchFromRequest(call);
    case 'delete':
      return deleteFromRequest(call);
    case 'deletecollection':
      if (resource.kind.namespaced && info.namespace === '') throw methodNotAllowed();
      return deleteCollectionFromRequest(call);
    default:
      throw methodNotAllowed();
  }
}

/** @throws StatusError 404 for a path that only the other scope has */
export function requireRightScope({ info, resource }: ApiCall): void {
  if (resource.kind.namespaced ? info.namespace === '' && info.name !== '' : info.namespace !== '') throw unknownResource();
}

function answerSubresource(call: ApiCall): ApiAnswer {
  const { info, resource } = call;
  const subresource = findSubresource(resource, info.subresource);
  if (!subresource || (info.rest !== '' && subresource.name !== 'proxy')) throw unknownResource();
  const { verb } = info;
  const answer = verb === 'get' || verb === 'create' || verb === 'update' || verb === 'patch' ? subresource[verb] : undefined;
  if (!answer) throw methodNotAllowed();
  return answer(call);
}
