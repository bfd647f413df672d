import { bulk, failure, integer, list, nil, ok, type Reply } from './resp.ts';

type Value =
  | { readonly type: 'string'; text: string }
  | { readonly type: 'list'; items: string[] }
  | { readonly type: 'set'; readonly members: Set<string> }
  | { readonly type: 'hash'; readonly fields: Map<string, string> };

/** The data of one Redis server. */
export interface Database {
  /** Runs a command on the data; undefined when it is not about data. */
  run(name: string, args: readonly string[]): Reply | undefined;
  readonly size: number;
  /** Everything as text, for the dump file. */
  dump(): string;
  load(text: string): void;
  clear(): void;
}

type Command = { readonly least: number; readonly most: number; readonly run: (args: readonly string[]) => Reply };

const wrongType = failure('WRONGTYPE Operation against a key holding the wrong kind of value');
const notInteger = failure('ERR value is not an integer or out of range');

/** @param now virtual milliseconds, for keys that expire */
export function createDatabase(now: () => number): Database {
  const values = new Map<string, Value>();
  const expiries = new Map<string, number>();

  const find = (key: string): Value | undefined => {
    const expiry = expiries.get(key);
    if (expiry !== undefined && expiry <= now()) remove(key);
    return values.get(key);
  };
  const remove = (key: string): boolean => {
    expiries.delete(key);
    return values.delete(key);
  };
  const keys = (): string[] => [...values.keys()].filter((key) => find(key) !== undefined).sort();

  /** The value of a key as one type, made when it is missing. */
  const open = <T extends Value['type']>(key: string, type: T, make: () => Extract<Value, { type: T }>): Extract<Value, { type: T }> | undefined => {
    const found = find(key);
    if (found) return found.type === type ? (found as Extract<Value, { type: T }>) : undefined;
    const made = make();
    values.set(key, made);
    return made;
  };
  const asList = (key: string) => open(key, 'list', () => ({ type: 'list', items: [] }));
  const asSet = (key: string) => open(key, 'set', () => ({ type: 'set', members: new Set() }));
  const asHash = (key: string) => open(key, 'hash', () => ({ type: 'hash', fields: new Map() }));
  const dropIfEmpty = (key: string): void => {
    const value = values.get(key);
    const size = value?.type === 'list' ? value.items.length : value?.type === 'set' ? value.members.size : value?.type === 'hash' ? value.fields.size : 1;
    if (size === 0) remove(key);
  };

  const get = (key: string): Reply => {
    const value = find(key);
    if (!value) return nil;
    return value.type === 'string' ? bulk(value.text) : wrongType;
  };
  const add = (key: string, change: number): Reply => {
    const value = find(key);
    if (value && value.type !== 'string') return wrongType;
    const before = Number(value?.text ?? '0');
    if (!Number.isSafeInteger(before) || !Number.isSafeInteger(change)) return notInteger;
    values.set(key, { type: 'string', text: String(before + change) });
    return integer(before + change);
  };
  const set = ([key = '', text = '', ...options]: readonly string[]): Reply => {
    const words = options.map((word) => word.toUpperCase());
    const exists = find(key) !== undefined;
    if ((words.includes('NX') && exists) || (words.includes('XX') && !exists)) return nil;
    values.set(key, { type: 'string', text });
    if (!words.includes('KEEPTTL')) expiries.delete(key);
    for (const [unit, factor] of [
      ['EX', 1000],
      ['PX', 1],
    ] as const) {
      const at = words.indexOf(unit);
      if (at < 0) continue;
      const amount = Number(options[at + 1]);
      if (!Number.isInteger(amount) || amount <= 0) return failure("ERR invalid expire time in 'set' command");
      expiries.set(key, now() + amount * factor);
    }
    return ok;
  };
  const push = (key: string, items: readonly string[], atHead: boolean): Reply => {
    const value = asList(key);
    if (!value) return wrongType;
    if (atHead) value.items.unshift(...[...items].reverse());
    else value.items.push(...items);
    return integer(value.items.length);
  };
  const pop = (key: string, atHead: boolean): Reply => {
    const value = find(key);
    if (value && value.type !== 'list') return wrongType;
    const item = atHead ? value?.items.shift() : value?.items.pop();
    dropIfEmpty(key);
    return item === undefined ? nil : bulk(item);
  };
  const range = (key: string, from: number, to: number): Reply => {
    const value = find(key);
    if (value && value.type !== 'list') return wrongType;
    const items = value?.items ?? [];
    const place = (index: number): number => (index < 0 ? items.length + index : index);
    return list(items.slice(Math.max(place(from), 0), place(to) + 1));
  };
  const ttl = (key: string, unitMs: number): Reply => {
    if (!find(key)) return integer(-2);
    const expiry = expiries.get(key);
    return integer(expiry === undefined ? -1 : Math.ceil((expiry - now()) / unitMs));
  };
  const expire = (key: string, ms: number): Reply => {
    if (!find(key)) return integer(0);
    expiries.set(key, now() + ms);
    return integer(1);
  };

  const commands: Readonly<Record<string, Command>> = {
    GET: exactly(1, ([key = '']) => get(key)),
    SET: { least: 2, most: 7, run: set },
    SETNX: exactly(2, ([key = '', text = '']) => integer(set([key, text, 'NX']).kind === 'nil' ? 0 : 1)),
    GETSET: exactly(2, ([key = '', text = '']) => {
      const before = get(key);
      set([key, text]);
      return before;
    }),
    MSET: {
      least: 2,
      most: Number.POSITIVE_INFINITY,
      run(args) {
        if (args.length % 2 !== 0) return failure("ERR wrong number of arguments for 'mset' command");
        for (let index = 0; index < args.length; index += 2) set([args[index] ?? '', args[index + 1] ?? '']);
        return ok;
      },
    },
    MGET: atLeast(1, (args) => ({ kind: 'array', items: args.map((key) => (find(key)?.type === 'string' ? get(key) : nil)) })),
    APPEND: exactly(2, ([key = '', text = '']) => {
      const value = open(key, 'string', () => ({ type: 'string', text: '' }));
      if (!value) return wrongType;
      value.text += text;
      return integer(value.text.length);
    }),
    STRLEN: exactly(1, ([key = '']) => {
      const value = get(key);
      return value.kind === 'error' ? value : integer(value.kind === 'bulk' ? value.text.length : 0);
    }),
    INCR: exactly(1, ([key = '']) => add(key, 1)),
    DECR: exactly(1, ([key = '']) => add(key, -1)),
    INCRBY: exactly(2, ([key = '', by = '']) => add(key, Number(by))),
    DECRBY: exactly(2, ([key = '', by = '']) => add(key, -Number(by))),
    DEL: atLeast(1, (args) => integer(args.filter((key) => find(key) && remove(key)).length)),
    EXISTS: atLeast(1, (args) => integer(args.filter((key) => find(key)).length)),
    EXPIRE: exactly(2, ([key = '', seconds = '']) => (Number.isInteger(Number(seconds)) ? expire(key, Number(seconds) * 1000) : notInteger)),
    PEXPIRE: exactly(2, ([key = '', ms = '']) => (Number.isInteger(Number(ms)) ? expire(key, Number(ms)) : notInteger)),
    PERSIST: exactly(1, ([key = '']) => integer(find(key) && expiries.delete(key) ? 1 : 0)),
    TTL: exactly(1, ([key = '']) => ttl(key, 1000)),
    PTTL: exactly(1, ([key = '']) => ttl(key, 1)),
    TYPE: exactly(1, ([key = '']) => ({ kind: 'status', text: find(key)?.type ?? 'none' })),
    KEYS: exactly(1, ([pattern = '']) => list(keys().filter((key) => globMatches(pattern, key)))),
    DBSIZE: exactly(0, () => integer(keys().length)),
    LPUSH: atLeast(2, ([key = '', ...items]) => push(key, items, true)),
    RPUSH: atLeast(2, ([key = '', ...items]) => push(key, items, false)),
    LPOP: exactly(1, ([key = '']) => pop(key, true)),
    RPOP: exactly(1, ([key = '']) => pop(key, false)),
    LLEN: exactly(1, ([key = '']) => {
      const value = find(key);
      return value && value.type !== 'list' ? wrongType : integer(value?.items.length ?? 0);
    }),
    LRANGE: exactly(3, ([key = '', from = '', to = '']) => range(key, Number(from), Number(to))),
    SADD: atLeast(2, ([key = '', ...members]) => {
      const value = asSet(key);
      if (!value) return wrongType;
      const before = value.members.size;
      for (const member of members) value.members.add(member);
      return integer(value.members.size - before);
    }),
    SREM: atLeast(2, ([key = '', ...members]) => {
      const value = asSet(key);
      if (!value) return wrongType;
      const removed = members.filter((member) => value.members.delete(member)).length;
      dropIfEmpty(key);
      return integer(removed);
    }),
    SMEMBERS: exactly(1, ([key = '']) => {
      const value = find(key);
      return value && value.type !== 'set' ? wrongType : list([...(value?.members ?? [])].sort());
    }),
    SISMEMBER: exactly(2, ([key = '', member = '']) => {
      const value = find(key);
      return value && value.type !== 'set' ? wrongType : integer(value?.members.has(member) ? 1 : 0);
    }),
    SCARD: exactly(1, ([key = '']) => {
      const value = find(key);
      return value && value.type !== 'set' ? wrongType : integer(value?.members.size ?? 0);
    }),
    HSET: atLeast(3, ([key = '', ...pairs]) => {
      if (pairs.length % 2 !== 0) return failure("ERR wrong number of arguments for 'hset' command");
      const value = asHash(key);
      if (!value) return wrongType;
      const before = value.fields.size;
      for (let index = 0; index < pairs.length; index += 2) value.fields.set(pairs[index] ?? '', pairs[index + 1] ?? '');
      return integer(value.fields.size - before);
    }),
    HGET: exactly(2, ([key = '', field = '']) => {
      const value = find(key);
      if (value && value.type !== 'hash') return wrongType;
      const text = value?.fields.get(field);
      return text === undefined ? nil : bulk(text);
    }),
    HGETALL: exactly(1, ([key = '']) => {
      const value = find(key);
      return value && value.type !== 'hash' ? wrongType : list([...(value?.fields ?? [])].flat());
    }),
    HDEL: atLeast(2, ([key = '', ...fields]) => {
      const value = find(key);
      if (value && value.type !== 'hash') return wrongType;
      const removed = fields.filter((field) => value?.fields.delete(field)).length;
      dropIfEmpty(key);
      return integer(removed);
    }),
  };

  return {
    run(name, args) {
      const command = commands[name];
      if (!command) return undefined;
      if (args.length < command.least || args.length > command.most) return failure(`ERR wrong number of arguments for '${name.toLowerCase()}' command`);
      return command.run(args);
    },
    get size() {
      return keys().length;
    },
    dump: () => JSON.stringify(keys().map((key) => [key, plain(values.get(key)), expiries.get(key) ?? null])),
    load(text) {
      for (const [key, value, expiry] of JSON.parse(text) as [string, Plain, number | null][]) {
        values.set(key, fromPlain(value));
        if (expiry !== null) expiries.set(key, expiry);
      }
    },
    clear() {
      values.clear();
      expiries.clear();
    },
  };
}

function exactly(count: number, run: Command['run']): Command {
  return { least: count, most: count, run };
}

function atLeast(count: number, run: Command['run']): Command {
  return { least: count, most: Number.POSITIVE_INFINITY, run };
}

type Plain = string | { readonly list: readonly string[] } | { readonly set: readonly string[] } | { readonly hash: readonly (readonly [string, string])[] };

function plain(value: Value | undefined): Plain {
  if (value?.type === 'list') return { list: value.items };
  if (value?.type === 'set') return { set: [...value.members] };
  if (value?.type === 'hash') return { hash: [...value.fields] };
  return value?.text ?? '';
}

function fromPlain(value: Plain): Value {
  if (typeof value === 'string') return { type: 'string', text: value };
  if ('list' in value) return { type: 'list', items: [...value.list] };
  if ('set' in value) return { type: 'set', members: new Set(value.set) };
  return { type: 'hash', fields: new Map(value.hash) };
}

function globMatches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^$()|{}\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}
