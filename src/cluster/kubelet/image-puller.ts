import { formatGoDuration } from '#machinery/go-duration.ts';
import type { Random } from '#sim/random.ts';
import type { Clock } from '#sim/simulation.ts';
import type { BackOff } from './back-off.ts';
import type { StartFailure } from './container-record.ts';
import { ImageNameError, type ImageReference, parseImageReference } from './runtime/image-reference.ts';
import type { FoundImage, Registry } from './runtime/registry.ts';

/** What a container asks for, and where the events about it go. */
export interface ImageRequest {
  readonly podUid: string;
  /** As it stands in the spec. */
  readonly image: string;
  readonly policy: string;
  event(type: 'Normal' | 'Warning', reason: string, message: string): void;
}

export type ImageAnswer = { readonly found: FoundImage } | { readonly failure: StartFailure };

/** The images of one node. */
export interface ImagePuller {
  /** Makes sure that an image is there and calls `done` when it is clear whether it will be. */
  ensure(request: ImageRequest, done: (answer: ImageAnswer) => void): void;
  /** What is on the node, for `status.images`. */
  present(): readonly FoundImage[];
  /** How many pulls are under way or waiting. */
  readonly pulling: number;
}

export interface ImagePullerOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly registry: Registry;
  readonly backOff: BackOff;
  /** Bytes per second. */
  readonly bandwidth: number;
  /** Every image that is offered is on the node already, and asking for it again takes no time. */
  readonly allPresent: boolean;
}

/** Asking a registry for a manifest: 300 to 900 ms. */
const ASK_MS = 300;
const ASK_SPREAD_MS = 600;

interface Job {
  readonly request: ImageRequest;
  readonly reference: ImageReference;
  readonly queuedAtMs: number;
  readonly done: (answer: ImageAnswer) => void;
}

/** Creates the image store of a node. It pulls one image after the other, as the kubelet's default serializeImagePulls does. */
export function createImagePuller(options: ImagePullerOptions): ImagePuller {
  const { clock, random, registry, backOff } = options;
  const local = new Map<string, FoundImage>();
  const queue: Job[] = [];
  let busy = false;

  const presentImage = (reference: ImageReference): FoundImage | undefined => {
    const here = local.get(reference.full);
    if (here || !options.allPresent) return here;
    const found = registry.find(reference);
    return typeof found === 'string' ? undefined : found;
  };

  const finish = (job: Job, startedAtMs: number): void => {
    const { request, reference } = job;
    const found = registry.find(reference);
    if (typeof found === 'string') {
      const message = formatPullError(reference, found);
      request.event('Warning', 'Failed', `Failed to pull image ${JSON.stringify(request.image)}: ${message}`);
      backOff.next(backOffKey(request), clock.now, clock.now);
      job.done({ failure: { reason: 'ErrImagePull', message } });
    } else {
      local.set(reference.full, found);
      const own = formatGoDuration(clock.now - startedAtMs);
      const whole = formatGoDuration(clock.now - job.queuedAtMs);
      request.event(
        'Normal',
        'Pulled',
        `Successfully pulled image ${JSON.stringify(request.image)} in ${own} (${whole} including waiting). Image size: ${found.tag.sizeBytes} bytes.`,
      );
      job.done({ found });
    }
  };

  const next = (): void => {
    const job = queue.shift();
    busy = job !== undefined;
    if (!job) return;
    const startedAtMs = clock.now;
    clock.after(pullMs(job.reference), () => {
      finish(job, startedAtMs);
      next();
    });
  };

  const pullMs = (reference: ImageReference): number => {
    if (options.allPresent) return 0;
    const askMs = ASK_MS + random.below(ASK_SPREAD_MS);
    const found = registry.find(reference);
    if (typeof found === 'string' || local.has(reference.full)) return askMs;
    return askMs + Math.ceil((found.tag.sizeBytes / options.bandwidth) * 1000);
  };

  return {
    ensure(request, done) {
      const reference = readReference(request);
      if ('failure' in reference) return done(reference);
      const here = presentImage(reference);
      const name = JSON.stringify(request.image);
      if (here && request.policy !== 'Always') {
        request.event('Normal', 'Pulled', `Container image ${name} already present on machine and can be accessed by the pod`);
        return done({ found: here });
      }
      if (request.policy === 'Never') {
        const message = `Container image ${name} is not present with pull policy of Never`;
        request.event('Warning', 'ErrImageNeverPull', message);
        return done({ failure: { reason: 'ErrImageNeverPull', message } });
      }
      if (backOff.isWaiting(backOffKey(request), clock.now)) {
        request.event('Normal', 'BackOff', `Back-off pulling image ${name}`);
        const found = registry.find(reference);
        const cause = typeof found === 'string' ? `: ErrImagePull: ${formatPullError(reference, found)}` : '';
        return done({ failure: { reason: 'ImagePullBackOff', message: `Back-off pulling image ${name}${cause}` } });
      }
      request.event('Normal', 'Pulling', `Pulling image ${name}`);
      queue.push({ request, reference, queuedAtMs: clock.now, done });
      if (!busy) next();
    },
    present: () => (options.allPresent ? registry.all() : [...local.values()]),
    get pulling() {
      return queue.length + (busy ? 1 : 0);
    },
  };
}

/** The key of the pull back-off: per pod and image. */
export function backOffKey(request: Pick<ImageRequest, 'podUid' | 'image'>): string {
  return `${request.podUid}_${request.image}`;
}

function readReference(request: ImageRequest): ImageReference | { readonly failure: StartFailure } {
  try {
    return parseImageReference(request.image);
  } catch (error) {
    if (!(error instanceof ImageNameError)) throw error;
    const name = JSON.stringify(request.image);
    const message = `Failed to apply default image tag ${name}: couldn't parse image name ${name}: ${error.message}`;
    request.event('Warning', 'InspectFailed', message);
    return { failure: { reason: 'InvalidImageName', message } };
  }
}

/** As containerd 2 says it through the CRI. */
function formatPullError(reference: ImageReference, why: 'no repository' | 'no tag'): string {
  const prefix = `failed to pull and unpack image "${reference.full}": failed to resolve image: `;
  if (why === 'no tag') return `rpc error: code = NotFound desc = ${prefix}${reference.full}: not found`;
  return `rpc error: code = Unknown desc = ${prefix}pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`;
}
