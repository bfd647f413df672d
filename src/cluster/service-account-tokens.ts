import type { ApiServer } from './apiserver/api-server.ts';
import { systemIdentity } from './apiserver/identity.ts';
import type { TokenRequest } from './kubelet/config-source.ts';

/**
 * Asks the API server for a bound token, as a kubelet does for a projected volume.
 * @returns the token; '' when the account or the pod is gone
 */
export function requestToken(apiServer: ApiServer, request: TokenRequest): string {
  const { namespace, serviceAccount, podName, podUid, audience, expirationSeconds } = request;
  const response = apiServer.handle(
    {
      method: 'POST',
      path: `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`,
      body: {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: {
          ...(audience && { audiences: [audience] }),
          expirationSeconds,
          boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: podName, uid: podUid },
        },
      },
    },
    { identity: systemIdentity('system:nodes', 'system:masters'), trusted: true },
  );
  const { status } = response.body as { readonly status?: { readonly token?: string } };
  return status?.token ?? '';
}
