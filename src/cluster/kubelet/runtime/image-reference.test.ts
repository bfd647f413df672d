import { expect, test } from 'vitest';
import { parseImageReference } from './image-reference.ts';

test.each([
  ['nginx', 'docker.io/library/nginx:latest'],
  ['nginx:1.25', 'docker.io/library/nginx:1.25'],
  ['curlimages/curl', 'docker.io/curlimages/curl:latest'],
  ['registry.k8s.io/pause:3.10', 'registry.k8s.io/pause:3.10'],
  ['localhost:5000/app', 'localhost:5000/app:latest'],
  ['docker.io/nginx', 'docker.io/library/nginx:latest'],
  [`nginx@sha256:${'a'.repeat(64)}`, `docker.io/library/nginx@sha256:${'a'.repeat(64)}`],
])('%s is read as %s', (text, full) => {
  expect(parseImageReference(text).full).toBe(full);
});

test.each([
  ['', 'invalid reference format'],
  ['nginx:', 'invalid reference format'],
  ['nginx::1', 'invalid reference format'],
  ['Nginx', 'invalid reference format: repository name (library/Nginx) must be lowercase'],
  ['nginx@sha256:12', 'invalid reference format'],
  ['ng inx', 'invalid reference format'],
])('%s is refused', (text, message) => {
  expect(() => parseImageReference(text)).toThrow(message);
});
