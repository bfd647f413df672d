/** Labs that were left, one for each exercise: the text of a transcript under the exercise's permanent uuid. */
const DATABASE = 'drydock';
const STORE = 'labs';

function asPromise<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('the browser refused')));
  });
}

async function store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(STORE));
  const database = await asPromise(opening);
  const transaction = database.transaction(STORE, mode);
  transaction.addEventListener('complete', () => database.close());
  return transaction.objectStore(STORE);
}

/** The lab kept for an exercise; undefined when there is none. @throws DOMException when the browser stores nothing */
export async function loadLab(uuid: string): Promise<string | undefined> {
  const found: unknown = await asPromise((await store('readonly')).get(uuid));
  return typeof found === 'string' ? found : undefined;
}

/** Keeps a lab. @throws DOMException when the browser stores nothing */
export async function keepLab(uuid: string, saved: string): Promise<void> {
  await asPromise((await store('readwrite')).put(saved, uuid));
}

/** Forgets a lab. @throws DOMException when the browser stores nothing */
export async function forgetLab(uuid: string): Promise<void> {
  await asPromise((await store('readwrite')).delete(uuid));
}
