import { describe, expect, test } from 'vitest';
import { defaultPullPolicy, parseImageReference } from './image-reference.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('the name of an image', () => {
  test.each([
    ['nginx', { repository: 'nginx', tag: undefined, digest: undefined }],
    ['nginx:1.27', { repository: 'nginx', tag: '1.27', digest: undefined }],
    ['localhost:5000/team/app', { repository: 'localhost:5000/team/app', tag: undefined, digest: undefined }],
    ['example.com/app:v1', { repository: 'example.com/app', tag: 'v1', digest: undefined }],
    [`nginx@${digest}`, { repository: 'nginx', tag: undefined, digest }],
    [`nginx:1@${digest}`, { repository: 'nginx', tag: '1', digest }],
  ])('%s is read', (image, parts) => {
    expect(parseImageReference(image)).toEqual(parts);
  });

  test.each(['', 'Nginx', 'a b', 'nginx:', ':1', 'nginx:a b', 'nginx//x'])('%j is none', (image) => {
    expect(parseImageReference(image)).toBeUndefined();
  });

  test('what may change is pulled always', () => {
    expect(['nginx', 'nginx:latest', 'nginx:1', `nginx@${digest}`, 'Nginx'].map(defaultPullPolicy)).toEqual([
      'Always',
      'Always',
      'IfNotPresent',
      'IfNotPresent',
      'IfNotPresent',
    ]);
  });
});
