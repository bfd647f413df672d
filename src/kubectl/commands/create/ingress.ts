import type { KubeObject } from '#machinery/object.ts';
import { UsageError } from '#sim/usage-error.ts';
import { defineGenerator, generatedMetadata } from './generator.ts';

interface IngressRule {
  readonly host: string;
  readonly path: object;
  /** undefined: no TLS; '' for TLS without a secret. */
  readonly tlsSecret: string | undefined;
}

const rulePattern = /^([\w*\-.]*(?:\/(?:.*?)?)?)=([a-zA-Z0-9.-]+):(\w+)(?:,tls(?:=([a-zA-Z0-9.-]*))?)?$/;

/** `host/path=service:port[,tls[=secret]]`; a path that ends in `*` stands for all below it. */
function parseRule(text: string): IngressRule {
  const match = rulePattern.exec(text);
  if (match === null) throw new UsageError(`rule ${text} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`);
  const [, address = '', service = '', port = ''] = match;
  const slash = address.indexOf('/');
  const host = slash < 0 ? address : address.slice(0, slash);
  const path = slash < 0 ? '' : address.slice(slash);
  const isPrefix = path.endsWith('*');
  return {
    host,
    path: { path: isPrefix ? path.slice(0, -1) : path, pathType: isPrefix ? 'Prefix' : 'Exact', backend: backendOf(service, port) },
    tlsSecret: text.includes(',tls') ? (match[4] ?? '') : undefined,
  };
}

function backendOf(name: string, port: string): object {
  return { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } };
}

/** Rules of one host are put together, in the order in which hosts come. */
function rulesOf(rules: readonly IngressRule[]): object[] {
  const hosts = [...new Set(rules.map((rule) => rule.host))];
  return hosts.map((host) => ({
    ...(host === '' ? {} : { host }),
    http: { paths: rules.filter((rule) => rule.host === host).map((rule) => rule.path) },
  }));
}

function tlsOf(rules: readonly IngressRule[]): object[] {
  const secrets = new Map<string, Set<string>>();
  for (const { host, tlsSecret } of rules) {
    if (tlsSecret === undefined) continue;
    const hosts = secrets.get(tlsSecret) ?? new Set();
    if (host !== '') hosts.add(host);
    secrets.set(tlsSecret, hosts);
  }
  return [...secrets].map(([secretName, hosts]) => ({ ...(hosts.size > 0 ? { hosts: [...hosts] } : {}), ...(secretName === '' ? {} : { secretName }) }));
}

function annotationsOf(pairs: readonly string[]): Readonly<Record<string, string>> | undefined {
  if (pairs.length === 0) return undefined;
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      if (equals < 0) throw new UsageError(`annotation ${pair} is invalid and should be in format key=[value]`);
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}

export const createIngress = defineGenerator({
  name: 'ingress',
  aliases: ['ing'],
  usage: 'create ingress NAME --rule=host/path=service:port[,tls[=secret]] ',
  short: 'Create an ingress with the specified name',
  examples: `  # Create an ingress that sends foo.com/bar to the service svc1
  kubectl create ingress simple --rule="foo.com/bar=svc1:8080,tls=my-cert"
  
  # Create an ingress of the class "otheringress" for all paths
  kubectl create ingress catch-all --class=otheringress --rule="/path=svc:port"
  
  # Create an ingress with a default backend
  kubectl create ingress ingdefault --class=default --default-backend=defaultsvc:http --rule="foo.com/*=svc:8080,tls=secret1"`,
  flags: [
    { name: 'annotation', type: 'string-array', default: [], usage: 'Annotation of the ingress as key=value; may be given several times.' },
    { name: 'class', type: 'string', default: '', usage: 'Ingress class.' },
    { name: 'default-backend', type: 'string', default: '', usage: 'Service for what no rule is about, as svcname:port.' },
    { name: 'rule', type: 'string-array', default: [], usage: 'Rule as host/path=service:port[,tls[=secret]]; may be given several times.' },
  ],
  failure: 'failed to create ingress: ',
  namespaced: true,
  generate(name, invocation) {
    const { flags } = invocation;
    const backend = flags.string('default-backend');
    const rules = flags.strings('rule').map(parseRule);
    if (rules.length === 0 && backend === '')
      throw new UsageError(
        'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
      );
    const [service = '', port = '', ...rest] = backend.split(':');
    if (backend !== '' && (rest.length > 0 || service === '' || port === ''))
      throw new UsageError('default-backend should be in format servicename:serviceport');
    const annotations = annotationsOf(flags.strings('annotation'));
    const tls = tlsOf(rules);
    return {
      kind: 'Ingress',
      apiVersion: 'networking.k8s.io/v1',
      metadata: generatedMetadata(name, invocation, annotations === undefined ? {} : { annotations }),
      spec: {
        ...(flags.string('class') === '' ? {} : { ingressClassName: flags.string('class') }),
        ...(backend === '' ? {} : { defaultBackend: backendOf(service, port) }),
        ...(tls.length > 0 ? { tls } : {}),
        ...(rules.length > 0 ? { rules: rulesOf(rules) } : {}),
      },
      status: { loadBalancer: {} },
    } as KubeObject;
  },
});
