import { MAX_SCORE, type ScorePlugin } from '../framework.ts';

const MEBIBYTE = 1024 * 1024;
const MIN_BYTES = 23 * MEBIBYTE;
const MAX_BYTES_PER_CONTAINER = 1000 * MEBIBYTE;

/** Prefers nodes that have the pod's images already; an image counts the more the more nodes have it, so that not one node gets all. */
export const imageLocality: ScorePlugin = {
  name: 'ImageLocality',
  weight: 1,
  prepare(pod, { cluster }) {
    const spec = pod.pod.spec;
    const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
    const images = containers.map((container) => normalizeImage(container.image ?? '')).filter((image) => cluster.nodesWithImage(image) > 0);
    if (images.length === 0) return undefined;
    const total = cluster.nodes().length;
    const most = MAX_BYTES_PER_CONTAINER * containers.length;
    return {
      score(info) {
        let bytes = 0;
        for (const image of images) {
          const size = info.images.get(image);
          if (size !== undefined) bytes += Math.trunc(size * (cluster.nodesWithImage(image) / total));
        }
        return Math.trunc((MAX_SCORE * (Math.min(Math.max(bytes, MIN_BYTES), most) - MIN_BYTES)) / (most - MIN_BYTES));
      },
    };
  },
};

function normalizeImage(image: string): string {
  return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image;
}
