import type { Flag } from '../command.ts';

/** Flags that every command takes; `kubectl options` lists them. */
export const globalFlags: readonly Flag[] = [
  { name: 'as', type: 'string', default: '', usage: 'Name to act as; may be a user or a service account.' },
  { name: 'as-group', type: 'string-array', default: [], usage: 'Group to act as; may be given several times.' },
  { name: 'as-uid', type: 'string', default: '', usage: 'UID to act as.' },
  { name: 'as-user-extra', type: 'string-array', default: [], usage: 'Extra attribute (key=value) to act with; may be given several times.' },
  { name: 'cache-dir', type: 'string', default: '~/.kube/cache', usage: 'Directory for cached answers.' },
  { name: 'certificate-authority', type: 'string', default: '', usage: "File with the certificate of the authority that signed the server's." },
  { name: 'client-certificate', type: 'string', default: '', usage: 'File with the client certificate.' },
  { name: 'client-key', type: 'string', default: '', usage: 'File with the key of the client certificate.' },
  { name: 'cluster', type: 'string', default: '', usage: 'Cluster of the kubeconfig to use.' },
  { name: 'context', type: 'string', default: '', usage: 'Context of the kubeconfig to use.' },
  { name: 'disable-compression', type: 'bool', default: false, usage: 'Whether to ask the server for answers without compression.' },
  {
    name: 'insecure-skip-tls-verify',
    type: 'bool',
    default: false,
    usage: "Whether not to check the server's certificate, which makes the connection insecure.",
  },
  { name: 'kubeconfig', type: 'string', default: '', usage: 'Kubeconfig file to use.' },
  { name: 'kuberc', type: 'string', default: '', usage: 'File with preferences to use; "off" for none.' },
  { name: 'log-flush-frequency', type: 'duration', default: 5000, usage: 'Longest time between two flushes of the log.' },
  { name: 'match-server-version', type: 'bool', default: false, usage: "Whether the server must be of the client's version." },
  { name: 'namespace', shorthand: 'n', type: 'string', default: '', usage: 'Namespace to work in.' },
  { name: 'password', type: 'string', default: '', usage: 'Password for basic authentication.' },
  { name: 'profile', type: 'string', default: 'none', usage: 'Profile to capture: none, cpu, heap, goroutine, threadcreate, block or mutex.' },
  { name: 'profile-output', type: 'string', default: 'profile.pprof', usage: 'File to write the profile to.' },
  { name: 'request-timeout', type: 'string', default: '0', usage: 'How long to wait for one answer (1s, 2m, 3h); 0 for ever.' },
  { name: 'server', shorthand: 's', type: 'string', default: '', usage: 'Address and port of the API server.' },
  { name: 'tls-server-name', type: 'string', default: '', usage: "Name to expect in the server's certificate." },
  { name: 'token', type: 'string', default: '', usage: 'Bearer token to authenticate with.' },
  { name: 'user', type: 'string', default: '', usage: 'User of the kubeconfig to use.' },
  { name: 'username', type: 'string', default: '', usage: 'User name for basic authentication.' },
  { name: 'v', shorthand: 'v', type: 'int', default: 0, usage: 'How much to log.' },
  { name: 'vmodule', type: 'string', default: '', usage: 'How much to log per file (pattern=N,…).' },
  { name: 'warnings-as-errors', type: 'bool', default: false, usage: 'Whether a warning of the server makes the command fail.' },
];

export const helpFlag: Flag = { name: 'help', shorthand: 'h', type: 'bool', default: false, usage: 'Help for the command.' };
