import type { ContainerImage } from '#cluster/kubelet/runtime/image.ts';
import { nginx, nginxUnprivileged } from './nginx/nginx-image.ts';

/** What the registries of the simulated world offer. */
export const images: readonly ContainerImage[] = [nginx, nginxUnprivileged];
