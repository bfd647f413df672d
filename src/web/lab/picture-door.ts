import type { ClusterPicture } from '#course/lab/cluster-picture.ts';
import type { Lab } from '#course/lab/lab.ts';
import type { ToPage } from './protocol.ts';

/** The map is told of changes this often at most (wall clock). */
const LOOK_INTERVAL_MS = 100;

/** Tells the page what the map shows, while the map is open. */
export interface PictureDoor {
  /** A new lab runs. */
  open(lab: Lab): void;
  show(isWanted: boolean): void;
  /** A turn of the lab has ended. */
  turned(): void;
  inspect(key: string): void;
}

/** @param now wall-clock milliseconds */
export function createPictureDoor(post: (message: ToPage) => void, now: () => number): PictureDoor {
  let lab: Lab | undefined;
  let picture: ClusterPicture | undefined;
  let isWanted = false;
  let lookedAt = Number.NEGATIVE_INFINITY;

  const start = async (): Promise<void> => {
    picture = undefined;
    if (!isWanted) return;
    // Who never opens the map never loads it.
    const { createClusterPicture } = await import('#course/lab/cluster-picture.ts');
    picture = lab && isWanted ? createClusterPicture(lab.cluster) : undefined;
    lookedAt = Number.NEGATIVE_INFINITY;
    look();
  };

  const look = (): void => {
    if (!picture || !lab || now() - lookedAt < LOOK_INTERVAL_MS) return;
    lookedAt = now();
    const update = picture.look();
    if (update) post({ type: 'picture', update, startMs: lab.simulation.clock.now - lab.elapsedMs });
  };

  return {
    open(next) {
      lab = next;
      void start();
    },
    show(wanted) {
      isWanted = wanted;
      void start();
    },
    turned: look,
    inspect(key) {
      lookedAt = Number.NEGATIVE_INFINITY;
      look();
      if (picture) post({ type: 'inspected', inspection: picture.inspect(key) });
    },
  };
}
