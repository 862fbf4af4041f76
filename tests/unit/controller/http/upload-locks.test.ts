import { setTimeout as sleep } from 'node:timers/promises';
import { UploadLocks } from '@loa-lang/controller/http/upload-locks';
import { describe, expect, it } from 'vitest';

const never = () => new AbortController().signal;

describe('locks of uploads', () => {
  it('ask the holder once, and let the next in when it lets go', async () => {
    const locks = new UploadLocks();
    const [first, second] = [locks.newLock('a'), locks.newLock('a')];
    let asked = 0;
    await first.lock(never(), () => void asked++);
    const order: string[] = [];
    const waiting = second.lock(never(), () => undefined).then(() => order.push('second'));
    await sleep(20);
    expect([asked, order]).toEqual([1, []]);
    order.push('first lets go');
    await first.unlock();
    await waiting;
    expect(order).toEqual(['first lets go', 'second']);
    await second.unlock();
    await first.lock(never(), () => undefined);
  });

  it('hold one upload and no other, and one waiter at a time', async () => {
    const locks = new UploadLocks();
    await locks.newLock('a').lock(never(), () => undefined);
    await locks.newLock('b').lock(never(), () => undefined);
    const inside: number[] = [];
    const holder = locks.newLock('c');
    await holder.lock(never(), () => undefined);
    const waiters = [1, 2, 3].map(async (number) => {
      const lock = locks.newLock('c');
      await lock.lock(never(), () => undefined);
      inside.push(number);
      await sleep(5);
      expect(inside.at(-1)).toBe(number);
      await lock.unlock();
    });
    await holder.unlock();
    await Promise.all(waiters);
    expect(inside.sort()).toEqual([1, 2, 3]);
  });

  it('let a waiter go who has gone', async () => {
    const locks = new UploadLocks();
    await locks.newLock('a').lock(never(), () => undefined);
    const gone = new AbortController();
    const waiting = locks.newLock('a').lock(gone.signal, () => undefined);
    gone.abort();
    await expect(waiting).rejects.toMatchObject({ status_code: 400 });
  });
});
