import { expect, test } from 'vitest';
import { createDatabase } from './database.ts';
import { bulk, failure, integer, list, nil, ok } from './resp.ts';

test('strings, counters, lists, sets and hashes do as Redis does', () => {
  const db = createDatabase(() => 0);
  const run = (line: string) => {
    const [name = '', ...args] = line.split(' ');
    return db.run(name, args);
  };
  expect(run('GET a')).toEqual(nil);
  expect(run('SET a 1')).toEqual(ok);
  expect(run('INCR a')).toEqual(integer(2));
  expect(run('SET a x NX')).toEqual(nil);
  expect(run('LPUSH l a b c')).toEqual(integer(3));
  expect(run('LRANGE l 0 -1')).toEqual(list(['c', 'b', 'a']));
  expect(run('SADD s a a b')).toEqual(integer(2));
  expect(run('HSET h f 1 g 2')).toEqual(integer(2));
  expect(run('HGETALL h')).toEqual(list(['f', '1', 'g', '2']));
  expect(run('GET l')).toEqual(failure('WRONGTYPE Operation against a key holding the wrong kind of value'));
  expect(run('KEYS ?')).toEqual(list(['a', 'h', 'l', 's']));
  expect(run('GET')).toEqual(failure("ERR wrong number of arguments for 'get' command"));
  expect(run('NOTHING')).toBe(undefined);
});

test('keys expire, and a dump restores everything', () => {
  let now = 0;
  const db = createDatabase(() => now);
  db.run('SET', ['a', '1', 'EX', '10']);
  db.run('RPUSH', ['l', 'x', 'y']);
  expect(db.run('TTL', ['a'])).toEqual(integer(10));
  const copy = createDatabase(() => now);
  copy.load(db.dump());
  expect(copy.run('GET', ['a'])).toEqual(bulk('1'));
  expect(copy.run('LRANGE', ['l', '0', '-1'])).toEqual(list(['x', 'y']));
  now = 10_000;
  expect(copy.run('GET', ['a'])).toEqual(nil);
  expect(copy.size).toBe(1);
});
