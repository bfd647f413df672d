import type { FileSystem } from '#os/file-system.ts';
import { rootUser } from '#os/machine.ts';
import type { User } from '#os/process.ts';

/** The users of an image, from its /etc/passwd; root alone when it has none. */
export function readUsers(fs: FileSystem): readonly User[] {
  if (!fs.exists('/etc/passwd')) return [rootUser];
  const users: User[] = [];
  for (const line of fs.readText('/etc/passwd').split('\n')) {
    const [name, , uid, gid, , home] = line.split(':');
    if (name && uid && gid) users.push({ name, uid: Number(uid), gid: Number(gid), home: home || '/' });
  }
  return users.length > 0 ? users : [rootUser];
}

/**
 * Resolves the user of an image or a security context (`nginx`, `1000`, `1000:1000`).
 * @returns undefined when a name is not in /etc/passwd
 */
export function resolveUser(users: readonly User[], text: string): Pick<User, 'uid' | 'gid' | 'name'> | undefined {
  const [name = '', group] = text.split(':');
  const known = users.find((user) => user.name === name || String(user.uid) === name);
  if (!known && !/^\d+$/.test(name)) return undefined;
  const gid = group !== undefined && /^\d+$/.test(group) ? Number(group) : (known?.gid ?? 0);
  return { uid: known?.uid ?? Number(name), gid, name: known?.name ?? name };
}
