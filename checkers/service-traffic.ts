import { type CheckContext, type Finding, failed, type HttpAnswer, passed } from '#course/checker.ts';
import { endpointSliceKind } from '#kinds/endpointslice/endpointslice.ts';
import type { EndpointSlice, Pod } from '#machinery/generated/types.ts';

/** One place a Service sends requests to. */
export interface ReadyEndpoint {
  readonly address: string;
  /** Of the slice's first port; 0 when it names none. */
  readonly port: number;
}

/** The ready endpoints of a Service, by address and then port. */
export async function readyEndpoints(context: CheckContext, service: string, namespace = context.namespace): Promise<readonly ReadyEndpoint[]> {
  const slices = await context.list<EndpointSlice>(endpointSliceKind, { labelSelector: `kubernetes.io/service-name=${service}`, namespace });
  const found = slices.flatMap((slice) =>
    (slice.endpoints ?? [])
      .filter((endpoint) => endpoint.conditions?.ready === true)
      .flatMap((endpoint) => endpoint.addresses.map((address) => ({ address, port: slice.ports?.[0]?.port ?? 0 }))),
  );
  return found.sort((a, b) => (a.address === b.address ? a.port - b.port : a.address < b.address ? -1 : 1));
}

/** Judges whether the ready endpoints of a Service are the given pods, no more and no fewer. */
export async function checkEndpointsArePods(context: CheckContext, service: string, pods: readonly Pod[], wanted: number): Promise<Finding> {
  const addresses = (await readyEndpoints(context, service)).map((endpoint) => endpoint.address);
  const own = new Set(pods.map((pod) => pod.status?.podIP ?? ''));
  const strangers = addresses.filter((address) => !own.has(address)).length;
  if (strangers === 0 && addresses.length === wanted) return passed;
  return failed(
    {
      en: `the Service ${service} has ${wanted} ready endpoints, all of them pods that are meant`,
      'zh-CN': `Service ${service} 有 ${wanted} 个就绪端点，都是应当提供服务的 Pod`,
    },
    {
      en: `${addresses.length} ready endpoints, ${strangers} of them pods that are not meant`,
      'zh-CN': `有 ${addresses.length} 个就绪端点，其中 ${strangers} 个不是应当提供服务的 Pod`,
    },
  );
}

/** What an answer is in words: its status, or why there was none. */
export const formatAnswer = (answer: HttpAnswer): string => (answer.status === 0 ? answer.error : `HTTP ${answer.status}`);

/** Judges whether a request from inside the cluster is answered with 200. */
export async function checkAnswers(context: CheckContext, url: string): Promise<Finding> {
  const answer = await context.http(url);
  if (answer.status === 200) return passed;
  return failed(
    { en: `a request to ${url} is answered`, 'zh-CN': `发往 ${url} 的请求得到应答` },
    { en: `the request got: ${formatAnswer(answer)}`, 'zh-CN': `请求得到：${formatAnswer(answer)}` },
  );
}
