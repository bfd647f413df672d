/** The version of Kubernetes that is simulated: of the server, of its nodes and of kubectl. */
export const kubernetesVersion = 'v1.36.4';
