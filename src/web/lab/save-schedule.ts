/** Writes down at once what changed, but not more often than every `intervalMs`; the last change is never left out. */
export interface SaveSchedule {
  changed(): void;
}

/** @param later calls back after wall-clock milliseconds */
export function createSaveSchedule(save: () => void, intervalMs: number, later: (run: () => void, ms: number) => unknown): SaveSchedule {
  let isResting = false;
  let isChanged = false;
  const rest = (): void => {
    isResting = true;
    later(() => {
      isResting = false;
      if (!isChanged) return;
      isChanged = false;
      save();
      rest();
    }, intervalMs);
  };
  return {
    changed() {
      if (isResting) {
        isChanged = true;
        return;
      }
      save();
      rest();
    },
  };
}
