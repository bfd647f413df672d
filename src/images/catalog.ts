import type { ContainerImage } from '#cluster/kubelet/runtime/image.ts';
import { agnhost } from './agnhost.ts';
import { alpine, busybox, curl } from './busybox.ts';
import { crasher } from './crasher.ts';
import { httpEcho } from './http-echo.ts';
import { httpd } from './httpd/httpd-image.ts';
import { nginx, nginxUnprivileged } from './nginx/nginx-image.ts';
import { pause } from './pause.ts';
import { redis } from './redis/redis-image.ts';
import { stress } from './stress.ts';

/** What the registries of the simulated world offer. */
export const images: readonly ContainerImage[] = [agnhost, alpine, busybox, crasher, curl, httpEcho, httpd, nginx, nginxUnprivileged, pause, redis, stress];
