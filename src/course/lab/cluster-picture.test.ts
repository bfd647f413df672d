import { expect, test } from 'vitest';
import { startPictureLab } from './picture/picture-lab.ts';

test('the picture starts with everything, then tells what has changed', async () => {
  const { lab, picture } = await startPictureLab();
  expect(picture.look()?.items.map((item) => `${item.key} ${item.state}`)).toContain('Node//node-1 Ready');
  expect(picture.look()).toBeUndefined();
  lab.input('kubectl create deployment web --image=nginx:1.27 --replicas=2\r');
  await lab.advance(20_000);
  const update = picture.look();
  const states = update?.items
    .filter((item) => item.namespace === 'default')
    .map((item) => `${item.kind} ${item.state} ${item.tone} ${item.owner?.split('/')[0] ?? '-'}`);
  expect(states?.sort()).toEqual(['Deployment 2/2 good -', 'Pod Running good ReplicaSet', 'Pod Running good ReplicaSet', 'ReplicaSet 2/2 good Deployment']);
  expect(update?.isReset).toBe(false);
  expect(update?.events.map((event) => event.reason)).toContain('Scheduled');
});
